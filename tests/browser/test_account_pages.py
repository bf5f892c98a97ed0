"""The pages of the own account: axe finds nothing, on a screen, on a phone and at 200 percent."""

from flask import Flask
from playwright.sync_api import Page, ViewportSize, expect

from tests.pages.axe import Checker
from tests.people.authenticators import VirtualAuthenticator
from tests.people.colleagues import work_elsewhere
from tests.people.stories import DemoLogin
from tests.phones.browsers import DESK, PHONE

AT_200_PERCENT: ViewportSize = {"width": 640, "height": 360}
PAGES = ("", "password", "practices", "second-factor/app", "second-factor/passkeys/new")


def log_in(page: Page, demo: DemoLogin) -> None:
    page.goto("/practice/login")
    page.get_by_label("E-mailadres").fill(demo.email)
    page.get_by_label("Wachtwoord").fill(demo.password)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("De 6 cijfers die uw app nu laat zien").fill(demo.second_factor())
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name="Waar werkt u nu?")).to_be_visible()


def test_the_own_account(app: Flask, desk_page: Page, demo: DemoLogin) -> None:
    work_elsewhere(app, demo)
    page = desk_page
    VirtualAuthenticator(page)
    looks = (("dark", DESK), ("light", PHONE), ("light", AT_200_PERCENT))
    check = Checker(page, also=looks)
    log_in(page, demo)
    check("where do you work now?")
    for path in PAGES:
        check.visit(f"/practice/account/{path}")

    page.get_by_role("button", name="Maak mijn passkey").click()
    expect(page.get_by_text("De passkey is toegevoegd.")).to_be_visible()
    check("with a passkey")
    page.get_by_role("link", name="Passkey 1").click()
    check("one passkey")

    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_label("E-mailadres").fill(demo.email)
    page.get_by_label("Wachtwoord").fill(demo.password)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("button", name="Inloggen met mijn passkey")).to_be_visible()
    check("the passkey")
