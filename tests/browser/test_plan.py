"""The plan at the desk: one screen, by keyboard, with and without a script; and on the phone."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.pages.axe import find_violations
from tests.people.plan_maker import fill_plan, give_plan
from tests.people.stories import STORY_A, DemoLogin, find_token, share
from tests.phones.browsers import DESK, OpenContext


@pytest.fixture
def link(app: Flask, demo: DemoLogin) -> str:
    """The carer's link, after sharing."""
    return share(app.test_client(), demo.slug, STORY_A, language="ar")["link"]


@pytest.fixture
def address(link: str, staff_client: FlaskClient, db_session: Session) -> str:
    """The address of the carer's plan, after the GP confirmed whose list it is."""
    found: UUID = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    page = staff_client.get(f"/practice/c/{found}")
    staff_client.post(f"/practice/c/{found}", data={"csrf_token": find_token(page.text)})
    return f"/practice/c/{found}/plan"


def sit_down(page: Page, client: FlaskClient, server: str) -> Page:
    """Copy the login's cookies from a client to a browser; a second-factor code works only once."""
    names = ("gesprek_staff", "gesprek_keys")
    cookies = [(name, client.get_cookie(name)) for name in names]
    page.context.add_cookies(
        [{"name": name, "value": found.value, "url": server} for name, found in cookies if found]
    )
    return page


@pytest.fixture
def desk(desk_page: Page, staff_client: FlaskClient, live_server: str, address: str) -> Page:
    page = sit_down(desk_page, staff_client, live_server)
    page.goto(address)
    return page


FILLED = {
    "goal": "weer energie voor mijn kinderen",
    "step-1-what": "sport_childcare",
    "step-1-count": "2",
    "step-1-person": "mijn zus",
    "step-2-what": "own",
    "step-2-text": "praten over een dag zorg van iemand anders",
    "step-3-what": "sleep_times",
    "step-3-bedtime": "22:30",
    "step-3-rise_time": "07:00",
}


def fill_in(page: Page) -> None:
    """Fill in the plan of the tired carer's story."""
    fill_plan(page, FILLED)
    page.select_option("[name=step-2-help]", label="Mantelzorg Utrecht")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))


def test_a_full_plan_stands_on_one_screen(desk: Page) -> None:
    assert fits(desk)
    fill_in(desk)
    assert fits(desk)

    give_plan(desk)

    # What is asked once the plan is saved stands below the form.
    form = desk.locator(".plan-form").bounding_box()
    assert form is not None
    assert form["y"] + form["height"] <= 720


def test_a_phrase_asks_for_no_more_than_it_needs(desk: Page) -> None:
    places = desk.locator("[data-step='1'] .sentence .input:visible")
    expect(places).to_have_count(0)

    fill_plan(desk, {"step-1-what": "walk"})

    expect(places).to_have_count(2)
    desk.get_by_role("button", name="Stap 1 leegmaken").click()
    fill_plan(desk, {"step-1-what": "blood_test"})
    expect(places).to_have_count(0)


def test_the_first_press_chooses_when_after_a_row_was_emptied(desk: Page) -> None:
    fill_plan(desk, {"step-1-what": "walk"})
    when = desk.locator("[data-step='1'] [name=step-1-when_period]")
    chip = when.nth(0).locator("..")
    chip.click()
    desk.get_by_role("button", name="Stap 1 leegmaken").click()
    fill_plan(desk, {"step-1-what": "blood_test"})
    expect(when.nth(0)).not_to_be_checked()

    chip.click()

    expect(when.nth(0)).to_be_checked()
    chip.click()
    expect(when.nth(0)).not_to_be_checked()


def test_the_plan_is_saved_and_printed_without_a_script(
    open_device: OpenContext, staff_client: FlaskClient, live_server: str, address: str
) -> None:
    bare = open_device(viewport=DESK, java_script_enabled=False).new_page()
    page = sit_down(bare, staff_client, live_server)
    page.goto(address)
    fill_in(page)

    page.get_by_role("button", name="Meegeven").click()

    expect(page.locator("#his-text")).to_have_value(re.compile("mijn zus"))
    paper = page.request.get(f"{live_server}{address}.pdf")
    assert paper.body().startswith(b"%PDF")


def test_the_text_for_the_record_is_copied_with_a_button(desk: Page) -> None:
    fill_in(desk)
    desk.get_by_role("button", name="Meegeven").click()
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])

    desk.locator("[data-copy]").click()

    expect(desk.locator("[data-copied]")).not_to_be_empty()
    copied = desk.evaluate("navigator.clipboard.readText()")
    said, agreed = copied.split("\nP (")
    assert said.startswith("S (")
    assert len(said.split("\n")) <= 8
    assert len(agreed.strip().split("\n")) <= 8


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_everybody_can_read_it_on_the_phone(
    desk: Page, browser_page: Page, link: str, language: str
) -> None:
    fill_in(desk)
    desk.get_by_role("button", name="Meegeven").click()
    expect(desk.locator("[data-part=saved]")).to_be_visible()
    phone = browser_page
    phone.goto(f"/{language}/open#{link.partition('#')[2]}")
    phone.locator("main form button:visible").first.click()
    phone.wait_for_url("**/mine/plan")

    sister = {"nl": "mijn zus", "ar": "أختي"}[language]
    expect(phone.locator("[data-part=step-1]")).to_contain_text(sister)
    calls = phone.locator("a[href='tel:+31302361740']:visible")
    expect(calls).to_have_count(1)
    phone.locator("[data-part=step-2] summary").first.click()
    expect(calls).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert find_violations(phone) == []


def test_everybody_can_use_the_form_and_the_page_of_two_versions(
    desk: Page, staff_client: FlaskClient, address: str
) -> None:
    assert find_violations(desk) == []
    fill_in(desk)
    token = find_token(staff_client.get(address).text)
    staff_client.post(address, data={"csrf_token": token, "base": "0", "goal": "anders"})

    desk.get_by_role("button", name="Meegeven").click()

    expect(desk.locator(".plan-difference").first).to_be_visible()
    assert find_violations(desk) == []
    desk.get_by_role("button", name="Opslaan").click()
    expect(desk.locator("[name=goal]")).to_have_value(re.compile("anders.*energie", re.DOTALL))


def test_the_phone_beside_the_form_shows_what_is_typed(desk: Page) -> None:
    fill_in(desk)
    desk.click("[data-view=phone]")
    phone = desk.locator("[data-phone] [data-part=phone]")
    expect(phone.locator("[data-part=goal]")).to_contain_text("weer energie voor mijn kinderen")
    expect(phone).to_have_attribute("dir", "rtl")
    expect(desk.locator("[data-beside]")).to_be_hidden()

    desk.fill("[name=goal]", "samen wandelen")

    expect(phone.locator("[data-part=goal]")).to_contain_text("samen wandelen")
    desk.click("[data-view=map]")
    expect(phone).to_be_hidden()
    expect(desk.locator("[data-beside]")).to_be_visible()
