"""The lists of others: axe finds nothing, one is taken over by keyboard, and the page fits a tablet."""

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.inputs.help_sets import put_set, set_service
from tests.pages.axe import Checker, rules_for
from tests.people.city import SETS
from tests.people.gp import take_over_login
from tests.phones.browsers import DESK, OpenContext


def test_a_list_is_taken_over_by_keyboard(
    app: Flask, staff_client: FlaskClient, open_device: OpenContext, live_server: str
) -> None:
    put_set(app, [set_service(1), set_service(2)])
    put_set(app, [set_service(3)], code="regio")
    page: Page = open_device(viewport=DESK).new_page()
    take_over_login(staff_client, page, live_server)
    check = Checker(page, rules_for("light"))

    check.visit(SETS)
    page.get_by_role("button", name="Neem over: Utrecht").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("Er zijn er 2 bij gekomen.")
    expect(page.get_by_role("button", name="Haal uit de lijst: Utrecht")).to_be_visible()
    check("a list that was taken over")
    page.set_viewport_size({"width": 768, "height": 1024})
    assert page.evaluate("document.documentElement.scrollWidth") <= 768
