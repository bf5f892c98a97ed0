"""The list of today by keyboard alone, as at a desk."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share


@pytest.fixture
def codes(app: Flask, demo: DemoLogin) -> dict[str, str]:
    """Two patients who shared their lists; gives their codes by name."""
    client = app.test_client()
    people = {"Fátima 10:40": STORY_A, "Mehmet": STORY_B}
    return {
        name: share(client, demo.slug, {**fields, "known_as": name})["code"]
        for name, fields in people.items()
    }


@pytest.fixture
def desk(
    desk_page: Page, staff_client: FlaskClient, live_server: str, codes: dict[str, str]
) -> Page:
    """The GP's screen; the login without the mouse is in test_keyboard.py."""
    take_over_login(staff_client, desk_page, live_server)
    desk_page.goto("/practice/")
    expect(desk_page.locator("[data-row]")).to_have_count(2)
    desk_page.wait_for_load_state("load")
    expect(desk_page.locator("#code")).to_be_focused()
    return desk_page


@pytest.mark.parametrize("typed", ["mehm", "MEHMET", "first group"])
def test_typing_finds_one_and_enter_opens_it(desk: Page, codes: dict[str, str], typed: str) -> None:
    desk.keyboard.type(codes["Mehmet"][:4].lower() if typed == "first group" else typed)
    expect(desk.locator("[data-row]:visible")).to_have_count(1)

    desk.keyboard.press("Enter")

    desk.wait_for_url(re.compile("/practice/c/"))
    expect(desk.locator("main")).to_contain_text("Mehmet")
    desk.keyboard.press("Enter")  # "Yes, open the list" has the focus
    expect(desk.locator("[data-part=priority]")).to_be_visible()


def test_a_complete_code_opens_the_list_that_it_belongs_to(
    desk: Page, codes: dict[str, str]
) -> None:
    desk.keyboard.type(codes["Fátima 10:40"].replace("-", " ").lower())
    desk.keyboard.press("Enter")

    desk.wait_for_url(re.compile("/practice/c/"))
    expect(desk.locator("main")).to_contain_text("Fátima 10:40")


def test_a_slash_goes_back_to_the_field(desk: Page) -> None:
    field = desk.locator("#code")
    expect(field).to_be_focused()
    desk.keyboard.press("Tab")
    expect(field).not_to_be_focused()

    desk.keyboard.press("/")

    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_nobody_fits_and_the_page_says_so(desk: Page) -> None:
    desk.keyboard.type("zzz")
    expect(desk.locator("[data-row]:visible")).to_have_count(0)
    expect(desk.locator("[data-nothing]")).to_be_visible()

    desk.locator("#code").fill("")

    expect(desk.locator("[data-row]:visible")).to_have_count(2)
    expect(desk.locator("[data-nothing]")).to_be_hidden()


def test_enter_goes_to_the_first_line_when_several_fit(desk: Page) -> None:
    desk.keyboard.press("Enter")

    expect(desk.locator("[data-row] a").first).to_be_focused()


def test_a_digit_opens_a_line_when_nobody_types(desk: Page) -> None:
    desk.keyboard.press("Escape")
    name = desk.locator("[data-row]", has=desk.locator("a[aria-keyshortcuts='2']"))
    expect(name).to_have_count(1)
    who = name.locator("bdi").first.inner_text()

    desk.keyboard.press("2")

    desk.wait_for_url(re.compile("/practice/c/"))
    expect(desk.locator("main")).to_contain_text(who)
