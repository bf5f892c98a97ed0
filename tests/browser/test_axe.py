"""Everybody can use every page: axe finds nothing on any page or state, in Dutch and in Arabic."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.pages.axe import BUT_COLOURS, EVERYTHING, ONLY_COLOURS, Checker
from tests.people.gp import Gp
from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_C, DemoLogin, share
from tests.phones.browsers import OpenContext

LANGUAGES = [("nl", EVERYTHING), ("ar", BUT_COLOURS)]
in_both_languages = pytest.mark.parametrize(("language", "rules"), LANGUAGES, ids=["nl", "ar"])
Rules = dict[str, object]
STEPS = (
    "filled_by", "feeling", "reason", "tired", "strengths", "priority", "help_wish",
    "worse_by", "helpers", "wants", "practical", "review",
)  # fmt: skip
WRONG_CODE = "K7QM-4T2X-9HDG"


@pytest.mark.parametrize(
    ("language", "scheme", "rules"),
    [
        ("nl", "light", EVERYTHING),
        ("nl", "dark", ONLY_COLOURS),
        ("ar", "light", BUT_COLOURS),
    ],
    ids=["nl", "nl, dark", "ar"],
)
def test_pages_that_need_no_key(
    open_device: OpenContext, demo: DemoLogin, language: str, scheme: str, rules: Rules
) -> None:
    phone = open_device(has_touch=True, is_mobile=True, locale=language, color_scheme=scheme)
    page = phone.new_page()
    check = Checker(page, rules)
    for path in (
        "",
        f"/p/{demo.slug}",
        f"/help/{demo.slug}?topic=caring",
        "/away",
        "/offline",
        "/nowhere",
    ):
        check.visit(f"/{language}{path}" if path else "/")

    check.visit(f"/{language}/open")
    page.fill("#code", WRONG_CODE)
    page.keyboard.press("Enter")
    expect(page.locator("[data-code-wrong]")).to_be_visible()
    check("a code with a typing error")


@pytest.mark.parametrize(
    ("language", "scheme", "steps", "rules"),
    [
        ("nl", "light", STEPS, EVERYTHING),
        ("nl", "dark", ("tired", "strengths", "review"), ONLY_COLOURS),
        ("ar", "light", STEPS, BUT_COLOURS),
    ],
    ids=["nl", "nl, dark", "ar"],
)
def test_the_questions(
    open_device: OpenContext,
    demo: DemoLogin,
    language: str,
    scheme: str,
    steps: tuple[str, ...],
    rules: Rules,
) -> None:
    phone = open_device(has_touch=True, is_mobile=True, color_scheme=scheme)
    patient = Patient(phone.new_page(), demo.slug, language)
    check = Checker(patient.opens_check().page, rules)
    for step in steps:
        patient.takes_up(STORY_A, until=step)
        check(step)

    patient.keeps_to_herself("mind")
    check("a part is not shared")
    patient.page.locator("[data-languages] summary").click()
    check("the languages are open")


@in_both_languages
def test_a_question_at_200_percent(
    open_device: OpenContext, demo: DemoLogin, language: str, rules: Rules
) -> None:
    narrow = open_device(viewport={"width": 180, "height": 320})
    patient = Patient(narrow.new_page(), demo.slug, language)
    check = Checker(patient.opens_check().page, rules)
    for step in ("feeling", "strengths", "worse_by", "wants", "practical", "review"):
        patient.takes_up(STORY_A, until=step)
        check(step)


@in_both_languages
def test_the_pages_behind_the_key(patient: Patient, language: str, rules: Rules) -> None:
    patient.language = language
    page = patient.page
    check = Checker(page, rules)

    patient.resumes(STORY_A).shares()
    check("the receipt")
    page.locator("main details summary").click()
    check("the link on the receipt")
    for path in (
        "/mine",
        "/mine/log",
        "/mine/keep",
        "/mine/help",
        "/mine/withdraw",
        "/mine/change",
    ):
        check.visit(f"/{language}{path}")
    page.goto(f"/{language}/mine/withdraw")
    page.locator("main form button").click()
    page.wait_for_url("**/mine")
    check("nothing here any more")


@in_both_languages
def test_the_error_of_a_code_that_nobody_has_is_said(
    browser_page: Page, demo: DemoLogin, language: str, rules: Rules
) -> None:
    browser_page.goto(f"/{language}/open")
    browser_page.fill("#code", "0000-0000-0000")
    browser_page.keyboard.press("Enter")

    expect(browser_page.locator("#code-error")).to_be_visible()
    expect(browser_page.locator("#code")).to_be_focused()
    Checker(browser_page, rules)("a code that nobody has")


def test_the_practice(app: Flask, desk_page: Page, demo: DemoLogin) -> None:
    code = share(app.test_client(), demo.slug, STORY_C, language="ar")["code"]
    check = Checker(desk_page)
    check.visit("/practice/login")
    gp = Gp(desk_page, demo).logs_in()
    check("the list")

    expect(desk_page.locator("#code")).to_be_focused()
    desk_page.keyboard.type(code)
    desk_page.keyboard.press("Enter")
    expect(desk_page.locator("dl.facts")).to_be_visible()
    check("is this your list?")

    gp.opens(code)
    check("the consult")
    address = desk_page.url
    check.visit(f"{address}/his")
    check.visit("/practice/recovery-codes")
    desk_page.goto(f"{address}/plan")
    desk_page.get_by_role("button", name="Meegeven").click()
    expect(desk_page.locator("[data-errors]")).to_be_focused()
    check("a plan with a fault")
    desk_page.goto(address)
    gp.makes_plan({"goal": "minder pijn"})
    check("the saved plan")
    check.visit(f"{address}/his")


def test_what_is_filled_in_together(
    app: Flask, desk_page: Page, demo: DemoLogin, staff_client: FlaskClient, live_server: str
) -> None:
    code = share(app.test_client(), demo.slug, STORY_C, language="ar")["code"]
    check = Checker(desk_page)
    gp = Gp(desk_page, demo).goes_on(staff_client, live_server)
    check.visit("/practice/together?language=tr")
    gp.opens(code)
    desk_page.keyboard.press("?")
    check("the list of keys")
    desk_page.goto(f"{desk_page.url}/together")
    for sheet in "123":
        desk_page.keyboard.press(sheet)
        expect(desk_page.locator(".sheet:visible")).to_have_count(1)
        check(f"together, sheet {sheet}")
