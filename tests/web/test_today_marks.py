"""What the list of a day says of a list before it is opened: interpreter, language, a plan that stays."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pwa.conversation.desk_notes import write_desk_note
from pwa.conversation.models import Submission
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.web.extensions import db
from tests.pages.checked import HtmlPage, open_page
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.people.logins import LIST
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share


def the_line(page: HtmlPage) -> str:
    return " ".join("".join(page.find("tr[@data-row]").itertext()).split())


def link_of_the_line(page: HtmlPage) -> str | None:
    link = page.find("tr[@data-row]").find(".//a")
    return None if link is None else link.get("href")


def marks(page: HtmlPage) -> list[str]:
    parts = (".//*[@data-part='interpreter']", ".//*[@data-part='language']")
    found = [mark for part in parts for mark in page.tree.findall(part)]
    return [" ".join("".join(mark.itertext()).split()) for mark in found]


@pytest.fixture
def planned(staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin) -> str:
    """Share a list and make a plan; gives the address of the list at the practice."""
    share(client, demo.slug, STORY_A)
    address = link_of_the_line(open_page(staff_client, LIST))
    assert address is not None
    Desk(staff_client, UUID(address.rpartition("/")[2])).saves(CARERS_FORM)
    return address


@pytest.mark.parametrize(
    ("fields", "language", "shown"),
    [
        ({}, "nl", []),
        ({}, "ar", ["in het Arabisch"]),
        ({"interpreter": "1", "interpreter_language": "tr"}, "nl", ["tolk: Turks"]),
        ({"interpreter": "1", "interpreter_language": "tr"}, "tr", ["tolk: Turks"]),
        (
            {"interpreter": "1", "interpreter_language": "zgh"},
            "ar",
            ["tolk: Berbers (Tamazight)", "in het Arabisch"],
        ),
        ({"interpreter": "1", "interpreter_language": "Sranan"}, "nl", ["tolk: Sranan"]),
        ({"interpreter": "1"}, "en", ["tolk gewenst", "in het Engels"]),
    ],
)
def test_language_and_interpreter_show_before_opening(
    assistant: FlaskClient,
    client: FlaskClient,
    demo: DemoLogin,
    fields: dict[str, str],
    language: str,
    shown: list[str],
) -> None:
    share(client, demo.slug, {**STORY_A, **fields}, language=language)

    page = open_page(assistant, LIST)

    assert marks(page) == shown


def test_after_a_change_by_the_patient_the_newest_language_counts(
    staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    wish = {"interpreter": "1", "interpreter_language": "tr"}
    share(client, demo.slug, {**STORY_A, **wish}, language="tr")
    token = open_page(client, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")

    share(client, demo.slug, {**STORY_A, "reply_to": token}, language="ar")

    page = open_page(staff_client, LIST)
    assert marks(page) == ["in het Arabisch"]
    assert "gewijzigd" in the_line(page)


def test_a_list_from_before_the_desk_saw_languages_shows_none(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    share(client, demo.slug, {**STORY_B, "known_as": "Mehmet"}, language="tr")
    with app.app_context():
        practice = db.session.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(db.session(), practice.id)
        sending = db.session.scalars(select(Submission)).one()
        desk = current_key(db.session(), practice.id, KeyKind.DESK)
        note = {"code_start": "K7QM", "known_as": "Mehmet", "talk_alone": False}
        write_desk_note(sending, desk, note)
        db.session.commit()

    page = open_page(staff_client, LIST)

    assert "Mehmet" in the_line(page)
    assert marks(page) == []


def test_answers_taken_back_lead_to_the_plan_that_stays(
    staff_client: FlaskClient, client: FlaskClient, planned: str
) -> None:
    client.post("/nl/mine/withdraw")

    page = open_page(staff_client, LIST)

    assert "antwoorden ingetrokken, plan blijft" in the_line(page)
    assert link_of_the_line(page) == f"{planned}/plan"
    plan = open_page(staff_client, f"{planned}/plan")
    assert fields_of(plan)["goal"] == CARERS_FORM["goal"]
    back = plan.find("a[@aria-keyshortcuts='l']")
    assert (back.get("href"), "".join(back.itertext()).strip()) == (LIST, "Vandaag")


def test_a_plan_beside_its_answers_leads_back_to_them(
    staff_client: FlaskClient, planned: str
) -> None:
    back = open_page(staff_client, f"{planned}/plan").find("a[@aria-keyshortcuts='l']")

    assert (back.get("href"), "".join(back.itertext()).strip()) == (planned, "Naar de antwoorden")


@pytest.mark.usefixtures("planned")
def test_an_assistant_is_not_led_to_the_plan_that_stays(
    assistant: FlaskClient, client: FlaskClient
) -> None:
    client.post("/nl/mine/withdraw")

    page = open_page(assistant, LIST)

    assert "antwoorden ingetrokken, plan blijft" in the_line(page)
    assert link_of_the_line(page) is None
