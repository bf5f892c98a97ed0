"""Entry codes, as a phone, a tablet and a browser without JavaScript send them along with a list."""

from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from pwa.practice.waiting_room import waiting_room_code
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import format_code, new_code
from pwa.web.extensions import db
from tests.people.patient import Patient
from tests.people.stories import STORY_A

FIELD = "[data-entry] input"


@pytest.fixture
def room(app: Flask) -> str:
    """The code of the waiting room of the example practice."""
    with app.app_context():
        practice = db.session.scalars(select(Practice)).one()
        return waiting_room_code(practice, master_keys())


@pytest.fixture
def coded_only(db_session: Session, practice: Practice) -> Practice:
    """The example practice, which takes lists only by code."""
    db_session.execute(
        update(Practice).values(takes_coded_only=True, revision=Practice.revision + 1)
    )
    db_session.commit()
    return practice


def sent(patient: Patient) -> dict[str, list[str]]:
    return parse_qs(patient.last_request_body or "")


def begins(page: Page, practice: Practice, fragment: str) -> Patient:
    page.goto(f"/nl/p/{practice.slug}#{fragment}")
    return Patient(page, practice.slug).begins()


@pytest.mark.parametrize("lead", ["w", "tablet"])
def test_a_link_of_the_waiting_room_brings_its_code_along(
    browser_page: Page, practice: Practice, room: str, lead: str
) -> None:
    patient = begins(browser_page, practice, f"{lead}={room}")
    browser_page.reload()  # the address of the check has no fragment

    patient.sees_question("feeling").takes_up(STORY_A).shares()

    assert sent(patient)["waiting_room"] == [room]
    assert "entry_code" not in sent(patient)


def test_without_such_a_link_nothing_is_sent_and_no_field_asks(
    browser_page: Page, practice: Practice
) -> None:
    patient = Patient(browser_page, practice.slug).resumes(STORY_A)
    expect(browser_page.locator(FIELD)).to_have_count(0)

    patient.shares()

    assert not sent(patient).keys() & {"waiting_room", "entry_code", "invitation"}


def test_a_practice_that_takes_lists_by_code_asks_for_one_and_nothing_is_lost(
    browser_page: Page, coded_only: Practice, room: str
) -> None:
    patient = Patient(browser_page, coded_only.slug).resumes(STORY_A)
    field, share = browser_page.locator(FIELD), browser_page.locator("[data-share]")
    told = browser_page.locator("[data-entry] [role=alert]")

    share.click()
    expect(told).to_contain_text("Deze praktijk neemt alleen lijsten aan met een code")
    expect(field).to_be_focused()
    field.fill("K7QM-4T2X-9HDX")
    share.click()
    expect(told).to_contain_text("Deze code klopt niet")
    assert patient.last_request_body is None, "a typing mistake stays on the phone"

    field.fill(format_code(new_code()))
    share.click()
    fault = browser_page.locator("[data-faults] button")
    expect(fault).to_contain_text("Deze code werkt niet bij deze praktijk")
    fault.click()
    field.fill(format_code(room).lower())
    patient.shares()
    assert sent(patient)["reason"] == [STORY_A["reason"]]


def test_who_comes_by_a_link_is_not_asked_until_it_does_not_work(
    browser_page: Page, coded_only: Practice, room: str
) -> None:
    old = new_code()
    patient = begins(browser_page, coded_only, f"w={old}").resumes(STORY_A)
    field = browser_page.locator(FIELD)
    expect(field).to_be_hidden()

    browser_page.locator("[data-share]").click()
    browser_page.locator("[data-faults] button").click()
    expect(field).to_be_visible()
    field.fill(room)

    patient.shares()


def test_without_a_script_the_review_has_the_field(
    page_without_script: Page, coded_only: Practice, room: str
) -> None:
    page = page_without_script
    page.goto(f"/nl/check/{coded_only.slug}")
    page.locator("textarea[name=reason]").fill("hoofdpijn")
    page.locator("[data-without-script] button").click()

    page.locator("#entry_code").fill("K7QM")
    page.locator("[data-share]").click()
    expect(page.locator("#entry_code-error")).to_contain_text("typefout")
    page.locator("#entry_code").fill(room)
    page.locator("[data-languages] summary").click()
    page.locator("[data-language=tr]").click()  # the typed code is kept
    expect(page.locator("#entry_code")).to_have_value(room)
    expect(page.locator("input[type=hidden][name=reason]")).to_have_value("hoofdpijn")
    page.locator("[data-share]").click()

    page.wait_for_url("**/done")
