"""A practice records that somebody who grew up with a language has read its texts."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.locales import LANGUAGES, local_day
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.logins import Clock
from tests.people.stories import DemoLogin, find_token

CHECKED = "/practice/settings/checked"
NOT_CHECKED = {
    "nl": "Iemand met deze moedertaal moet deze tekst nog nakijken.",
    "tr": "Ana dili Türkçe olan biri bu yazıyı henüz kontrol etmedi.",
}


def record(client: FlaskClient, status: int = 303, **fields: str) -> HtmlPage | None:
    token = find_token(client.get(CHECKED).text)
    answer = client.post(CHECKED, data={**fields, "csrf_token": token})
    assert answer.status_code == status
    return None if status == 303 else check_page(answer)


def last_action(db_session: Session) -> str | None:
    db_session.rollback()
    return db_session.scalar(
        select(AccessEvent.action).order_by(AccessEvent.number.desc()).limit(1)
    )


def is_marked(client: FlaskClient, slug: str, code: str) -> bool:
    return NOT_CHECKED[code] in client.get(f"/{code}/p/{slug}").text


def test_patients_read_that_nobody_checked_until_somebody_did(
    client: FlaskClient,
    staff_client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
    clock: Clock,
) -> None:
    assert is_marked(client, demo.slug, "tr")
    assert is_marked(client, demo.slug, "nl")
    yesterday = local_day(clock.time) - timedelta(days=1)

    record(staff_client, language="tr", by="Fatma, assistente", on=yesterday.isoformat())

    assert not is_marked(client, demo.slug, "tr")
    assert is_marked(client, demo.slug, "nl")
    assert last_action(db_session) == "language:check"
    page = open_page(staff_client, CHECKED)
    assert "Nagekeken door Fatma, assistente" in page.text
    assert page.text.count("nog niet nagekeken") == len(LANGUAGES) - 1

    staff_client.post(
        f"{CHECKED}/tr/take-back", data={"csrf_token": find_token(page.response.text)}
    )

    assert is_marked(client, demo.slug, "tr")
    assert last_action(db_session) == "language:uncheck"


@pytest.mark.on_one_database
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: FlaskClient, staff_client: FlaskClient, demo: DemoLogin, clock: Clock
) -> None:
    good = {"language": "tr", "by": "Fatma", "on": local_day(clock.time).isoformat()}
    tomorrow = (local_day(clock.time) + timedelta(days=1)).isoformat()
    wrong = {
        "language": ["", "rif", "xx"],
        "by": ["", " ", "a" * 81],
        "on": ["", tomorrow, "31 februari", "<b>"],
    }
    for field, values in wrong.items():
        for value in values:
            page = record(staff_client, status=422, **{**good, field: value})
            assert page is not None
            assert page.find(f"*[@name='{field}']").get("aria-invalid") == "true"
            kept = page.find("input[@name='by']").get("value")
            assert kept == (value if field == "by" else "Fatma")
    assert is_marked(client, demo.slug, "tr")


@pytest.mark.on_one_database
def test_taking_back_what_was_never_recorded_changes_and_logs_nothing(
    staff_client: FlaskClient, db_session: Session
) -> None:
    before = last_action(db_session)
    token = find_token(staff_client.get(CHECKED).text)
    for code in ("pl", "xx"):
        answer = staff_client.post(f"{CHECKED}/{code}/take-back", data={"csrf_token": token})
        assert answer.status_code == 303
    assert last_action(db_session) == before
