"""Then and now: what is kept on the patient's yes, what the page shows, and when it is gone."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.audit import AccessEvent
from pwa.conversation.core import CHECK, PLAN, THEN
from pwa.conversation.models import StoredDocument
from tests.databases.work import work_on
from tests.inputs.plans import uid
from tests.pages.checked import HtmlPage, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, Fields
from tests.people.together import TogetherDesk
from tests.web.test_progress import Phone

PAGE = "/nl/mine/then-and-now"
AGAIN: Fields = {"feeling": "okay", "tired": "some", "caring": "much", "stress": "no"}


@pytest.fixture
def planned(desk: Desk, carer: FlaskClient, db_session: Session) -> FlaskClient:
    """The carer, whose plan was made today."""
    desk.saves(CARERS_FORM)
    return carer


def _says(client: FlaskClient, answer: str) -> None:
    assert client.post(PAGE, data={"keep": answer}).status_code == 303


def _ages(session: Session, days: int) -> None:
    """Let time pass for all documents of this test."""
    for row in session.scalars(select(StoredDocument)):
        row.created_at -= timedelta(days=days)
    session.commit()


def _kinds(session: Session) -> list[str]:
    kinds = sorted(session.scalars(select(StoredDocument.kind)))
    session.rollback()
    return kinds


def tells(client: FlaskClient, fields: Fields, *, language: str = "nl") -> None:
    """Share answers once more, from the page that asks how it goes."""
    page = open_page(client, f"/{language}/mine/again")
    token = page.find("input[@name='reply_to']").get("value", "")
    data = {**fields, "uid": str(uuid4()), "consent": "1", "reply_to": token, "again": "1"}
    answer = client.post(
        f"/{language}/check/de-dreef", data=data, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 201, answer.text


def _purge(session: Session, days: float) -> dict[str, int]:
    work = work_on(session, datetime.now(UTC) + timedelta(days=days))
    return {name: count for name, count in retention.purge(work).items() if count}


def _sides(page: HtmlPage) -> dict[str, tuple[str, str]]:
    """Read the table: topic to what stands under then and now."""
    found = {}
    for row in page.tree.iter("tr"):
        cells = ["".join(cell.itertext()).strip() for cell in row]
        if "data-domain" in row.attrib:
            found[cells[0]] = (cells[1], cells[2] if len(cells) > 2 else "")
    return found


def test_nothing_is_kept_without_a_yes(planned: FlaskClient, db_session: Session) -> None:
    for data in ({}, {"keep": "no"}, {"keep": "maybe"}):
        assert planned.post(PAGE, data=data).status_code == 303
    open_page(planned, PAGE)
    open_page(planned, "/nl/mine/plan")

    assert _kinds(db_session) == [CHECK, PLAN]


def test_a_yes_keeps_one_document_and_the_log_says_so(
    planned: FlaskClient, db_session: Session
) -> None:
    _says(planned, "yes")
    _says(planned, "yes")

    assert _kinds(db_session) == [CHECK, PLAN, THEN]
    actions = list(db_session.scalars(select(AccessEvent.action)))
    db_session.rollback()
    assert actions.count("then:keep") == 1
    page = open_page(planned, PAGE)
    assert "Niet meer bewaren" in page.part("ask")

    _says(planned, "no")
    assert _kinds(db_session) == [CHECK, PLAN]
    assert "Ja, bewaar het" in open_page(planned, PAGE).part("ask")


def test_with_a_yes_both_sides_stand_beside_each_other_after_31_and_42_days(
    planned: FlaskClient, db_session: Session
) -> None:
    _says(planned, "yes")
    assert _purge(db_session, 31)["checks"] == 1
    assert _kinds(db_session) == [PLAN, THEN]
    assert "checks" not in _purge(db_session, 42)
    _ages(db_session, 42)

    tells(planned, AGAIN)
    page = open_page(planned, PAGE)

    sides = _sides(page)
    assert sides["Moe zijn"] == ("veel", "een beetje")
    assert sides["Voor iemand zorgen"] == ("veel", "veel")
    assert sides["Stress"] == ("een beetje", "nee")
    assert sides["Slecht slapen"] == ("een beetje", "overgeslagen")
    assert "gewist" not in page.text.split("Is het spoed")[0]
    assert _kinds(db_session) == [CHECK, PLAN, THEN, THEN]

    assert _purge(db_session, 31)["checks"] == 1
    assert _sides(open_page(planned, PAGE)) == sides


def test_without_a_yes_only_now_is_shown_and_the_page_says_why(
    planned: FlaskClient, db_session: Session
) -> None:
    assert _purge(db_session, 31)["checks"] == 1
    assert "checks" not in _purge(db_session, 42)
    _ages(db_session, 42)

    nothing = open_page(planned, PAGE)
    assert "Uw eerste antwoorden zijn gewist" in nothing.text
    _says(planned, "yes")  # there is nothing that could be kept
    assert _kinds(db_session) == [PLAN]

    tells(planned, AGAIN)
    page = open_page(planned, PAGE)
    assert "Uw eerste antwoorden zijn gewist. U ziet alleen hoe het nu is." in page.text
    assert _sides(page)["Moe zijn"] == ("een beetje", "")
    assert _kinds(db_session) == [CHECK, PLAN]


def test_the_newest_answers_take_the_place_of_those_before_and_the_first_stay(
    planned: FlaskClient, db_session: Session
) -> None:
    tells(planned, {**STORY_A, "tired": "some"})  # on the day of the plan: still the first talk
    _says(planned, "yes")
    tells(planned, STORY_A)
    assert _kinds(db_session).count(THEN) == 1
    _ages(db_session, 20)

    for tired in ("no", "some"):
        tells(planned, {**AGAIN, "tired": tired})

    assert _kinds(db_session).count(THEN) == 2
    assert _sides(open_page(planned, PAGE))["Moe zijn"] == ("veel", "een beetje")


def test_what_was_filled_in_together_later_counts_as_now(
    planned: FlaskClient, together: TogetherDesk, db_session: Session
) -> None:
    _says(planned, "yes")
    _ages(db_session, 20)

    together.saves(tired="some")

    assert _sides(open_page(planned, PAGE))["Moe zijn"] == ("veel", "een beetje")


def test_it_goes_with_the_answers_with_the_plan_and_with_time(
    planned: FlaskClient, db_session: Session
) -> None:
    _says(planned, "yes")
    planned.post("/nl/mine/withdraw")
    assert _kinds(db_session) == [PLAN]
    page = open_page(planned, PAGE)
    assert page.tree.find(".//*[@data-part='again']") is None
    assert planned.get("/nl/mine/again").location == "/nl/mine"


def test_it_goes_with_the_plan(planned: FlaskClient, db_session: Session) -> None:
    _says(planned, "yes")
    planned.post("/nl/mine/withdraw", data={"plan": "1"})
    assert _kinds(db_session) == []


def test_a_year_without_use_ends_it_with_the_plan(
    planned: FlaskClient, db_session: Session
) -> None:
    _says(planned, "yes")
    _purge(db_session, 31)
    assert _purge(db_session, 366)["plans"] == 1
    assert _kinds(db_session) == []


def test_before_there_is_a_plan_there_is_no_page(carer: FlaskClient, db_session: Session) -> None:
    assert carer.get(PAGE).location == "/nl/mine"
    _says(carer, "yes")
    assert _kinds(db_session) == [CHECK]


def test_a_foreign_site_keeps_nothing(planned: FlaskClient, db_session: Session) -> None:
    answer = planned.post(PAGE, data={"keep": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert THEN not in _kinds(db_session)


def test_a_withheld_domain_and_the_wish_to_talk_alone_are_nowhere(
    planned: FlaskClient, db_session: Session
) -> None:
    _says(planned, "yes")
    _ages(db_session, 42)
    tells(planned, {**AGAIN, "not_shared": "social", "talk_alone": "1"})

    page = open_page(planned, PAGE)

    assert "Voor iemand zorgen" not in page.text
    assert "alleen met de dokter" not in page.text
    assert _sides(page)["Mensen"] == ("", "niet gedeeld")


def test_it_is_among_everything_that_the_patient_keeps(
    planned: FlaskClient, db_session: Session
) -> None:
    _says(planned, "yes")
    _ages(db_session, 42)
    tells(planned, AGAIN)

    record = planned.post("/nl/mine/keep/json").get_json()
    now, then = (moment["content"] for moment in record["moments"])
    assert set(then) == {"at", "feeling", "amounts", "not_shared"}
    assert (then["amounts"]["tired"], now["amounts"]["tired"]) == ("much", "some")
    page = open_page(planned, "/nl/mine/keep/page", method="POST")
    assert "Moe zijn: veel → een beetje" in page.part("then-and-now")


def test_each_language_has_the_page_in_its_own_words(
    planned: FlaskClient, db_session: Session
) -> None:
    _says(planned, "yes")
    _ages(db_session, 42)
    tells(planned, AGAIN, language="ar")

    for language in ("nl", "ar", "tr", "en"):
        open_page(planned, f"/{language}/mine/then-and-now")
        open_page(planned, f"/{language}/mine/again")


def test_the_consult_screen_says_the_same_words(
    planned: FlaskClient, staff_client: FlaskClient, desk: Desk, db_session: Session
) -> None:
    here = f"/practice/c/{desk.conversation}"
    assert "Toen en nu" not in open_page(staff_client, here).text
    _says(planned, "yes")
    _ages(db_session, 42)
    tells(planned, {**AGAIN, "not_shared": "social"})

    said = open_page(staff_client, here).part("then-and-now")

    assert "Moe zijn: veel → een beetje" in said
    assert "Stress: een beetje → nee" in said
    assert "Sociaal: niet gedeeld" in said
    assert "Voor iemand zorgen" not in said


def test_what_was_done_and_what_helped_stand_below_both_sides(
    planned: FlaskClient, app: Flask
) -> None:
    assert open_page(planned, PAGE).tree.find(".//*[@data-part='steps']") is None
    phone = Phone(app, planned)
    phone.says(step=uid(1), how="partly")
    phone.says(step=uid(1), helped="samen met mijn zus")

    said = open_page(planned, PAGE).part("steps")

    assert "2 keer per week sporten" in said
    assert ": een beetje" in said
    assert "samen met mijn zus" in said
    assert "Bloed" not in said
