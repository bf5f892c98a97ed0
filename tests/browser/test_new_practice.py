"""As a new practice would: from the operator's command to the first plan, in a real browser."""

import re
import subprocess

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect

from tests.pages.axe import Checker
from tests.people.founder import DETAILS, PERSON, make_link
from tests.people.gp import Gp
from tests.people.patient import Patient
from tests.people.stories import DemoLogin
from tests.phones.browsers import DESK, PHONE, OpenContext

ANSWERS = {"feeling": "not_so_good", "tired": "much", "sleep": "some", "priority": "tired"}
PLAN = {
    "goal": "Weer uitgerust wakker worden",
    "step-1-what": "blood_test",
    "step-1-role": "doctor",
}
TYPED = ("phone", "out_of_hours_name", "out_of_hours_phone")
# The setup took so many clicks when it was built; each further step costs every practice time.
MOST_CLICKS = 16


class Hands:
    """Somebody at a desk whose clicks and typed fields are counted; Enter counts as a click."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.fields = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def presses(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def fills(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)
            self.fields += 1

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()


@pytest.fixture
def hands(desk_page: Page) -> Hands:
    return Hands(desk_page)


def read_key_from_paper(page: Page) -> str:
    """Print the key, and read it from the paper."""
    address = page.get_by_role("link", name="Open de PDF om te printen").get_attribute("href")
    paper = page.context.request.get(address or "").body()
    read = subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True)
    # The paper shows the key in two lines, so that the letters are large: join them.
    found = re.search(r"[0-9A-Z]{4}(-?[0-9A-Z]{4}){6}", "".join(read.stdout.decode().split()))
    assert found
    return found[0]


def set_up(app: Flask, hands: Hands) -> None:
    """Go through the four pages behind the operator's link."""
    secret = make_link(app).partition("#")[2]
    hands.page.goto(f"/practice/setup#{secret}")
    expect(hands.page.get_by_role("button", name="Beginnen")).to_be_focused()
    assert secret not in hands.page.url
    hands.presses("Beginnen")
    hands.sees("Uw praktijk")
    hands.fills(name="Praktijk De Linde")
    expect(hands.page.locator("[name=slug]")).to_have_value("de-linde")
    hands.fills(**{name: str(DETAILS[name]) for name in TYPED})
    hands.presses("Verder")
    hands.sees("Print uw herstelsleutel")
    key = read_key_from_paper(hands.page)
    hands.clicks += 2  # open the PDF, and the browser's print button
    hands.click(hands.page.get_by_role("link", name="Ik heb hem geprint"))
    expect(hands.page.locator("[name=key]")).to_be_focused()
    hands.fills(key=key.lower())
    hands.presses("Controleren")
    hands.sees("Uw account")
    person = {name: str(value) for name, value in PERSON.items() if name != "role"}
    hands.fills(**person)
    hands.presses("Praktijk openen")


def log_in_first(hands: Hands) -> str:
    """Log in for the first time; give the secret of the app for codes (TOTP)."""
    hands.sees("Inloggen")
    hands.fills(email=str(PERSON["email"]), password=str(PERSON["password"]))
    hands.presses("Verder")
    hands.presses("Laat de QR-code zien")
    shared = hands.page.locator("[data-totp-key]").inner_text().replace(" ", "").replace("-", "")
    hands.fills(code=pyotp.TOTP(shared).now())
    hands.presses("Inloggen")
    hands.presses("Maak mijn herstelcodes")
    hands.click(hands.page.get_by_role("link", name="naar de lijst"))
    return shared


