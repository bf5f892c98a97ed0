"""Others of the neighbourhood read of a patient what the patient agreed to, and no more."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import StoredDocument
from pwa.meetings.models import Meeting
from tests.inputs.invitations import today
from tests.inputs.meetings import MEETINGS, TableDesk, count_sheets, make_meeting, meeting_actions
from tests.pages.checked import check_page, open_page
from tests.pages.paper import breaches, read_back
from tests.people.desk import CARERS_FORM, Desk
from tests.people.logins import Clock, give
from tests.people.stories import STORY_C, DemoLogin, share


def test_the_patient_is_asked_in_the_own_language_with_meeting_day_and_organisations(
    table: TableDesk, meeting: str, db_session: Session
) -> None:
    page = table.sends(
        meeting=meeting,
        patient="Samira",
        question="Wie kan haar moeder helpen?",
        words="ar",
        step=table.steps()[:1],
    )

    text = check_page(page).tree.find(".//*[@data-part='asked']")
    assert text is not None
    assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")
    asked = "".join(text.itertext())
    for said in ("Wijktafel", "buurtteam Overvecht", "Samira", "Wie kan haar moeder helpen?"):
        assert said in asked
    assert "sporten" not in asked, "the plan's line is in Arabic"
    assert "sporten" in page.text, "and in Dutch beside it"
    assert count_sheets(db_session) == 0, "asking writes nothing down"


def test_neither_answer_is_chosen_beforehand_and_without_one_nothing_is_written(
    table: TableDesk, meeting: str, db_session: Session
) -> None:
    asked = table.asks(meeting)

    answer = table.sends(**asked)

    assert answer.status_code == 422
    page = check_page(answer)
    assert not page.tree.findall(".//input[@type='radio'][@checked]")
    assert count_sheets(db_session) == 0


def test_a_yes_keeps_the_words_that_were_shown_their_language_the_time_and_who_asked(
    app: Flask, table: TableDesk, meeting: str, carer: FlaskClient
) -> None:
    table.makes_sheet(meeting)

    kept_words = carer.post("/nl/mine/keep/json").get_json()["meetings"][0]["content"]["consent"]
    assert kept_words["language"] == "ar"
    assert kept_words["role"] == "gp"
    assert datetime.fromisoformat(kept_words["at"]) <= datetime.now(UTC)
    assert any("Wijktafel" in line for line in kept_words["words"])
    assert any("Samira" in line for line in kept_words["words"])


def test_not_now_writes_nothing_down(table: TableDesk, meeting: str, db_session: Session) -> None:
    answer = table.sends(**table.asks(meeting), answer="not_now")

    assert answer.status_code == 303
    assert count_sheets(db_session) == 0
    assert meeting_actions(db_session) == ["meeting:save"]


@pytest.mark.parametrize(
    "other", [{"question": "Heeft zij schulden?"}, {"patient": "S. Yilmaz"}, {"words": "tr"}]
)
def test_what_was_agreed_is_what_was_shown(
    table: TableDesk, meeting: str, db_session: Session, other: dict[str, str]
) -> None:
    asked = table.asks(meeting)

    answer = table.sends(**{**asked, **other}, answer="yes")

    assert answer.status_code == 422
    assert count_sheets(db_session) == 0


def test_a_meeting_that_a_patient_agreed_to_keeps_name_day_and_organisations(
    table: TableDesk, meeting: str, db_session: Session
) -> None:
    table.makes_sheet(meeting)
    day = db_session.scalars(select(Meeting.held_on)).one().isoformat()
    db_session.rollback()

    answer = give(
        table.client,
        MEETINGS,
        f"{MEETINGS}/{meeting}",
        name="Wijktafel",
        day=day,
        organisations="ook de gemeente",
    )

    assert answer.status_code == 422
    assert "gemeente" not in open_page(table.client, MEETINGS).text.replace(answer.text, "")


def test_the_meeting_shows_its_sheets_and_each_opening_is_in_the_log_of_that_patient(
    table: TableDesk, meeting: str, carer: FlaskClient, db_session: Session
) -> None:
    table.makes_sheet(meeting)

    page = open_page(table.client, f"{MEETINGS}/{meeting}")

    assert "Wie kan haar moeder helpen?" in page.text
    assert meeting_actions(db_session) == ["meeting:save", "meeting:agree", "meeting:read"]
    assert "Blad voor een bijeenkomst gelezen" in open_page(carer, "/nl/mine/log").text


def test_a_sheet_is_one_page_with_what_was_agreed_and_nothing_else(
    table: TableDesk, meeting: str
) -> None:
    table.makes_sheet(meeting, step=table.steps()[1:2])

    document = table.prints()
    text = read_back(document)

    assert breaches({"sheet": document}) == []
    assert len(PdfReader(BytesIO(document)).pages) == 1
    for said in ("Samira", "Wie kan haar moeder helpen?", "Wijktafel", "Dokter: Bakker"):
        assert said in text
    for not_said in ("sporten", "bloed", "energie voor mijn kinderen", "hoofdpijn", "moe"):
        assert not_said not in text.replace("moeder", "")


def test_later_changes_of_the_plan_do_not_reach_the_sheet(
    table: TableDesk, meeting: str, desk: Desk
) -> None:
    table.makes_sheet(meeting)
    desk.saves({**CARERS_FORM, "base": "1", "step-1-what": "own", "step-1-text": "iets geheims"})

    text = open_page(table.client, f"{MEETINGS}/{meeting}").text

    assert "sporten" in text
    assert "geheims" not in text


def test_the_patient_takes_it_back_and_the_item_goes(
    table: TableDesk, meeting: str, carer: FlaskClient, db_session: Session
) -> None:
    table.makes_sheet(meeting)
    page = open_page(carer, "/ar/mine/plan")
    address = page.find("section[@data-part='sheet']//form").get("action", "")

    assert carer.post(address).status_code == 303
    assert carer.post(address).status_code == 303, "twice"

    assert count_sheets(db_session) == 0
    assert meeting_actions(db_session)[-1] == "meeting:withdraw"
    assert "data-part='sheet'" not in open_page(carer, "/ar/mine/plan").text
    shown = open_page(table.client, f"{MEETINGS}/{meeting}").text
    assert "Samira" not in shown
    assert "1 patiënt" in shown, "so that nobody takes a printed paper along"


def test_after_the_meeting_it_is_too_late_to_take_back(
    table: TableDesk,
    meeting: str,
    carer: FlaskClient,
    carers_keys: dict[str, str],
    db_session: Session,
    clock: Clock,
) -> None:
    table.makes_sheet(meeting)
    address = open_page(carer, "/nl/mine/plan").find("section[@data-part='sheet']//form")
    clock.forward(days=2)
    assert carer.post("/nl/open", data={"code": carers_keys["code"]}).status_code == 303

    assert carer.post(address.get("action", "")).status_code == 303

    assert count_sheets(db_session) == 1
    assert open_page(carer, "/nl/mine/plan").tree.find(".//*[@data-part='sheet']//form") is None


def test_the_outcome_goes_into_the_plan_as_a_step(
    table: TableDesk, carer: FlaskClient, desk: Desk
) -> None:
    meeting = make_meeting(table.client, day=today().isoformat())
    without = {name: text for name, text in CARERS_FORM.items() if not name.startswith("step-3")}
    desk.saves({**without, "base": "1"})
    table.makes_sheet(meeting)
    assert table.presses("outcome", outcome="", role="").status_code == 422

    answer = table.presses("outcome", outcome="Het buurtteam belt u", role="neighbourhood_team")

    assert answer.status_code == 303
    assert "Het buurtteam belt u" in open_page(carer, "/nl/mine/plan").text
    full = table.presses("outcome", outcome="Nog iets", role="doctor")
    assert full.status_code == 422
    assert "3 stappen" in full.text
    assert 'value="Nog iets"' in full.text, "nothing typed is lost"


@pytest.mark.on_one_database
def test_an_outcome_that_is_sent_twice_is_one_step(
    table: TableDesk, carer: FlaskClient, desk: Desk
) -> None:
    meeting = make_meeting(table.client, day=today().isoformat())
    without = {
        name: text
        for name, text in CARERS_FORM.items()
        if not name.startswith(("step-2", "step-3"))
    }
    desk.saves({**without, "base": "1"})
    table.makes_sheet(meeting)

    for _ in range(2):
        answer = table.presses("outcome", outcome="Het buurtteam belt u", role="doctor")
        assert answer.status_code == 303

    assert open_page(carer, "/nl/mine/plan").text.count("Het buurtteam belt u") == 1


def test_nothing_of_talking_alone_or_a_withheld_domain_reaches_the_table(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, meeting: str, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_C)
    conversation = db_session.scalars(select(StoredDocument.conversation_id)).one()
    db_session.rollback()
    Desk(staff_client, conversation).saves(CARERS_FORM)
    table = TableDesk(staff_client, conversation)
    pages = [table.opens().text]
    table.makes_sheet(meeting, patient="N.", question="Wie kan meedenken?", words="nl")
    pages += [table.opens().text, open_page(staff_client, f"{MEETINGS}/{meeting}").text]
    pages.append(read_back(table.prints()))

    for page in pages:
        for secret in ("alleen met de dokter", "Te weinig steun", "Ruzie", "Sociaal"):
            assert secret not in page
