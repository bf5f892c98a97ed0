"""Setting up a practice twice at the same moment: by two people, or two presses of the button."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.practice.details import TAKEN_SLUG, parse_details
from pwa.practice.models import Practice
from pwa.setup.models import PracticeSetup
from pwa.setup.service import TAKEN_EMAIL, FirstPerson, Taken, UsedUp, create_link, finish_setup
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.vault.patient.codes import new_recovery_key
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.people.founder import DETAILS, PASSWORD

Finish = Callable[[PracticeSetup, str, str], Membership]


def details() -> dict[str, list[str]]:
    return {
        name: [value] if isinstance(value, str) else value
        for name, value in DETAILS.items()
        if value
    }


@pytest.fixture
def finish(app: Flask) -> Finish:
    def finish_one(row: PracticeSetup, slug: str, email: str) -> Membership:
        """Do what the last page does after its checks of the form have passed."""
        return finish_setup(
            begin_work(),
            row,
            slug,
            parse_details(details()),
            FirstPerson("Jansen", email, Role.GP, PASSWORD),
            recovery_key=new_recovery_key(),
        )

    return finish_one


def new_link() -> PracticeSetup:
    row, _ = create_link(begin_work())
    db.session.commit()
    return row


def test_pressing_twice_makes_one_practice(app: Flask, finish: Finish) -> None:
    with app.app_context():
        row = new_link()
        finish(row, "de-linde", "jansen@example.org")
        db.session.commit()

        with pytest.raises(UsedUp):
            finish(row, "de-eik", "anders@example.org")
        assert row.draft is None


@pytest.mark.parametrize(
    ("slug", "email", "said"),
    [
        ("de-linde", "anders@example.org", TAKEN_SLUG),
        ("de-eik", "jansen@example.org", TAKEN_EMAIL),
    ],
)
def test_who_comes_second_is_told_and_leaves_nothing_half_made(
    app: Flask, db_session: Session, finish: Finish, slug: str, email: str, said: str
) -> None:
    with app.app_context():
        finish(new_link(), "de-linde", "jansen@example.org")
        db.session.commit()
        late = new_link()

        with pytest.raises(Taken) as told:
            finish(late, slug, email)

        assert told.value.message == said
        db.session.commit()
        counts = [
            db_session.scalar(select(func.count()).select_from(table))
            for table in (Practice, Account, Membership)
        ]
        assert counts == [2, 2, 2]
        assert late.finished_at is None
