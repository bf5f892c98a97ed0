"""Restoring a backup undoes nothing of what was put aside, brought back or opened after it."""

from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.databases.backups import Operator
from tests.inputs.fold import (
    ASIDE,
    FOLD,
    bring_back,
    fold_all,
    ids_by_age,
    names_on,
    put_aside,
    share_as,
)
from tests.pages.checked import open_page
from tests.people.desk import Desk
from tests.people.logins import LIST
from tests.people.stories import DemoLogin, log_in

OPEN = "/nl/open"


@pytest.fixture
def codes(app: Flask, demo: DemoLogin) -> list[str]:
    """Share two lists that are in the backup; gives their codes."""
    return [share_as(app, demo.slug, name)["code"] for name in ("Een", "Twee")]


@pytest.fixture
def ids(codes: list[str], db_session: Session) -> list[UUID]:
    return ids_by_age(db_session)


def staff_of(app: Flask, operator: Operator) -> FlaskClient:
    client = app.test_client()
    log_in(client, operator.home.demo())
    return client


def opens(app: Flask, code: str) -> int:
    return app.test_client().post(OPEN, data={"code": code}).status_code


def test_what_was_put_aside_stays_aside_and_can_still_be_brought_back(
    staff_client: FlaskClient, codes: list[str], ids: list[UUID], operator: Operator
) -> None:
    file = operator.backup()
    put_aside(staff_client, ids[0])

    with operator.restored(file) as again:
        assert [opens(again, code) for code in codes] == [410, 303]
        staff = staff_of(again, operator)
        assert names_on(open_page(staff, ASIDE)) == ["Een"]
        assert len(names_on(open_page(staff, LIST))) == 1

        bring_back(staff, ids[0])

        assert opens(again, codes[0]) == 303
        assert len(names_on(open_page(staff, LIST))) == 2


def test_what_was_brought_back_stays_on_its_day(
    staff_client: FlaskClient, codes: list[str], ids: list[UUID], operator: Operator
) -> None:
    put_aside(staff_client, *ids)
    file = operator.backup()
    bring_back(staff_client, ids[0])

    with operator.restored(file) as again:
        assert [opens(again, code) for code in codes] == [303, 410]
        staff = staff_of(again, operator)
        assert names_on(open_page(staff, ASIDE)) == ["Twee"]
        assert "Een" in names_on(open_page(staff, LIST))[0]


def test_what_was_opened_does_not_fall_between_the_day_and_its_fold(
    staff_client: FlaskClient,
    codes: list[str],
    ids: list[UUID],
    operator: Operator,
    db_session: Session,
) -> None:
    fold_all(db_session)
    file = operator.backup()
    Desk(staff_client, ids[0])

    with operator.restored(file) as again:
        staff = staff_of(again, operator)
        names = names_on(open_page(staff, LIST))
        assert "Een" in names[0]
        assert names[1].startswith("1 lijst zonder uitnodiging")
        assert names_on(open_page(staff, FOLD))[0].startswith("Twee")


def test_the_journal_says_it_by_moments_only(
    staff_client: FlaskClient, ids: list[UUID], operator: Operator
) -> None:
    journal: Path = operator.home.instance / "journal.jsonl"
    put_aside(staff_client, ids[0])

    line = journal.read_text().splitlines()[-1]

    assert '"set_aside_at": "2' in line
    assert '"list_part": "aside"' in line
    assert ids[0].hex not in line.replace("-", "")
    assert "Een" not in line
