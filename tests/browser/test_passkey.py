"""Passkeys in a real browser, by keyboard alone; Chromium brings the authenticator."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from pwa.practice.core import Role
from tests.authenticators import VirtualAuthenticator
from tests.logins import hire_newcomer
from tests.people import DemoLogin, Login

NOT_DONE = "Dat is niet gelukt of u hebt het gestopt. Probeer het nog een keer."


@pytest.fixture
def newcomer(app: Flask, demo: DemoLogin) -> Login:
    return hire_newcomer(app, demo, Role.GP)


@pytest.fixture
def authenticator(desk_page: Page) -> VirtualAuthenticator:
    return VirtualAuthenticator(desk_page)


def press(page: Page, name: str, role: str = "button") -> None:
    """Go to something with Tab, and press it with Enter."""
    wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]
    expect(wanted).to_be_visible()
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by keyboard")


def give_password(page: Page, login: Login) -> None:
    page.goto("/practice/login")
    expect(page.get_by_label("E-mailadres")).to_be_focused()
    page.keyboard.type(login.email)
    page.keyboard.press("Tab")
    page.keyboard.type(login.password)
    page.keyboard.press("Enter")


def enrol(page: Page, login: Login) -> None:
    give_password(page, login)
    press(page, "Maak een passkey", "link")
    press(page, "Maak mijn passkey")
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()


def log_out(page: Page) -> None:
    press(page, "Uitloggen")
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def test_the_first_login_makes_a_passkey_and_the_next_one_uses_it(
    desk_page: Page, newcomer: Login, authenticator: VirtualAuthenticator
) -> None:
    enrol(desk_page, newcomer)
    assert authenticator.count() == 1
    log_out(desk_page)

    give_password(desk_page, newcomer)
    press(desk_page, "Inloggen met mijn passkey")

    expect(desk_page).to_have_url(re.compile("/practice/$"))


def test_whoever_stops_may_try_again(
    desk_page: Page, newcomer: Login, authenticator: VirtualAuthenticator
) -> None:
    enrol(desk_page, newcomer)
    log_out(desk_page)
    give_password(desk_page, newcomer)
    button = desk_page.get_by_role("button", name="Inloggen met mijn passkey")
    expect(button).to_be_visible()
    expect(desk_page.get_by_text(NOT_DONE)).to_be_hidden()

    authenticator.pull_out()
    authenticator.plug_in()
    press(desk_page, "Inloggen met mijn passkey")

    expect(desk_page.get_by_text(NOT_DONE)).to_be_visible()
    expect(desk_page.get_by_role("heading", name="Uw passkey")).to_be_visible()
