"""A thief cannot read what the practice typed: desk notes, agreed answers, merged lists."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.models import Conversation
from pwa.vault.patient.codes import parse_code, parse_link_secret, parse_recovery_key, stretch_code
from tests.databases.homes import CHEAP, Backend, Home
from tests.pages.checked import check_page
from tests.people.crime import (
    MARK,
    PLAN,
    PLAN_FIELDS,
    Crime,
    commit_crime,
    fields_read_by,
    marked,
)
from tests.people.stories import STORY_A, DemoLogin, find_token, share

LABEL_FIELDS = {"label"}
TOGETHER_FIELDS = {"reason", "own_words", "strengths_other", "helpers_other", "priority_other"}
EVERYTHING = LABEL_FIELDS | TOGETHER_FIELDS | PLAN_FIELDS
TOGETHER = {
    **STORY_A,
    "base": "1",
    "priority": "other",
    "strengths": ["children", "other"],
    "helpers": ["family", "other"],
}


@dataclass(frozen=True)
class House:
    """A stolen practice: invited a patient, filled in with her, merged lists, gave a new code."""

    crime: Crime
    code: str
    link_secret: str
    old_code: str

    def read_by(self, *keys: bytes, password: str = "") -> set[str]:
        """Give the fields that a thief of database and disk reads with these keys in addition."""
        thief = self.crime.thief(*keys, passwords=[password] if password else [])
        return fields_read_by(thief, EVERYTHING)


def submit(client: FlaskClient, page: str, fields: dict[str, object], to: str = "") -> TestResponse:
    token = find_token(client.get(page).text)
    answer = client.post(to or page, data={"csrf_token": token, **fields})
    assert answer.status_code in {200, 303}, answer.text
    return answer


def newest(db_session: Session) -> UUID:
    found = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
    conversation = db_session.scalars(found).one()
    db_session.rollback()
    return conversation


@pytest.fixture
def house(
    app: Flask,
    staff_client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
    home: Home,
    backend: Backend,
) -> House:
    desk = staff_client
    next_week = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    invited = {"time": "9:40", "day": next_week, "patient_language": "nl"}
    submit(desk, "/practice/invite", {**invited, **marked(LABEL_FIELDS)})
    old_code = share(app.test_client(), demo.slug, STORY_A)["code"]
    older = newest(db_session)
    submit(desk, f"/practice/c/{older}", {})  # confirm: it is this patient's list
    submit(desk, f"/practice/c/{older}/together", {**TOGETHER, **marked(TOGETHER_FIELDS)})
    submit(desk, f"/practice/c/{older}/plan", {**PLAN, **marked(PLAN_FIELDS)})
    share(app.test_client(), demo.slug, STORY_A)
    newer = newest(db_session)
    merge = f"/practice/c/{newer}/merge"
    submit(desk, f"{merge}?other={older}", {"other": str(older)}, merge)
    page = check_page(submit(desk, f"/practice/c/{newer}/keys", {}))
    link = page.find("input[@name='link']").get("value") or ""
    code = page.find("p[@data-code]").text or ""
    return House(commit_crime(app, home, backend), code, link, old_code)


def test_nothing_that_the_practice_typed_or_gave_lies_bare(house: House) -> None:
    bare = house.code.replace("-", "")
    old = house.old_code.replace("-", "")

    for needle in (MARK, house.code, bare, house.old_code, old, house.link_secret):
        assert house.crime.loot.places_of(needle) == []
    for secret in (
        parse_link_secret(house.link_secret),
        stretch_code(parse_code(bare), CHEAP.code),
    ):
        assert house.crime.loot.places_of(secret.secret) == []


def test_every_key_at_rest_reads_none_of_it(house: House) -> None:
    assert house.read_by() == set()


def test_the_practice_itself_reads_all_of_it(house: House, demo: DemoLogin) -> None:
    recovery_key = parse_recovery_key(demo.recovery_key).encode()

    assert house.read_by(password=demo.password) == EVERYTHING
    assert house.read_by(recovery_key) == EVERYTHING


def test_the_patient_reads_what_was_merged_and_not_the_desks_label(house: House) -> None:
    new = stretch_code(parse_code(house.code), CHEAP.code).secret

    assert house.read_by(new) == TOGETHER_FIELDS | PLAN_FIELDS


def test_a_code_that_was_replaced_reads_nothing(house: House) -> None:
    assert house.read_by(stretch_code(parse_code(house.old_code), CHEAP.code).secret) == set()
