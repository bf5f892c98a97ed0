"""A plan on paper has boxes to tick, the map of what was shared, and the key only if it is wanted."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pwa.conversation.core import CHECK
from pwa.conversation.models import Conversation, StoredDocument
from tests.pages.checked import open_page
from tests.pages.paper import read_back, scan
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_C, DemoLogin, share

pytestmark = pytest.mark.on_one_database

PAPER = "/nl/mine/plan.pdf"


def newest_conversation(db_session: Session) -> UUID:
    latest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
    found = db_session.scalars(latest).one()
    db_session.commit()
    return found


def keys_on(document: bytes) -> list[str]:
    return [text for page in (1, 2) for text in scan(document, page=page)]


def test_own_steps_have_three_boxes_and_their_words_in_both_languages(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves(CARERS_FORM)

    text = read_back(carer.get("/tr/mine/plan.pdf").data)

    assert text.count("Oluyor mu?") == 1, "one of the three steps is the patient's"
    assert "Lukt het? Ja / Een beetje / Nog niet" in text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ["Moe zijn", "Slecht slapen", "Voor iemand zorgen", "Stress"]),
        ("ar", ["تعب", "نوم سيئ", "العناية بشخص مريض", "ضغط نفسي"]),
    ],
)
def test_the_map_is_on_it_while_the_answers_exist_and_reads_back(
    desk: Desk, carer: FlaskClient, db_session: Session, lang: str, words: list[str]
) -> None:
    desk.saves(CARERS_FORM)
    address = f"/{lang}/mine/plan.pdf"

    text = read_back(carer.get(address).data)
    db_session.execute(delete(StoredDocument).where(StoredDocument.kind == CHECK))
    db_session.commit()
    without = read_back(carer.get(address).data)

    assert [word for word in words if word not in text] == []
    assert [word for word in words if word in without] == []


def test_the_map_says_nothing_of_what_was_withheld(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    patient = app.test_client()
    share(patient, demo.slug, STORY_C)
    Desk(staff_client, newest_conversation(db_session)).saves(CARERS_FORM)

    text = read_back(patient.get(PAPER).data)

    assert "Pijn" in text
    for secret in ("niet gedeeld", "overgeslagen", "steun", "Ruzie", "alleen met de dokter"):
        assert secret not in text


def test_the_key_is_on_it_only_by_a_tick(
    app: Flask, desk: Desk, demo: DemoLogin, db_session: Session
) -> None:
    patient = app.test_client()
    keys = share(patient, demo.slug, STORY_C)
    Desk(desk.client, newest_conversation(db_session)).saves(CARERS_FORM)
    secret = keys["link"].partition("#")[2]

    box = open_page(patient, "/nl/mine/plan").find("input[@name='key']")
    assert "checked" not in box.attrib
    assert keys_on(patient.get(PAPER).data) == []
    [link] = keys_on(patient.get(f"{PAPER}?key=1").data)
    assert link.partition("#")[2] == secret

    by_code = app.test_client()
    assert by_code.post("/nl/open", data={"code": keys["code"]}).status_code == 303
    document = by_code.get(f"{PAPER}?key=1").data
    assert keys_on(document) == []
    assert keys["code"] in read_back(document)


def test_what_the_practice_prints_never_has_a_key(desk: Desk, carer: FlaskClient) -> None:
    desk.saves(CARERS_FORM)

    document = desk.client.get(f"{desk.address}.pdf?key=1").data

    assert keys_on(document) == []
    assert "Bewaar dit papier goed" not in read_back(document)
    assert "خريطة إجاباتك" in read_back(document), "the map is on it, in the patient's language"
