"""A list on paper is typed in by the desk, sealed, and not shown to it again."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation, StoredDocument, Submission
from pwa.staff.core import Role
from pwa.staff.unsent.models import UnsentForm
from tests.inputs.invitations import Invited, invite, lines, today
from tests.inputs.paper import PAPER, STORY_A_TYPED, type_paper
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import hire
from tests.people.desk import Desk
from tests.people.stories import STORY_A, DemoLogin, find_token, log_in, share
from tests.people.together import fields_of

pytestmark = pytest.mark.on_one_database

MARKER = "bijzonderwoord"


@pytest.fixture
def invited(assistant: FlaskClient) -> Invited:
    return invite(
        assistant, label="mw. A.", time="2350", day=today().isoformat(), patient_language="ar"
    )


def conversations(db_session: Session) -> list[Conversation]:
    found = list(db_session.scalars(select(Conversation)))
    db_session.commit()
    return found


def code_on(page: str) -> str:
    found = re.search(r"data-code>([^<]+)<", page)
    assert found is not None
    return found[1]


def test_what_was_typed_stands_in_words_before_it_is_sealed(
    assistant: FlaskClient, db_session: Session
) -> None:
    page = check_page(type_paper(assistant, **STORY_A_TYPED, known_as="Amal"))

    assert "Pijn: een beetje · Moe zijn: veel" in page.text
    assert "Stress: een beetje · Somber: overgeslagen" in page.text
    for words in ("niet zo goed", "hoofdpijn en altijd moe", "Moe zijn (ja)", "Familie", "Amal"):
        assert words in page.text
    assert conversations(db_session) == []


def test_sealing_gives_the_code_and_nothing_else(
    app: Flask, assistant: FlaskClient, db_session: Session
) -> None:
    typed = {**STORY_A_TYPED, "reason": MARKER}
    review = check_page(type_paper(assistant, **typed))
    assert MARKER in review.text

    answer = assistant.post(PAPER, data={**fields_of(review), "seal": "1"})

    page = check_page(answer)
    assert MARKER not in page.response.text
    assert "Moe zijn" not in page.text
    patient = app.test_client()
    patient.post("/nl/open", data={"code": code_on(answer.text)})
    assert MARKER in open_page(patient, "/nl/mine/change").response.text
    assert "van papier" in open_page(patient, "/nl/mine/log").text
    (made,) = conversations(db_session)
    for path in ("", "/his", "/together", "/plan", "/keys", "/plan.pdf"):
        assert assistant.get(f"/practice/c/{made.id}{path}").status_code == 403
    assert MARKER not in assistant.get("/practice/").text
    assert MARKER not in assistant.get(PAPER).text


def test_the_desk_prints_the_card_with_the_code(assistant: FlaskClient) -> None:
    page = check_page(type_paper(assistant, **STORY_A_TYPED, seal="1"))
    form = page.find("form[@target='_blank']")

    card = assistant.post(form.get("action", ""), data=fields_of(page))

    assert (card.status_code, card.mimetype) == (200, "application/pdf")
    wrong = {**fields_of(page), "link": ["x" * 22]}
    assert assistant.post(form.get("action", ""), data=wrong).status_code == 422


def test_it_is_the_patients_own_list_with_who_typed_it_in(
    assistant: FlaskClient, staff_client: FlaskClient, db_session: Session
) -> None:
    type_paper(assistant, **STORY_A_TYPED, known_as="Amal", seal="1")

    (line,) = lines(staff_client, today().isoformat())
    assert "Amal" in line
    assert "van papier, ingevoerd door assistant" in line
    (made,) = conversations(db_session)
    desk = Desk(staff_client, made.id)
    page = open_page(staff_client, f"/practice/c/{desk.conversation}")
    assert page.part("from-paper") == "van papier, ingevoerd door assistant de-dreef"
    assert page.part("filled-by") == "zelf"
    document = db_session.scalars(select(StoredDocument)).one()
    assert document.author_id is None
    events = db_session.scalars(
        select(AccessEvent).where(AccessEvent.action == "check:enter")
    ).all()
    assert [(event.role, event.conversation_id) for event in events] == [("assistant", made.id)]


def test_what_a_patient_sends_says_nothing_of_paper(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    (line,) = lines(staff_client, today().isoformat())
    assert "papier" not in line
    (made,) = conversations(db_session)
    Desk(staff_client, made.id)
    page = open_page(staff_client, f"/practice/c/{made.id}")
    assert 'data-part="from-paper"' not in page.response.text


def test_a_change_by_the_patient_is_not_from_paper_any_more(
    app: Flask, demo: DemoLogin, assistant: FlaskClient
) -> None:
    sealed = type_paper(assistant, **STORY_A_TYPED, seal="1")
    patient = app.test_client()
    patient.post("/nl/open", data={"code": code_on(sealed.text)})
    token = open_page(patient, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    share(patient, demo.slug, {**STORY_A, "reply_to": token})

    (line,) = lines(assistant, today().isoformat())

    assert "gewijzigd" in line
    assert "papier" not in line


def test_it_stands_at_the_invitation_in_the_language_of_it(
    app: Flask, assistant: FlaskClient, invited: Invited, db_session: Session
) -> None:
    page = open_page(assistant, PAPER)
    options = {
        (option.text or "").strip(): option.get("value", "")
        for option in page.find("select[@name='invitation']").iter("option")
    }
    chosen = options["23:50 mw. A."]

    sealed = type_paper(
        assistant, **STORY_A_TYPED, invitation=chosen, patient_language="", seal="1"
    )

    assert "Arabisch" in check_page(sealed).text
    (made,) = conversations(db_session)
    assert str(made.invitation_id) == chosen
    (line,) = lines(assistant, today().isoformat())
    assert line.startswith("23:50 mw. A.")
    assert "23:50 mw. A." not in open_page(assistant, PAPER).text


def test_an_invitation_leads_to_the_form_where_it_is_chosen(
    assistant: FlaskClient, invited: Invited
) -> None:
    page = open_page(assistant, invited.address)
    link = next(item for item in page.tree.iter("a") if "paper-list" in (item.get("href") or ""))

    form = open_page(assistant, unescape(link.get("href", "")))

    chosen = form.find("option[@selected]")
    assert (chosen.text or "").strip() == "23:50 mw. A."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"consent": ""}, "Staat er een kruisje bij toestemming?"),
        ({"patient_language": ""}, "Kies de taal van het papier"),
        ({"patient_language": "xx"}, "Kies de taal van het papier"),
        (
            {"invitation": "00000000-0000-0000-0000-000000000000"},
            "Deze uitnodiging is er niet meer",
        ),
        ({"body": "121"}, "Hier staan 3 tekens. Het moeten er 5 zijn"),
        ({"mind": "9----"}, "Typ alleen 0"),
        ({"strengths": "1 40"}, "Nummer 40 staat hier niet op het papier"),
        ({"priority": "20"}, "Vraag het de patiënt"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    assistant: FlaskClient, db_session: Session, changed: dict[str, str], sentence: str
) -> None:
    answer = type_paper(assistant, **{**STORY_A_TYPED, **changed}, seal="1")

    assert answer.status_code == 422
    page = check_page(answer)
    (name,) = changed
    field = page.find(f"*[@id='{name}']")
    assert field.get("aria-invalid") == "true"
    said = page.find(f"p[@id='{name}-error']")
    assert sentence in "".join(said.itertext())
    assert f"{name}-error" in (field.get("aria-describedby") or "")
    kept = fields_of(page)
    for other, value in {**STORY_A_TYPED, **changed}.items():
        if value and other != "invitation" and value != "xx":
            assert kept[other] == [value], other
    assert conversations(db_session) == []


def test_the_form_comes_back_to_change_something(assistant: FlaskClient) -> None:
    review = check_page(type_paper(assistant, **STORY_A_TYPED, talk_alone="1"))

    page = check_page(assistant.post(PAPER, data={**fields_of(review), "change": "1"}))

    kept = fields_of(page)
    assert {name: kept[name] for name in STORY_A_TYPED} == {
        name: [value] for name, value in STORY_A_TYPED.items()
    }
    assert (kept["consent"], kept["talk_alone"]) == (["1"], ["1"])


def test_pressing_twice_seals_once_and_gives_the_same_code(
    assistant: FlaskClient, db_session: Session
) -> None:
    fields = {**fields_of(check_page(type_paper(assistant, **STORY_A_TYPED))), "seal": ["1"]}
    first, second = (assistant.post(PAPER, data=fields) for _ in range(2))

    assert code_on(first.text) == code_on(second.text)
    assert len(conversations(db_session)) == 1
    other = assistant.post(PAPER, data={**fields, "feeling": ["4"]})
    assert other.status_code == 422
    assert "al verzegeld" in check_page(other).text
    assert len(conversations(db_session)) == 1


def test_the_wish_to_talk_alone_and_an_interpreter_reach_the_practice(
    assistant: FlaskClient, staff_client: FlaskClient, db_session: Session
) -> None:
    type_paper(assistant, **STORY_A_TYPED, talk_alone="1", interpreter_language="turks", seal="1")
    (line,) = lines(staff_client, today().isoformat())
    assert "wil alleen praten" in line
    (made,) = conversations(db_session)
    Desk(staff_client, made.id)
    assert "Turks" in open_page(staff_client, f"/practice/c/{made.id}").part("interpreter")


def test_what_was_typed_when_the_session_ended_stands_in_the_form_again(
    app: Flask, demo: DemoLogin, db_session: Session
) -> None:
    client, login = app.test_client(), hire(app, demo, Role.ASSISTANT)
    log_in(client, login)
    token = find_token(client.get(PAPER).text)
    sent = {"csrf_token": token, **STORY_A_TYPED, "consent": "1", "keep": "1"}

    assert client.post(PAPER, data=sent).location == PAPER

    page = open_page(client, PAPER)
    assert fields_of(page)["reason"] == [STORY_A_TYPED["reason"]]
    assert fields_of(page)["body"] == ["12100"]
    type_paper(client, **STORY_A_TYPED, seal="1")
    assert db_session.scalars(select(UnsentForm)).all() == []


def test_a_clinician_types_it_in_on_the_screen_for_two(
    staff_client: FlaskClient, db_session: Session
) -> None:
    start = "/practice/together"
    fields = fields_of(open_page(staff_client, f"{start}?language=tr"))
    fields |= {"tired": ["much"], "known_as": ["Mehmet"], "from_paper": ["1"]}

    assert staff_client.post(start, data=fields).status_code == 200

    (line,) = lines(staff_client, today().isoformat())
    assert "van papier, ingevoerd door Bakker" in line
    (made,) = conversations(db_session)
    page = open_page(staff_client, f"/practice/c/{made.id}")
    assert page.part("from-paper") == "van papier, ingevoerd door Bakker"
    assert "samen ingevuld" not in page.text
    actions = db_session.scalars(select(AccessEvent.action)).all()
    assert "check:enter" in actions
    assert "check:start-together" not in actions


def test_no_limit_on_lists_from_outside_counts(
    app: Flask, assistant: FlaskClient, db_session: Session
) -> None:
    for _ in range(3):
        type_paper(assistant, body="2----", seal="1")
    assert [row.is_folded for row in conversations(db_session)] == [False] * 3
    assert len(db_session.scalars(select(Submission.id)).all()) == 3
