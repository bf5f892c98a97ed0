"""Everybody can use the desk's pages: axe finds nothing, in light and dark and on a narrow screen."""

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.inputs.invitations import invite, today
from tests.inputs.paper import PAPER, STORY_A_TYPED
from tests.pages.axe import Checker
from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, STORY_C, DemoLogin, share
from tests.phones.browsers import DESK, PHONE


def test_the_desk(
    app: Flask, staff_client: FlaskClient, desk_page: Page, demo: DemoLogin, live_server: str
) -> None:
    made = invite(staff_client, label="mw. A.", day=today().isoformat(), patient_language="ar")
    invite(staff_client, label="dhr. van den Berg-Hendriks, met dochter", day=today().isoformat())
    amals = {**STORY_C, "invitation": made.token, "interpreter": "1", "interpreter_language": "zgh"}
    share(app.test_client(), demo.slug, amals, language="ar")
    share(app.test_client(), demo.slug, {**STORY_A, "known_as": "Fátima"})
    page = desk_page
    take_over_login(staff_client, page, live_server)
    check = Checker(page, also=(("dark", DESK), ("light", PHONE)))

    check.visit("/practice/")
    expect(page.locator("[data-part=interpreter]")).to_be_visible()
    read_ahead = page.get_by_role("link", name="mw. A.").get_attribute("href") or ""
    page.fill("#code", "zzz")
    expect(page.locator("[data-nothing]")).to_be_visible()
    check("nobody fits")
    check.visit("/practice/invite")
    page.fill("#time", "half elf")
    page.keyboard.press("Enter")
    expect(page.locator("[data-errors]")).to_be_visible()
    check("an invitation with a fault")
    check.visit(made.address)
    check.visit(f"{made.address}/move")
    check.visit(read_ahead)
    expect(page.locator("[data-part=not-confirmed]")).to_be_visible()
    check.visit(f"{read_ahead}/whose")


def test_a_paper_that_is_typed_in(
    staff_client: FlaskClient, desk_page: Page, live_server: str
) -> None:
    page = desk_page
    take_over_login(staff_client, page, live_server)
    check = Checker(page, also=(("dark", PHONE),))

    check.visit(PAPER)
    page.fill("#body", "12")
    page.keyboard.press("Enter")
    expect(page.locator("[data-errors]")).to_be_visible()
    check("a paper with a fault")
    for name, typed in STORY_A_TYPED.items():
        page.fill(f"#{name}", typed)
    page.check("#consent")
    page.select_option("#patient_language", "ar")
    page.press("#wants", "Enter")
    expect(page.locator("[name=seal]")).to_be_visible()
    check("a paper in words")
