"""Invitations: made by the desk, carried in a link, and answered by what somebody shares."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation, Invitation
from pwa.locales import LANGUAGES
from pwa.retention import purge
from pwa.staff.core import Role
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.inputs.invitations import INVITE, invite, lines, today, tomorrow
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import hire
from tests.people.logins import LIST, give
from tests.people.stories import STORY_A, DemoLogin, log_in, share


def test_an_invitation_is_passed_on_as_text_link_picture_and_card(
    assistant: FlaskClient, demo: DemoLogin
) -> None:
    made = invite(assistant, label="mw. A.", time="1040")

    page = open_page(assistant, made.address)
    assert "om 10:40" in page.heading
    assert "mw. A." in page.text
    message = page.find("textarea").text or ""
    assert "Praktijk De Dreef" in message
    assert "10:40" in message
    assert "mw. A." not in message
    assert not re.search("4D|dokter|klacht|gezond", message.split("http")[0])
    assert urlsplit(made.link).path == f"/nl/p/{demo.slug}"
    assert re.fullmatch(r"i=[\w-]{22}", urlsplit(made.link).fragment)
    assert page.tree.find(".//*[@class='qr']") is not None
    card = assistant.get(f"{made.address}/card.pdf")
    assert card.mimetype == "application/pdf"


def test_the_text_is_in_the_language_of_the_patient(assistant: FlaskClient) -> None:
    for language in LANGUAGES.keys() - {"nl"}:
        made = invite(assistant, patient_language=language)

        text = open_page(assistant, made.address).find("textarea")
        assert text.get("lang") == language
        assert text.get("dir") == LANGUAGES[language].direction
        assert f"/{language}/p/" in made.link
        assert "afspraak" not in (text.text or "")


def test_what_is_offered_first_is_what_was_chosen_last(
    assistant: FlaskClient, staff_client: FlaskClient
) -> None:
    page = open_page(assistant, INVITE)
    assert re.fullmatch(r"\d\d:\d0", page.find("input[@name='time']").get("value", ""))
    doctor = page.find("select[@name='with_id']").findall("option")[1].get("value", "")

    invite(assistant, with_id=doctor, patient_language="tr")

    page = open_page(assistant, INVITE)
    chosen = [item.get("value") for item in page.tree.iter("option") if "selected" in item.attrib]
    assert chosen == [doctor, "tr"]
    # For a GP the form suggests the GP's own consult.
    own = open_page(staff_client, INVITE).find("select[@name='with_id']")
    assert [item.text for item in own if "selected" in item.attrib] == ["Bakker"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time", "half elf"),
        ("day", "2020-01-01"),
        ("day", "morgen"),
        ("day", "2199-01-01"),
        ("label", "x" * 61),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(
    assistant: FlaskClient, db_session: Session, field: str, value: str
) -> None:
    answer = give(assistant, INVITE, **{"time": "1040", "day": tomorrow(), field: value})

    assert answer.status_code == 422
    page = check_page(answer)
    assert page.find(f"input[@name='{field}']").get("aria-invalid") == "true"
    assert db_session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_an_hour_that_the_clock_skips_is_told(assistant: FlaskClient) -> None:
    answer = give(assistant, INVITE, time="0230", day=_next_march_change())

    assert answer.status_code == 422
    assert "een uur vooruit" in check_page(answer).text


def _next_march_change() -> str:
    """Give the next last Sunday of March, when the clocks go forward."""
    year = today().year + (today().month > 3)
    last = datetime(year, 3, 31, tzinfo=UTC)
    return (last - timedelta(days=(last.weekday() + 1) % 7)).date().isoformat()


def test_the_day_shows_invitations_by_the_time_of_the_consult(assistant: FlaskClient) -> None:
    for time, label in (("1120", "dhr. C."), ("0910", "mw. B."), ("1040", "mw. A.")):
        invite(assistant, time=time, label=label)

    found = lines(assistant)

    assert [line.split()[0] for line in found] == ["09:10", "10:40", "11:20"]
    assert all("uitgenodigd" in line for line in found)
    assert lines(assistant, today().isoformat()) == []


def test_who_may_not_invite_is_not_asked_to(app: Flask, demo: DemoLogin) -> None:
    manager = app.test_client()
    log_in(manager, hire(app, demo, Role.MANAGER))

    page = open_page(manager, LIST)

    assert "Nieuwe uitnodiging" not in page.text


def test_the_making_and_withdrawing_are_logged(assistant: FlaskClient, db_session: Session) -> None:
    made = invite(assistant)
    assistant.get(f"{made.address}/card.pdf")
    give(assistant, made.address, f"{made.address}/withdraw")

    logged = set(db_session.scalars(select(AccessEvent.action)))
    verbs = ("create", "read", "print", "withdraw")
    assert {f"invitation:{verb}" for verb in verbs} <= logged


def test_a_thief_of_the_database_finds_the_day_and_no_more(
    assistant: FlaskClient, home: Home, db_session: Session
) -> None:
    made = invite(assistant, label="mw. Geheim", patient_language="tr")

    row = db_session.scalars(select(Invitation)).one()
    stored = b"".join(
        value if isinstance(value, bytes) else repr(value).encode()
        for value in (getattr(row, column.key) for column in Invitation.__table__.columns)
    )
    for secret in ("Geheim", made.token, "10:40", "09:40", "tr'"):
        assert secret.encode() not in stored
    for file in Path(home.instance).rglob("*"):
        if file.is_file():
            assert b"Geheim" not in file.read_bytes()


def test_what_nobody_answered_goes_a_week_after_the_consult(
    app: Flask, assistant: FlaskClient, client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    invite(assistant, label="nobody")
    answered = invite(assistant, label="somebody")
    share(client, demo.slug, {**STORY_A, "invitation": answered.token})

    for days, left in ((8, 2), (9, 1), (31, 1), (32, 0)):
        with app.app_context():
            purge(Work(db.session(), master_keys(), datetime.now(UTC) + timedelta(days=days)))
            db.session.commit()
        db_session.rollback()
        assert db_session.scalar(select(func.count()).select_from(Invitation)) == left
    assert db_session.scalars(select(Conversation)).one().consult_on is not None
