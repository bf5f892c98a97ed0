"""The form for patient and practice together: one screen, by key or mouse, also without script."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.browser.test_consult import FULL, one_screen
from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, STORY_C, DemoLogin, Fields, share
from tests.people.together import TogetherDesk
from tests.phones.browsers import DESK

Open = Callable[[Fields, str], Page]


@pytest.fixture
def opens(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
    desk_page: Page,
    live_server: str,
) -> Open:
    """Give a function that shares answers and opens the form "together" at the practice."""

    def open_together(fields: Fields, language: str) -> Page:
        share(app.test_client(), demo.slug, fields, language=language)
        desk = TogetherDesk(staff_client, newest(db_session))
        take_over_login(staff_client, desk_page, live_server)
        desk_page.goto(desk.address)
        return desk_page

    return open_together


def newest(db_session: Session) -> UUID:
    found = db_session.scalars(
        select(Conversation.id).order_by(Conversation.created_at.desc())
    ).first()
    assert found is not None
    db_session.commit()
    return found


def test_each_part_of_the_fullest_check_stands_on_one_screen(opens: Open) -> None:
    page = opens(FULL, "tr")
    for key in "123":
        page.keyboard.press(key)
        expect(page.locator(".sheet:visible")).to_have_count(1)
        assert one_screen(page), key


def test_lines_come_and_go_by_key_and_are_in_the_map_at_once(opens: Open) -> None:
    page = opens(STORY_A, "ar")
    lines = page.locator("[data-links] path")
    expect(lines).to_have_count(2)

    page.locator("[data-cause]").nth(2).focus()
    page.keyboard.type("Stress")
    expect(lines).to_have_count(3)
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Lijn 2 weghalen")).to_be_focused()
    page.keyboard.press("Enter")

    expect(lines).to_have_count(2)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-part=worse-by]")).to_contain_text("Voor iemand zorgen · Stress")


def test_a_topic_that_is_answered_comes_into_the_map_and_the_lists(opens: Open) -> None:
    page = opens(STORY_A, "ar")
    offered = page.locator("[data-cause]").first.locator("option[value=lonely]")
    expect(offered).to_be_disabled()

    page.locator("[data-topic-row=lonely] [value=much]").check()

    expect(page.locator("[data-map-place] [data-topic=lonely]")).to_have_count(1)
    expect(offered).to_be_enabled()


def test_a_closed_domain_shows_nothing_until_the_patient_says_so(opens: Open) -> None:
    page = opens(STORY_C, "nl")
    rows = page.locator("[data-domain=social] .topic")
    expect(rows.first).to_be_hidden()

    page.locator("[name=opened]").check()

    expect(rows).to_have_count(5)
    expect(rows.first).to_be_visible()
    expect(page.locator("[lang=ar]")).to_have_count(0)


def test_without_a_script_the_map_is_drawn_on_saving(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
    open_device: Callable[..., BrowserContext],
    live_server: str,
) -> None:
    share(app.test_client(), demo.slug, STORY_A, language="ar")
    desk = TogetherDesk(staff_client, newest(db_session))
    page = open_device(viewport=DESK, java_script_enabled=False).new_page()
    take_over_login(staff_client, page, live_server)
    page.goto(desk.address)

    page.locator("[data-cause]").nth(2).select_option("stress")
    page.locator("[value=first]").check(force=True)
    page.locator("[name=reason]").fill("andere woorden")
    page.get_by_role("button", name="Samen opslaan").click()

    expect(page.locator(".map-wide [data-links] path")).to_have_count(3)
    expect(page.locator("[data-part=reason]")).to_contain_text("andere woorden")
