"""Who can read what after a forgotten or a changed password, and with a second practice."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.account import passwords_change
from pwa.audit import AccessEvent
from pwa.practice.address import get_practice_or_404
from pwa.staff import sessions
from pwa.staff.core import Role
from pwa.staff.models import Membership
from pwa.team import keys
from pwa.team.members import list_waiting
from pwa.vault.crypto import CannotOpen
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import CodeError
from pwa.vault.practice.holders import drop_wraps, open_keys, wrap_for_member
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.inputs.key_life import (
    NEW_PASSWORD,
    at_screen,
    forget_password,
    in_a_request,
    logged_in,
    member_of,
    reads,
    share_one,
)
from tests.people.colleagues import hire, open_other_practice
from tests.people.logins import give_password, is_inside
from tests.people.stories import DemoLogin, Login

NOW = datetime.now(UTC)


@pytest.fixture
def poh(app: Flask, demo: DemoLogin) -> Login:
    return hire(app, demo, Role.POH)


@pytest.fixture
def address(app: Flask, demo: DemoLogin, db_session: Session) -> str:
    """The address on the practice's side of a list that a patient shared."""
    return share_one(app, demo.slug, db_session)[1]


def test_a_reset_alone_opens_nothing(app: Flask, poh: Login, address: str) -> None:
    again = forget_password(app, poh)

    client = logged_in(app, again)

    assert not is_inside(client)
    assert not reads(client, address)
    assert "sleutel" in client.get("/practice/", follow_redirects=True).text
    assert give_password(app.test_client(), poh).status_code == 422, "the forgotten one is gone"


def test_a_colleague_opens_the_keys_again_while_the_other_is_logged_in(
    app: Flask, poh: Login, staff_client: FlaskClient, address: str
) -> None:
    client = logged_in(app, forget_password(app, poh))
    assert not reads(client, address)

    with at_screen(staff_client) as gp:
        (waiting,) = list_waiting(db.session(), gp)
        assert waiting.id == member_of(poh).id
        assert keys.give_keys_to(Work(db.session(), master_keys(), NOW), gp, waiting) == 2

    assert reads(client, address)
    with at_screen(staff_client) as gp:
        assert list_waiting(db.session(), gp) == []


def test_a_manager_can_give_the_desk_key_and_no_more(
    app: Flask, demo: DemoLogin, poh: Login, address: str
) -> None:
    manager = logged_in(app, hire(app, demo, Role.MANAGER))
    client = logged_in(app, forget_password(app, poh))

    with at_screen(manager) as giver:
        member = member_of(poh)
        keys.give_keys_to(Work(db.session(), master_keys(), NOW), giver, member)
        assert keys.missing_kinds(db.session(), member) == {KeyKind.CARE}

    assert is_inside(client)
    assert not reads(client, address)


def test_the_recovery_key_on_paper_opens_them_too(
    app: Flask, demo: DemoLogin, address: str
) -> None:
    client = logged_in(app, forget_password(app, demo))
    assert not reads(client, address)

    with at_screen(client):
        member = member_of(demo)
        for wrong, error in ((demo.recovery_key[:-1], CodeError), ("0" * 28, CannotOpen)):
            with pytest.raises(error):
                keys.open_by_recovery_key(Work(db.session(), master_keys(), NOW), member, wrong)
        on_paper = demo.recovery_key.lower()
        assert (
            keys.open_by_recovery_key(Work(db.session(), master_keys(), NOW), member, on_paper) == 2
        )

    assert reads(client, address)


def test_who_has_no_password_yet_cannot_be_given_keys(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient
) -> None:
    with at_screen(staff_client) as gp:
        member = member_of(poh)
        drop_wraps(db.session(), member.id)

        assert list_waiting(db.session(), gp) == []
        assert keys.missing_kinds(db.session(), member) == {KeyKind.DESK, KeyKind.CARE}
        with pytest.raises(CannotOpen):
            keys.give_keys_to(Work(db.session(), master_keys(), NOW), gp, member)
        with pytest.raises(CannotOpen):
            keys.open_by_recovery_key(
                Work(db.session(), master_keys(), NOW), member, demo.recovery_key
            )


