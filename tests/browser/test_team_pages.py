"""Everybody can use the pages of the team: axe finds nothing, in light and in dark, and on a phone."""

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from pwa.staff.core import Role
from tests.pages.axe import Checker
from tests.people.colleagues import hire
from tests.people.gp import take_over_login
from tests.people.stories import DemoLogin
from tests.people.team import membership_of
from tests.phones.browsers import DESK, PHONE, OpenContext


def open_all(page: Page) -> None:
    for fold in page.locator("details.fold summary").all():
        fold.click()


def test_axe_finds_nothing(
    app: Flask, staff_client: FlaskClient, desk_page: Page, live_server: str, demo: DemoLogin
) -> None:
    colleague = membership_of(app, hire(app, demo, Role.POH, "Noor"))
    page = desk_page
    take_over_login(staff_client, page, live_server)
    check = Checker(page, also=(("dark", DESK),))

    check.visit("/practice/team/invite")
    page.fill("[name=name]", "Sanne de Wit")
    page.fill("[name=email]", "sanne@dedreef.example.com")
    page.check("[name=role][value=poh]")
    page.get_by_role("button", name="Maak de link").click()
    check("the link")
    link = page.locator("[data-copy-source]").input_value()
    check.visit("/practice/team/")
    check.visit(f"/practice/team/{colleague}")
    open_all(page)
    check("what can be changed about a colleague")
    check.visit("/practice/team/recovery-key")
    check.visit(link.split("#")[0])
    page.goto(link)
    expect(page.locator("[name=again]")).to_be_visible()
    open_all(page)
    check("an invitation")


def test_the_team_fits_a_phone(
    app: Flask,
    staff_client: FlaskClient,
    open_device: OpenContext,
    live_server: str,
    demo: DemoLogin,
) -> None:
    colleague = membership_of(app, hire(app, demo, Role.POH, "Noor Achterberg-van der Velde"))
    page = open_device(viewport=PHONE).new_page()
    take_over_login(staff_client, page, live_server)
    check = Checker(page)

    check.visit("/practice/team/")
    check.visit("/practice/team/invite")
    check.visit(f"/practice/team/{colleague}")
    open_all(page)
    check("what can be changed about a colleague")
