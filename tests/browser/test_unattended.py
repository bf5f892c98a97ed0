"""At an unattended desk each page covers its contents when the session has ended."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.people.desk import CARERS_FORM, Desk
from tests.people.gp import take_over_login
from tests.people.logins import Clock
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.browsers import DESK, Faults

NAME = "Samira, 10:40"
PAGES = {
    "consult": "",
    "text for the record": "/his",
    "plan": "/plan",
    "together": "/together",
    "new code": "/keys",
}


@pytest.fixture
def patient_page(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
    desk_page: Page,
    live_server: str,
) -> str:
    """The address of the carer's list with a plan; the browser of the desk is logged in."""
    share(app.test_client(), demo.slug, {**STORY_A, "known_as": NAME})
    conversation: UUID = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    Desk(staff_client, conversation).saves(CARERS_FORM)
    take_over_login(staff_client, desk_page, live_server)
    desk_page.clock.install()
    return f"/practice/c/{conversation}"


def log_in(page: Page, demo: DemoLogin) -> None:
    page.fill("[name=email]", demo.email)
    page.fill("[name=password]", demo.password)
    page.keyboard.press("Enter")
    page.fill("[name=code]", demo.second_factor())
    page.keyboard.press("Enter")


def expect_covered(page: Page) -> None:
    expect(page.locator("[data-session-over]")).to_be_visible()
    for part in ("main", "header"):
        expect(page.locator(part)).to_be_hidden()


@pytest.mark.parametrize("part", PAGES.values(), ids=PAGES)
def test_without_a_network_every_page_of_a_patient_is_covered(
    desk_page: Page, patient_page: str, faults: Faults, part: str
) -> None:
    faults.network_fails = True
    desk_page.goto(patient_page + part)
    expect(desk_page.locator("main")).to_be_visible()
    desk_page.context.set_offline(offline=True)

    desk_page.clock.fast_forward(15 * 60_000)

    expect_covered(desk_page)
    desk_page.keyboard.press("Escape")
    expect_covered(desk_page)


@pytest.mark.parametrize("address", ["/practice/", "/practice/log", "/practice/team/"])
def test_the_list_the_log_and_the_team_are_covered(
    desk_page: Page, patient_page: str, address: str
) -> None:
    desk_page.goto(address)
    expect(desk_page.locator("main")).to_be_visible()

    desk_page.clock.fast_forward(15 * 60_000)

    expect_covered(desk_page)


def test_after_the_login_the_same_page_is_there_again(
    desk_page: Page, patient_page: str, clock: Clock, demo: DemoLogin
) -> None:
    desk_page.goto(f"{patient_page}#main")
    clock.forward(minutes=16)
    desk_page.clock.fast_forward(15 * 60_000)

    desk_page.locator("[data-session-over] a").click()
    log_in(desk_page, demo)

    expect(desk_page.locator("[data-part=priority]")).to_be_visible()
    assert patient_page in desk_page.url


def test_whoever_uses_the_page_is_told_before_and_stays(
    desk_page: Page, patient_page: str, clock: Clock
) -> None:
    desk_page.goto(patient_page)
    note = desk_page.locator("[data-session-soon]")
    desk_page.clock.fast_forward(12 * 60_000 + 5_000)
    expect(note).to_be_visible()

    clock.forward(minutes=12)
    desk_page.locator("[data-part=priority]").click()

    expect(note).to_be_hidden()
    desk_page.clock.fast_forward(11 * 60_000)
    expect(desk_page.locator("main")).to_be_visible()


def test_a_session_that_was_ended_elsewhere_covers_the_page_at_the_first_touch(
    desk_page: Page, patient_page: str, staff_client: FlaskClient, clock: Clock
) -> None:
    desk_page.goto(patient_page)
    clock.forward(minutes=16)
    desk_page.clock.fast_forward(2 * 60_000)

    desk_page.locator("[data-part=priority]").click()

    expect_covered(desk_page)


def test_without_a_script_the_page_is_as_it_was(
    patient_page: str,
    staff_client: FlaskClient,
    open_device: Callable[..., BrowserContext],
    live_server: str,
) -> None:
    bare = open_device(viewport=DESK, java_script_enabled=False).new_page()
    take_over_login(staff_client, bare, live_server)

    bare.goto(live_server + patient_page)

    expect(bare.locator("[data-part=priority]")).to_be_visible()
    for part in ("[data-session-over]", "[data-session-soon]"):
        expect(bare.locator(part)).to_be_hidden()
