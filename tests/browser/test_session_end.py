"""The session ends while somebody types: the page tells before and after, and no text is lost."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.people.desk import Desk
from tests.people.gp import take_over_login
from tests.people.logins import Clock
from tests.people.stories import STORY_A, DemoLogin, share

MARKER = "weer energie voor mijn kinderen"


@pytest.fixture
def plan(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
    desk_page: Page,
    live_server: str,
) -> Page:
    """The form of the plan, with something typed in it."""
    share(app.test_client(), demo.slug, STORY_A, language="ar")
    conversation: UUID = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    desk = Desk(staff_client, conversation)
    take_over_login(staff_client, desk_page, live_server)
    desk_page.clock.install()
    desk_page.goto(desk.address)
    expect(desk_page.locator("#goal")).to_be_focused()
    desk_page.locator("#goal").fill(MARKER)
    return desk_page


def log_in_again(page: Page, demo: DemoLogin) -> None:
    expect(page.get_by_text("Uw tekst is bewaard")).to_be_visible()
    page.fill("[name=email]", demo.email)
    page.fill("[name=password]", demo.password)
    page.keyboard.press("Enter")
    page.fill("[name=code]", demo.second_factor())
    page.keyboard.press("Enter")


def test_two_minutes_before_the_person_is_told_and_can_stay(plan: Page, clock: Clock) -> None:
    note = plan.locator("[data-session-soon]")
    plan.clock.fast_forward(11 * 60_000)
    expect(note).to_be_hidden()
    plan.clock.fast_forward(65_000)
    expect(note).to_be_visible()

    clock.forward(minutes=12)
    note.get_by_role("button").click()

    expect(note).to_be_hidden()
    expect(plan.locator("#goal")).to_have_value(MARKER)


def test_when_it_ends_the_text_is_kept_and_comes_back_after_the_login(
    plan: Page, clock: Clock, demo: DemoLogin
) -> None:
    clock.forward(minutes=16)
    plan.clock.fast_forward(15 * 60_000)

    log_in_again(plan, demo)

    expect(plan.locator("[data-part=kept]")).to_be_visible()
    expect(plan.locator("#goal")).to_have_value(MARKER)


def test_without_a_network_the_page_is_covered_and_the_text_stays_in_it(
    plan: Page, clock: Clock, demo: DemoLogin, faults: object
) -> None:
    faults.network_fails = True  # type: ignore[attr-defined]
    clock.forward(minutes=16)
    plan.context.set_offline(offline=True)
    plan.clock.fast_forward(15 * 60_000)
    cover = plan.locator("[data-session-over]")
    expect(cover).to_be_visible()
    plan.keyboard.press("Escape")
    expect(cover).to_be_visible()

    plan.context.set_offline(offline=False)
    cover.get_by_role("button").click()

    log_in_again(plan, demo)
    expect(plan.locator("#goal")).to_have_value(MARKER)
