"""The practice checks its local help by keyboard: one press a line, and the focus goes on."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.inputs.help_list import LIST, a_service, check_all, days_ago, put_services, report
from tests.pages.axe import Checker
from tests.people.gp import take_over_login
from tests.phones.browsers import DESK, PHONE, OpenContext


@pytest.fixture
def to_check(db_session: Session) -> list[str]:
    """Three services to check, in the order of the list; the other ones were checked lately."""
    check_all(db_session)
    names = ["Wandelgroep De Gagel", "Taalcafé Zambesi", "Spreekuur sociaal raadslieden"]
    services = [
        a_service(name, checked_on=days_ago(400 - place), phone="030 000 00 01")
        for place, name in enumerate(names)
    ]
    put_services(db_session, services)
    return [service.id for service in services]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


@pytest.mark.parametrize("has_script", [True, False])
def test_a_press_goes_on_with_the_next_line(
    staff_client: FlaskClient,
    to_check: list[str],
    open_device: OpenContext,
    live_server: str,
    has_script: bool,
) -> None:
    page = open_device(viewport=DESK, java_script_enabled=has_script).new_page()
    take_over_login(staff_client, page, live_server)
    page.goto(LIST)
    first, second, third = to_check
    expect(page.locator("[data-help-tabs] [aria-current]")).to_contain_text("Na te kijken")

    page.locator(f"#check-{first}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-found] [data-line='{first}']")).to_have_count(0)
    expect(page.get_by_role("status").first).to_contain_text("Wandelgroep De Gagel klopt nog")
    expect(page.locator(f"#check-{second}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#check-{third}")).to_be_focused()
    expect(page.locator(".pages")).to_contain_text("1 na te kijken")

    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator(f"[data-found] [data-line='{second}']")).to_be_visible()


def test_the_number_opens_by_key_and_closes_by_escape(
    staff_client: FlaskClient, to_check: list[str], open_device: OpenContext, live_server: str
) -> None:
    page = open_device(viewport=DESK).new_page()
    take_over_login(staff_client, page, live_server)
    page.goto(LIST)
    opener = page.locator(f"[data-line='{to_check[0]}'] summary").first

    opener.focus()
    page.keyboard.press("Enter")
    number = page.get_by_role("link", name="030 000 00 01")
    expect(number).to_be_visible()
    assert number.get_attribute("href") == "tel:+31300000001"
    page.keyboard.press("Escape")
    expect(number).not_to_be_visible()
    expect(opener).to_be_focused()


def test_everybody_can_use_it(
    staff_client: FlaskClient,
    to_check: list[str],
    db_session: Session,
    desk_page: Page,
    live_server: str,
) -> None:
    report(db_session, to_check[1], "nummer klopt niet")
    page = desk_page
    take_over_login(staff_client, page, live_server)
    check = Checker(page, also=(("dark", PHONE),))

    check.visit(f"{LIST}?show=reports")
    check.visit(LIST)
    page.locator("summary").first.click()
    check("a number is shown")
    page.locator(f"#check-{to_check[0]}").click()
    expect(page.get_by_role("button", name="Ongedaan maken")).to_be_visible()
    check("a press can be taken back")
    check.visit(f"{LIST}/{to_check[0]}/history")
