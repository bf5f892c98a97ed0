"""A list on paper is typed in by keyboard alone, and the page says in words what was typed."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from pwa.staff.core import Role
from tests.inputs.invitations import invite, today
from tests.inputs.paper import PAPER, STORY_A_TYPED
from tests.people.colleagues import hire
from tests.people.gp import take_over_login
from tests.people.stories import DemoLogin, log_in

MOST_KEYS = 75


class Keyboard:
    """A keyboard that counts how often a key is pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


@pytest.fixture
def desk(app: Flask, demo: DemoLogin, desk_page: Page, live_server: str) -> Page:
    """The screen of an assistant, who invited the tired carer for today."""
    client = app.test_client()
    log_in(client, hire(app, demo, Role.ASSISTANT))
    invite(client, label="mw. A.", time="2350", day=today().isoformat(), patient_language="ar")
    take_over_login(client, desk_page, live_server)
    return desk_page


def test_the_tired_carers_paper_takes_at_most_75_keys(desk: Page) -> None:
    desk.goto(PAPER)
    keyboard = Keyboard(desk)
    expect(desk.locator("#invitation")).to_be_focused()
    keyboard.press("ArrowDown", "Tab")
    expect(desk.locator("#consent")).to_be_focused()
    keyboard.press("Space")
    for name, typed in STORY_A_TYPED.items():
        keyboard.press("Tab")
        expect(desk.locator(f"#{name}")).to_be_focused()
        keyboard.press(*typed)
    keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Staat dit op het papier?")
    expect(desk.locator("[data-part=appointment]")).to_contain_text("mw. A.")
    expect(desk.locator("button[name=seal]")).to_be_focused()
    keyboard.press("Enter")

    expect(desk.locator("[data-code]")).to_be_visible()
    expect(desk.locator("body")).not_to_contain_text("hoofdpijn")
    assert keyboard.pressed <= MOST_KEYS


def test_beside_each_field_stands_what_was_typed(desk: Page) -> None:
    desk.goto(PAPER)

    for name, typed, said in (
        ("feeling", "3", "Niet zo goed"),
        ("body", "12-0", "Pijn: een beetje · Moe zijn: veel · Slecht slapen: overgeslagen"),
        ("strengths", "1 ٦", "Mijn kinderen · Sporten, wandelen"),
        ("wants", "13", "Weten wat ik heb · Samen nadenken"),
        ("priority", "2 mijn moeder", "Moe zijn · “mijn moeder”"),
        ("helpers", "9", "?"),
    ):
        field = desk.locator(f"#{name}")
        output = desk.locator(f"output[for={name}]")
        expect(output).to_be_hidden()
        field.fill(typed)
        expect(output).to_contain_text(said)
        expect(desk.locator(f"#{name}-legend")).to_be_hidden()
        field.fill("")
        expect(output).to_be_hidden()
        expect(desk.locator(f"#{name}-legend")).to_be_visible()
