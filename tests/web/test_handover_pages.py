"""The pages of a warm handover: asking the patient, the letter on paper, taking it back."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.directory.service import directory_of
from pwa.handover.core import State
from pwa.handover.models import Handover, HandoverLink
from pwa.practice.models import Practice
from pwa.vault.patient.codes import read_link_code
from tests.inputs.handovers import put_handover
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.pages.paper import breaches, read_back, scan
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.people.receiver import advance
from tests.people.stories import DemoLogin, find_token

pytestmark = pytest.mark.on_one_database

TYPED = {
    "receiver": "Steunpunt Mantelzorg, Anna",
    "receiver_phone": "030 236 17 40",
    "patient": "Samira",
    "patient_phone": "",
    "question": "",
    "letter_language": "ar",
}


@pytest.fixture
def address(desk: Desk, practice: Practice) -> str:
    """The page of the handover of the second step, which has a help option."""
    option = next(item for item in directory_of(practice).options("nl") if item.phones)
    desk.saves({**CARERS_FORM, "step-2-help": option.id})
    uid = fields_of(desk.opens())["step-2-uid"]
    return f"/practice/c/{desk.conversation}/handover/{uid}"


def press(desk: Desk, address: str, *, status: int, **fields: str) -> HtmlPage | None:
    token = find_token(desk.client.get(address).text)
    answer = desk.client.post(address, data={"csrf_token": token, **TYPED, **fields})
    assert answer.status_code == status, answer.text
    return check_page(answer) if status != 303 else None


def shows(desk: Desk, address: str, **fields: str) -> HtmlPage:
    page = press(desk, address, status=200, show="1", **fields)
    assert page is not None
    return page


def digest_in(page: HtmlPage) -> str:
    return page.find("input[@name='letter']").get("value", "")


def rows(db_session: Session) -> list[Handover]:
    found = list(db_session.scalars(select(Handover)))
    db_session.rollback()
    return found


def test_once_the_answers_are_erased_the_practice_chooses_the_language(
    desk: Desk, address: str, carer: FlaskClient
) -> None:
    carer.post("/nl/mine/withdraw")

    select = open_page(desk.client, address).find("select[@name='letter_language']")
    page = shows(desk, address, letter_language="tr")

    assert {"nl", "tr", "ar"} <= {each.get("value") for each in select}
    assert page.find("section[@data-letter='own']").get("lang") == "tr"
    chosen = page.find("select[@name='letter_language']/option[@selected]")
    assert chosen.get("value") == "tr"


def test_the_letter_is_shown_in_both_languages_before_the_yes(desk: Desk, address: str) -> None:
    asked = open_page(desk.client, address)
    assert asked.find("input[@name='letter_language']").get("value") == "ar"
    assert asked.find("input[@name='receiver']").get("value")

    page = shows(desk, address)

    own, dutch = (
        page.find("section[@data-letter='own']"),
        page.find("section[@data-letter='dutch']"),
    )
    assert (own.get("lang"), own.get("dir"), dutch.get("lang")) == ("ar", "rtl", "nl")
    assert "Samira" in "".join(own.itertext())
    words = "".join(dutch.itertext())
    assert "Steunpunt Mantelzorg, Anna" in words
    assert "Wilt u contact opnemen met" in words
    assert "moe" not in words  # no topic, no goal, no other step
    answers = [
        item
        for item in page.find("form[@class='letter-form']").iter("input")
        if item.get("name") == "handover"
    ]
    assert [item.get("value") for item in answers] == ["yes", "not_now"]
    assert not any("checked" in item.attrib for item in answers)


def test_a_yes_keeps_what_was_shown_and_not_now_keeps_nothing(
    desk: Desk, address: str, db_session: Session
) -> None:
    digest = digest_in(shows(desk, address))
    press(desk, address, status=303, handover="not_now", letter=digest)
    assert rows(db_session) == []

    press(desk, address, status=303, handover="yes", letter=digest)

    (row,) = rows(db_session)
    assert row.state == "agreed"
    page = open_page(desk.client, address)
    assert "afgesproken" in page.part("handover")
    actions = set(db_session.scalars(select(AccessEvent.action)))
    assert "handover:agree" in actions


@pytest.mark.parametrize(
    "fields",
    [
        {"handover": "yes"},
        {"handover": "yes", "letter": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"handover": "yes", "letter": "رسالة"},
        {"handover": ""},
        {"handover": "yes", "patient": ""},
        {"handover": "yes", "receiver_phone": "bel maar"},
    ],
)
def test_without_a_letter_that_was_shown_there_is_no_yes(
    desk: Desk, address: str, db_session: Session, fields: dict[str, str]
) -> None:
    page = press(desk, address, status=422, **fields)

    assert page is not None
    assert page.find("input[@name='receiver']").get("value") == TYPED["receiver"]
    assert rows(db_session) == []


def test_a_letter_that_was_changed_after_it_was_shown_is_shown_again(
    desk: Desk, address: str, db_session: Session
) -> None:
    digest = digest_in(shows(desk, address))

    page = press(
        desk, address, status=422, handover="yes", letter=digest, question="Nog iets anders?"
    )

    assert page is not None
    assert digest_in(page) != digest
    assert rows(db_session) == []


def test_the_letter_on_paper_has_what_was_agreed_and_a_link_once(
    desk: Desk, address: str, practice: Practice, db_session: Session
) -> None:
    digest = digest_in(shows(desk, address))
    press(desk, address, status=303, handover="yes", letter=digest)
    (row,) = rows(db_session)
    assert db_session.scalars(select(HandoverLink)).all() == []
    db_session.rollback()
    token = find_token(desk.client.get(address).text)
    paper = f"/practice/c/{desk.conversation}/handover/{row.id}/letter.pdf"

    answer = desk.client.post(paper, data={"csrf_token": token})

    assert answer.mimetype == "application/pdf"
    assert breaches({"letter": answer.data}) == []
    text = " ".join(read_back(answer.data).split())
    assert len(PdfReader(BytesIO(answer.data)).pages) == 1
    for words in ("Samira", "Steunpunt Mantelzorg, Anna", "030 236 17 40", practice.phone):
        assert words in text
    for words in ("moe", "energie", "Bloed", "oppas"):  # nothing else of the plan or the answers
        assert words not in text
    (link,) = scan(answer.data)
    assert "/handover#" in link
    (code,) = re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{3}", text)
    assert read_link_code(code) == link.partition("#")[2]
    assert len(db_session.scalars(select(HandoverLink)).all()) == 1
    db_session.rollback()
    assert re.fullmatch(r"\d{4}", open_page(desk.client, address).part("digits"))


def test_the_patient_sees_how_far_it_is_and_takes_it_back(
    app: Flask, demo: DemoLogin, desk: Desk, carer: FlaskClient, address: str, db_session: Session
) -> None:
    put_handover(app, demo, desk.conversation, uid=address.rsplit("/", 1)[1])
    page = open_page(carer, "/nl/mine/plan")
    assert "afgesproken" in page.part("handover")
    (row,) = rows(db_session)

    answer = carer.post(f"/nl/mine/plan/handover/{row.id}")

    assert answer.location == "/nl/mine/plan"
    page = open_page(carer, "/nl/mine/plan")
    assert "ingetrokken" in page.part("handover")
    assert "papier" in page.part("taken-back")
    assert carer.post(f"/nl/mine/plan/handover/{desk.conversation}").status_code == 404


def test_the_patient_reads_that_paper_stays_when_the_practice_ends_it(
    app: Flask, demo: DemoLogin, desk: Desk, carer: FlaskClient, address: str
) -> None:
    put = put_handover(app, demo, desk.conversation, uid=address.rsplit("/", 1)[1])
    advance(app, demo, put, State.ENDED)

    assert "papier" in open_page(carer, "/nl/mine/plan").part("cut-off")


IN_THE_PLAN = {
    "step-2-patient": "Samira",
    "step-2-receiver": "Steunpunt Mantelzorg, Anna",
    "step-2-receiver_phone": "030 236 17 40",
    "letter_language": "ar",
}


def in_the_plan(desk: Desk, **fields: str) -> dict[str, str]:
    """Show the letter of the second step from the plan's form, and give the form's fields with it."""
    typed = {**CARERS_FORM, **IN_THE_PLAN, **fields}
    token = find_token(desk.client.get(desk.address).text)
    answer = desk.client.post(
        f"{desk.address}/letter", data={"csrf_token": token, **typed, "letter_of": "2"}
    )
    assert answer.status_code == 200, answer.text
    page = check_page(answer)
    return {**typed, "step-2-letter": page.find("input[@name='step-2-letter']").get("value", "")}


def test_one_press_saves_the_plan_and_the_consent_together(desk: Desk, db_session: Session) -> None:
    fields = in_the_plan(desk)
    assert rows(db_session) == []  # showing it keeps nothing

    desk.saves({**fields, "step-2-handover": "yes"})

    (row,) = rows(db_session)
    shown = desk.opens()
    assert row.step_uid == fields_of(shown)["step-2-uid"]
    place = shown.find("div[@data-handover='2']")
    assert "afgesproken" in "".join(place.itertext())
    actions = list(db_session.scalars(select(AccessEvent.action).order_by(AccessEvent.number)))
    db_session.rollback()
    assert actions[-3:-1] == ["plan:save", "handover:agree"]


@pytest.mark.parametrize(
    "wrong", [{"step-2-letter": "A" * 22}, {"step-2-handover": ""}, {"step-2-patient": "Fatima"}]
)
def test_a_plan_with_a_letter_that_was_not_agreed_to_is_not_saved_and_nothing_is_lost(
    desk: Desk, db_session: Session, wrong: dict[str, str]
) -> None:
    fields = {**in_the_plan(desk), "step-2-handover": "yes", **wrong}

    page = desk.saves(fields, status=422)

    assert page is not None
    again = fields_of(page)
    assert again["step-2-patient"] == fields["step-2-patient"]
    assert again["goal"] == CARERS_FORM["goal"]
    assert rows(db_session) == []


def test_not_now_saves_the_plan_alone(desk: Desk, db_session: Session) -> None:
    desk.saves({**in_the_plan(desk), "step-2-handover": "not_now"})

    assert rows(db_session) == []
    assert fields_of(desk.opens())["base"] == "1"


def test_an_answer_to_this_very_letter_stays_when_something_else_is_wrong(desk: Desk) -> None:
    fields = {**in_the_plan(desk), "step-2-handover": "yes", "goal": "x" * 201}

    page = desk.saves(fields, status=422)

    assert page is not None
    assert fields_of(page)["step-2-handover"] == "yes"