def test_somebody_of_another_practice_cannot_be_given_keys(
    app: Flask, staff_client: FlaskClient
) -> None:
    other = open_other_practice(app)

    with at_screen(staff_client) as gp, pytest.raises(CannotOpen):
        keys.give_keys_to(Work(db.session(), master_keys(), NOW), gp, member_of(other))


@pytest.fixture
def locum(app: Flask, demo: DemoLogin) -> Login:
    """A GP of another practice, who works in the example practice as well."""
    login = open_other_practice(app)
    with app.app_context():
        account = member_of(login).account
        practice = get_practice_or_404(demo.slug)
        held = unwrap_by_recovery(db.session(), practice.id, demo.recovery_key, master_keys())
        member = Membership(account=account, practice=practice, role=Role.GP, created_at=NOW)
        db.session.add(member)
        db.session.flush()
        wrap_for_member(
            Work(db.session(), master_keys(), NOW), practice.id, member.id, held, login.password
        )
        db.session.commit()
    return login


def test_a_locum_goes_from_practice_to_practice_without_a_new_login(
    app: Flask, locum: Login, address: str
) -> None:
    client = logged_in(app, locum)
    assert not reads(client, address)
    before = client.get_cookie("gesprek_keys")

    switch_to_example(client, locum)

    after = client.get_cookie("gesprek_keys")
    assert before
    assert after
    assert before.value != after.value
    assert reads(client, address)


def switch_to_example(client: FlaskClient, login: Login) -> None:
    def switch() -> None:
        row = sessions.find_current()
        assert row
        sessions.switch_membership(row, member_of(login).account.memberships[1])

    in_a_request(client, switch)


def test_a_reset_by_one_practice_waits_for_each_of_them(
    app: Flask, locum: Login, staff_client: FlaskClient, address: str, db_session: Session
) -> None:
    again = forget_password(app, locum)

    with at_screen(staff_client) as gp:
        (waiting,) = list_waiting(db.session(), gp)
        keys.give_keys_to(Work(db.session(), master_keys(), NOW), gp, waiting)

    client = logged_in(app, again)
    assert not is_inside(client), "the practice of one's own has to say yes itself"
    switch_to_example(client, again)
    assert reads(client, address)
    told = select(AccessEvent.practice_id).where(AccessEvent.action == "password:reset")
    assert len(set(db_session.scalars(told))) == 2, "each practice reads it in its log"


def test_a_new_password_of_ones_own_keeps_every_practice_open(
    app: Flask, locum: Login, address: str
) -> None:
    elsewhere = logged_in(app, locum, code_at=-30)
    client = logged_in(app, locum)
    assert is_inside(elsewhere)

    def change() -> None:
        row = sessions.find_current()
        assert row
        held = sessions.holders_of(row)
        account = member_of(locum).account
        new = passwords_change.change_password(
            Work(db.session(), master_keys(), NOW), account, held, NEW_PASSWORD
        )
        sessions.go_on_with(row, new)

    in_a_request(client, change)

    assert is_inside(client), "goes on where it was done"
    assert not is_inside(elsewhere)
    again = logged_in(app, Login(locum.email, NEW_PASSWORD, locum.totp_secret), code_at=30)
    assert is_inside(again)
    switch_to_example(again, locum)
    assert reads(again, address)


def test_what_the_old_password_did_not_open_waits_under_the_new_one(
    app: Flask, locum: Login
) -> None:
    with app.app_context():
        own, _ = member_of(locum).account.memberships
        new = passwords_change.change_password(
            Work(db.session(), master_keys(), NOW), own.account, {}, NEW_PASSWORD
        )

        assert len(new) == 2
        assert keys.missing_kinds(db.session(), own) == {KeyKind.DESK, KeyKind.CARE}
        held = open_keys(db.session(), own.id, new[own.id], tuple(KeyKind), master_keys())
        assert held == HeldKeys()
