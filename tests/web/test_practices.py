"""Setting up a practice and its people."""

import pytest
from flask import Flask
from sqlalchemy import select

from pwa.account import people
from pwa.practice import service
from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.holders import open_holder, open_keys
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.people.stories import DemoLogin

PASSWORD = "een wachtwoord van genoeg letters"


@pytest.fixture
def keys(app: Flask, demo: DemoLogin) -> HeldKeys:
    """The practice's keys, as an unlocked colleague holds them."""
    with app.app_context():
        practice = get_practice_or_404(demo.slug)
        return unwrap_by_recovery(db.session(), practice.id, demo.recovery_key, master_keys())


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.GP, {KeyKind.DESK, KeyKind.CARE}),
        (Role.POH, {KeyKind.DESK, KeyKind.CARE}),
        (Role.SOCIAL_WORKER, {KeyKind.DESK, KeyKind.CARE}),
        (Role.ASSISTANT, {KeyKind.DESK}),
        (Role.MANAGER, {KeyKind.DESK}),
    ],
)
def test_a_role_gets_the_keys_that_it_needs(
    app: Flask, demo: DemoLogin, keys: HeldKeys, role: Role, kinds: set[KeyKind]
) -> None:
    with app.app_context():
        member = people.create_member(
            begin_work(),
            get_practice_or_404(demo.slug),
            name="Nieuw",
            email=f"{role}@example.org",
            role=role,
            password=PASSWORD,
            keys=keys,
        )
        private = open_holder(db.session(), member.id, PASSWORD, master_keys())
        assert private
        held = open_keys(db.session(), member.id, private, tuple(KeyKind), master_keys())

    assert {key.kind for key in held} == kinds
    assert held == keys.of(kinds)


def test_a_short_password_is_refused(app: Flask, keys: HeldKeys) -> None:
    with app.app_context(), pytest.raises(ValueError, match="too short"):
        people.create_member(
            begin_work(),
            db.session.scalars(select(Practice)).one(),
            name="Nieuw",
            email="nieuw@example.org",
            role=Role.GP,
            password="elf tekens!",
            keys=keys,
        )


def test_a_change_of_settings_gives_a_new_revision(app: Flask) -> None:
    with app.app_context():
        practice = db.session.scalars(select(Practice)).one()
        before = practice.revision

        practice.phone = "030 111 11 11"
        db.session.commit()

        assert practice.revision == before + 1


def test_a_practice_is_found_by_its_name_in_addresses(app: Flask, demo: DemoLogin) -> None:
    with app.app_context():
        assert service.find_practice(db.session(), demo.slug)
        assert service.find_practice(db.session(), "nergens") is None
