"""Passkeys in a real browser, by keyboard alone; Chromium brings the authenticator."""

import re

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.people.authenticators import VirtualAuthenticator
from tests.people.logins import Clock
from tests.people.stories import DemoLogin, Login

NOT_DONE = "Dat is niet gelukt of u hebt het gestopt. Probeer het nog een keer."
LIST = re.compile("/practice/$")
ACCOUNT = re.compile("/practice/account/$")


@pytest.fixture
def authenticator(desk_page: Page) -> VirtualAuthenticator:
    return VirtualAuthenticator(desk_page)


def press(page: Page, name: str, role: str = "button") -> None:
    """Press Tab until the element of this name has the focus, then Enter."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    expect(wanted).to_be_visible()
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by keyboard")


def type_into(page: Page, label: str, text: str) -> None:
    """Type into the field that has the focus already."""
    expect(page.get_by_label(label)).to_be_focused()
    page.keyboard.type(text)


def give_password(page: Page, login: Login) -> None:
    page.goto("/practice/login")
    type_into(page, "E-mailadres", login.email)
    page.keyboard.press("Tab")
    type_into(page, "Wachtwoord", login.password)
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
    expect(desk_page.get_by_role("button", name="Inloggen met mijn passkey")).to_be_focused()
    desk_page.keyboard.press("Enter")

    expect(desk_page).to_have_url(LIST)


def test_who_takes_the_wrong_authenticator_is_told_and_may_try_again(
    desk_page: Page, newcomer: Login, authenticator: VirtualAuthenticator
) -> None:
    enrol(desk_page, newcomer)
    log_out(desk_page)
    give_password(desk_page, newcomer)
    expect(desk_page.get_by_role("button", name="Inloggen met mijn passkey")).to_be_visible()
    expect(desk_page.get_by_text(NOT_DONE)).to_be_hidden()

    authenticator.pull_out()
    authenticator.plug_in()
    press(desk_page, "Inloggen met mijn passkey")

    expect(desk_page.get_by_text(NOT_DONE)).to_be_visible()
    expect(desk_page.get_by_role("heading", name="Uw passkey")).to_be_visible()
    expect(desk_page.get_by_role("button", name="Inloggen met mijn passkey")).to_be_enabled()


def test_who_stops_goes_on_with_the_app(
    desk_page: Page, newcomer: Login, authenticator: VirtualAuthenticator
) -> None:
    give_password(desk_page, newcomer)
    press(desk_page, "Maak een passkey", "link")
    expect(desk_page.get_by_role("button", name="Maak mijn passkey")).to_be_focused()
    authenticator.stop()
    desk_page.keyboard.press("Enter")
    expect(desk_page.get_by_text(NOT_DONE)).to_be_visible()

    press(desk_page, "Liever een app voor codes?", "link")
    press(desk_page, "Laat de QR-code zien")
    key = desk_page.locator("[data-totp-key]").inner_text()
    app = pyotp.TOTP(re.sub(r"\W", "", key))
    type_into(desk_page, "De 6 cijfers die uw app nu laat zien", app.now())
    desk_page.keyboard.press("Enter")

    expect(desk_page.get_by_role("heading", name="Herstelcodes")).to_be_visible()


def test_a_passkey_is_added_beside_the_app_and_taken_away(
    desk_page: Page, demo: DemoLogin, authenticator: VirtualAuthenticator
) -> None:
    give_password(desk_page, demo)
    type_into(desk_page, "De 6 cijfers die uw app nu laat zien", demo.second_factor())
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(LIST)
    desk_page.goto("/practice/account/")
    press(desk_page, "passkey toevoegen", "link")
    expect(desk_page.get_by_label("Naam, zodat u hem herkent")).to_be_focused()
    desk_page.keyboard.press("ControlOrMeta+A")
    desk_page.keyboard.type("Sleutelbos")
    press(desk_page, "Maak mijn passkey")
    expect(desk_page).to_have_url(ACCOUNT)
    assert authenticator.count() == 1

    press(desk_page, "Sleutelbos", "link")
    press(desk_page, "Deze passkey weghalen")
    expect(desk_page.get_by_text("De passkey is weggehaald.")).to_be_visible()
    log_out(desk_page)

    # The authenticator still holds the passkey, but the login does not ask for it any more.
    assert authenticator.count() == 1
    give_password(desk_page, demo)
    type_into(desk_page, "De 6 cijfers die uw app nu laat zien", demo.second_factor())
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(LIST)


def test_nothing_is_lost_when_somebody_has_to_show_again_who_it_is(
    desk_page: Page,
    demo: DemoLogin,
    authenticator: VirtualAuthenticator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock(monkeypatch)
    give_password(desk_page, demo)
    type_into(desk_page, "De 6 cijfers die uw app nu laat zien", demo.second_factor())
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(LIST)
    clock.forward(minutes=14)
    desk_page.goto("/practice/account/second-factor/passkeys/new")
    expect(desk_page.get_by_label("Naam, zodat u hem herkent")).to_be_focused()
    desk_page.keyboard.press("ControlOrMeta+A")
    desk_page.keyboard.type("Sleutelbos")
    clock.forward(minutes=2)

    press(desk_page, "Maak mijn passkey")
    type_into(desk_page, "Wachtwoord", demo.password)
    desk_page.keyboard.press("Tab")
    type_into(desk_page, "Code uit uw app, of een herstelcode", demo.second_factor())
    desk_page.keyboard.press("Enter")
    expect(desk_page.get_by_role("button", name="Versturen")).to_be_focused()
    desk_page.keyboard.press("Enter")

    expect(desk_page.get_by_text("De passkey is toegevoegd.")).to_be_visible()
    expect(desk_page.get_by_role("link", name="Sleutelbos")).to_be_visible()


def test_without_javascript_the_app_is_the_way(
    app: Flask, page_without_script: Page, newcomer: Login
) -> None:
    page = page_without_script
    give_password(page, newcomer)
    press(page, "Maak een passkey", "link")
    expect(page.get_by_text("Deze browser kan geen passkeys gebruiken.")).to_be_visible()
    expect(page.get_by_role("button", name="Maak mijn passkey")).to_be_hidden()

    press(page, "Liever een app voor codes?", "link")

    expect(page.get_by_role("button", name="Laat de QR-code zien")).to_be_visible()