def test_from_nothing_to_the_first_plan(
    app: Flask,
    hands: Hands,
    open_device: OpenContext,
) -> None:
    set_up(app, hands)
    shared = log_in_first(hands)
    phone = open_device(has_touch=True, is_mobile=True).new_page()
    Patient(phone, "de-linde").resumes(ANSWERS).shares()
    code = phone.locator("[data-code]").inner_text().strip()

    login = DemoLogin(str(PERSON["email"]), str(PERSON["password"]), shared, "de-linde", "")
    gp = Gp(hands.page, login).opens(code)
    hands.clicks += 2  # `Gp.opens`: Enter after the code, and "yes, open the list"
    assert gp.reads("priority").startswith("Eerst bespreken Moe zijn")
    gp.makes_plan(PLAN)
    hands.clicks += 2  # `Gp.makes_plan`: open the plan, and save it
    hands.fields += 1 + len(PLAN)

    assert hands.clicks <= MOST_CLICKS


def test_a_name_that_is_taken_is_told_while_typing(app: Flask, hands: Hands) -> None:
    page, told = hands.page, hands.page.locator("#slug-status")
    page.clock.install()
    page.goto(f"/practice/setup#{make_link(app).partition('#')[2]}")
    hands.presses("Beginnen")
    page.fill("[name=slug]", "de-dreef")
    expect(told).to_contain_text("andere praktijk")
    page.fill("[name=slug]", "de-beuk")
    expect(told).to_be_empty()
    page.fill("[name=name]", "Praktijk De Linde")
    page.clock.run_for(1_000)
    expect(page.locator("[name=slug]")).to_have_value("de-beuk")


@pytest.mark.parametrize(
    ("typed", "slug", "says"),
    [({"slug": "de-dreef"}, "de-dreef", "andere praktijk"), ({"name": "De Linde"}, "de-linde", "")],
    ids=["an address", "a name"],
)
def test_what_was_typed_before_the_script_came_is_looked_at_too(
    app: Flask, hands: Hands, typed: dict[str, str], slug: str, says: str
) -> None:
    held: list[Route] = []
    hands.page.route("**/js/practice/slug.js", lambda route: held.append(route))
    hands.page.goto(f"/practice/setup#{make_link(app).partition('#')[2]}")
    hands.presses("Beginnen")
    hands.fills(**typed)

    held[0].continue_()

    expect(hands.page.locator("#slug-status")).to_contain_text(says)
    expect(hands.page.locator("[name=slug]")).to_have_value(slug)


def test_without_a_script_the_link_is_pasted(app: Flask, page_without_script: Page) -> None:
    page, link = page_without_script, make_link(app)
    page.goto("/practice/setup")
    page.fill("[name=link]", link)
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("heading", level=1, name="Uw praktijk")).to_be_visible()


def test_everybody_can_use_the_pages_of_a_new_practice(
    app: Flask, open_device: OpenContext
) -> None:
    page = open_device().new_page()  # a phone: nothing may be too wide
    check, secret = Checker(page, also=(("dark", PHONE),)), make_link(app).partition("#")[2]
    check.visit("/practice/setup")
    page.fill("[name=link]", secret)
    page.get_by_role("button", name="Beginnen").click()
    page.wait_for_url("**/practice")
    fields = {name: str(DETAILS[name]) for name in TYPED}
    for name, value in {**fields, "name": "Praktijk De Linde", "slug": "de-dreef"}.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Verder").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    check("a name that is taken")
    page.fill("[name=slug]", "de-linde")
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url("**/key")
    check("the key")
    key = page.locator("[data-recovery-key]").inner_text()
    page.goto("/practice/setup/check")
    page.fill("[name=key]", key[:-1])
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("#key-error")).to_be_visible()
    check("a typing mistake")
    page.fill("[name=key]", key)
    page.get_by_role("button", name="Controleren").click()
    page.wait_for_url("**/person")
    check("the account")


def test_everybody_can_use_the_settings(demo: DemoLogin, desk_page: Page) -> None:
    page = Gp(desk_page, demo).logs_in().page
    check = Checker(page, also=(("dark", DESK), ("dark", PHONE)))
    check.visit("/practice/settings")
    page.fill("[name=phone]", "bel ons")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    check("a number that is none")
    check.visit("/practice/settings/recovery-key")
    check.visit("/practice/settings/checked")
    page.set_viewport_size({"width": 360, "height": 640})
    check.visit("/practice/settings")
