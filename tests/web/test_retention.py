"""Stored data is erased when its retention time is over, and not earlier."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from time import sleep
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.audit import AccessEvent
from pwa.conversation import expiry
from pwa.conversation.documents import add_document, take_turn
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument, Submission
from pwa.locales import TIME_ZONE
from pwa.practice.models import Practice
from pwa.staff.models import Account
from pwa.staff.unsent.models import UnsentForm
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.work import work_on
from tests.pages.checked import check_page, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin, share
from tests.web.test_taking_turns import A_MOMENT_S


@pytest.fixture
def keys(client: FlaskClient) -> dict[str, str]:
    return share(client, "de-dreef", STORY_A)


def _later(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def _purge(session: Session, *, days: float) -> dict[str, int]:
    counts = retention.purge(work_on(session, _later(days)))
    return {name: count for name, count in counts.items() if count}


def _count(session: Session, table: type[object]) -> int:
    found = session.scalar(select(func.count()).select_from(table)) or 0
    session.rollback()
    return found


def test_a_check_is_kept_for_thirty_days_and_not_longer(
    app: Flask, db_session: Session, keys: dict[str, str]
) -> None:
    assert "checks" not in _purge(db_session, days=29.9)
    assert _count(db_session, StoredDocument) == 1

    assert _purge(db_session, days=30.1)["checks"] == 1
    assert _count(db_session, StoredDocument) == 0
    assert _purge(db_session, days=31) == {}

    answer = app.test_client().post("/nl/open", data={"code": keys["code"]})
    assert answer.status_code == 410
    check_page(answer)


def test_each_practice_has_a_period_of_its_own(
    db_session: Session, keys: dict[str, str], practice: Practice
) -> None:
    practice.retention_days = 7
    db_session.commit()

    assert "checks" not in _purge(db_session, days=6.9)
    assert _purge(db_session, days=7.1)["checks"] == 1


def test_without_a_consult_the_days_count_from_reading(
    db_session: Session, keys: dict[str, str]
) -> None:
    conversation = db_session.scalars(select(Conversation)).one()
    conversation.first_read_at = _later(10)
    db_session.commit()

    assert "checks" not in _purge(db_session, days=35)
    assert _purge(db_session, days=40.1)["checks"] == 1


def test_with_a_consult_the_days_count_from_that_day(
    db_session: Session, keys: dict[str, str]
) -> None:
    conversation = db_session.scalars(select(Conversation)).one()
    conversation.consult_on = _later(20).astimezone(TIME_ZONE).date()
    conversation.first_read_at = _later(45)
    db_session.commit()

    assert "checks" not in _purge(db_session, days=50)
    assert _purge(db_session, days=52)["checks"] == 1


def test_a_new_version_begins_the_days_again(
    db_session: Session, client: FlaskClient, keys: dict[str, str]
) -> None:
    token = open_page(client, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    db_session.scalars(select(StoredDocument)).one().created_at -= timedelta(days=29)
    db_session.commit()
    client.post(
        "/nl/check/de-dreef",
        data={**STORY_A, "uid": str(uuid4()), "consent": "1", "reply_to": token},
    )

    assert "checks" not in _purge(db_session, days=10)


def test_a_plan_outlives_the_check_until_nobody_used_it_for_a_year(
    desk: Desk, db_session: Session
) -> None:
    desk.saves(CARERS_FORM)

    assert _purge(db_session, days=40)["checks"] == 1
    assert _count(db_session, StoredDocument) == 1
    conversation = db_session.scalars(select(Conversation)).one()
    assert conversation.care_wrap is not None
    conversation.last_used_on = _later(100).date()
    db_session.commit()
    assert _purge(db_session, days=400) == {"tallies": 1}  # of the first topic, after a year

    assert _purge(db_session, days=466)["plans"] == 1
    assert _count(db_session, StoredDocument) == 0


def test_opening_by_the_patient_is_use(
    app: Flask, db_session: Session, keys: dict[str, str]
) -> None:
    conversation = db_session.scalars(select(Conversation)).one()
    conversation.last_used_on = date(2020, 1, 1)
    db_session.commit()

    app.test_client().post("/nl/open", data={"code": keys["code"]})

    db_session.refresh(conversation)
    assert conversation.last_used_on == datetime.now(UTC).date()


def test_marks_stay_as_long_as_a_phone_may_still_send_and_go_then(
    app: Flask, db_session: Session, client: FlaskClient, keys: dict[str, str]
) -> None:
    client.post("/nl/mine/withdraw")

    _purge(db_session, days=59)
    assert _count(db_session, Submission) == 1
    answer = app.test_client().post("/nl/open", data={"code": keys["code"]})
    assert answer.status_code == 410

    assert _purge(db_session, days=61)["marks"] == 1
    for table in (Conversation, Submission, CodeLookup, StoredDocument):
        assert _count(db_session, table) == 0
    answer = app.test_client().post("/nl/open", data={"code": keys["code"]})
    assert answer.status_code == 404
    assert _count(db_session, AccessEvent) > 0, "the access log stays"


def test_code_and_link_are_kept_for_a_day_only(db_session: Session, keys: dict[str, str]) -> None:
    assert "replies" not in _purge(db_session, days=0.9)

    assert _purge(db_session, days=1.1)["replies"] == 1

    assert set(db_session.scalars(select(Submission.reply))) == {None}


def test_logins_that_are_over_are_forgotten(staff_client: FlaskClient, db_session: Session) -> None:
    assert _purge(db_session, days=1.1)["sessions"] >= 1


def test_what_nobody_came_back_to_is_forgotten(db_session: Session, demo: DemoLogin) -> None:
    account = db_session.scalars(select(Account.id)).one()
    db_session.add(
        UnsentForm(account_id=account, address="/practice/", body=b"x", created_at=_later(0))
    )
    db_session.commit()

    _purge(db_session, days=0.9)
    assert _count(db_session, UnsentForm) == 1

    _purge(db_session, days=1.1)
    assert _count(db_session, UnsentForm) == 0


def test_what_expired_is_in_the_log(db_session: Session, keys: dict[str, str]) -> None:
    _purge(db_session, days=31)

    event = db_session.scalars(
        select(AccessEvent).where(AccessEvent.action == "check:expire")
    ).one()
    assert (event.actor, event.role) == ("system", None)


def test_more_than_one_batch_is_erased(
    db_session: Session, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "AT_ONCE", 2)
    for _ in range(5):
        share(client, "de-dreef", STORY_A)

    assert _purge(db_session, days=31)["checks"] == 5


def test_a_change_of_what_has_expired_is_not_taken_and_lost(
    client: FlaskClient, db_session: Session, keys: dict[str, str]
) -> None:
    token = open_page(client, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    _purge(db_session, days=40)

    answer = client.post(
        "/nl/check/de-dreef",
        data={**STORY_A, "uid": str(uuid4()), "consent": "1", "reply_to": token},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 410
    assert _count(db_session, StoredDocument) == 0


def test_what_is_shared_while_the_old_is_being_erased_stays(
    app: Flask, db_session: Session, keys: dict[str, str]
) -> None:
    """The purge finds the old version while a new one is written but not yet committed."""

    def purge() -> dict[str, int]:
        with app.app_context():
            return retention.purge(Work(db.session(), master_keys(), _later(31)))

    conversation = db_session.scalars(select(Conversation)).one()
    take_turn(db_session, conversation)
    add_document(work_on(db_session, _later(30.9)), conversation, "check", 2, 1, {"new": 1})
    db_session.flush()
    with ThreadPoolExecutor(1) as pool:
        counts = pool.submit(purge)
        sleep(A_MOMENT_S)
        db_session.commit()

    assert counts.result()["checks"] == 0
    assert _count(db_session, StoredDocument) == 2


def test_the_command_says_what_it_did(app: Flask, keys: dict[str, str]) -> None:
    answer = app.test_cli_runner().invoke(args=["purge"])

    assert answer.stdout.startswith("Erased: 0 checks, 0 plans, ")
    assert app.test_cli_runner().invoke(args=["purge"]).exit_code == 0
