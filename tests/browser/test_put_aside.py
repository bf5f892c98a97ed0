"""A flood of lists is folded into one line; the desk puts lists aside, and brings them back."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.browser.test_sending import loses_the_answer, network
from tests.inputs.fold import bring_back, fold_all, ids_by_age, put_aside, share_as
from tests.pages.axe import Checker
from tests.people.gp import Gp
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin
from tests.phones.browsers import DESK, PHONE, Faults, OpenContext

NAMES = ("Een", "Twee", "Fátima")


@pytest.fixture
def folded(app: Flask, demo: DemoLogin, db_session: Session) -> list[UUID]:
    """Three lists that are folded; nothing else came that day."""
    for name in NAMES:
        share_as(app, demo.slug, name)
    fold_all(db_session)
    return ids_by_age(db_session)


def said(page: Page) -> str:
    return page.locator("main .notice").first.inner_text()


def test_a_flood_is_put_aside_by_keyboard_and_brought_back(
    desk_page: Page, demo: DemoLogin, folded: list[UUID]
) -> None:
    page = Gp(desk_page, demo).logs_in().page
    expect(page.locator("[data-row=fold]")).to_be_visible()
    expect(page.locator("[data-none]")).to_have_count(0)
    page.keyboard.type("fát")
    expect(page.locator("[data-fold-hint]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]:visible")).to_have_count(1)
    expect(page.locator("[data-name]")).to_contain_text("Fátima")

    page.goto("/practice/")
    page.locator("[data-row=fold] a").press("Enter")
    expect(page.locator("[data-row]")).to_have_count(3)
    expect(page.locator("td:has([name=list])").first).to_have_css("display", "table-cell")
    page.locator("[name=list]").nth(1).press("Space")
    page.locator("#put-aside button").press("Enter")
    expect(page.locator("h1")).to_have_text("1 lijst terzijde leggen?")
    page.keyboard.press("Enter")  # "Yes" has the focus

    expect(page.locator("[data-row]")).to_have_count(2)
    assert "1 lijst terzijde gelegd." in said(page)
    page.get_by_role("link", name="Terzijde gelegd", exact=True).press("Enter")
    page.locator("[name=list]").press("Space")
    page.get_by_role("button", name="Zet aangekruiste lijsten terug").press("Enter")
    expect(page.locator("main .notice")).to_contain_text("1 lijst teruggezet.")


def test_it_works_without_a_script(
    open_device: OpenContext, demo: DemoLogin, folded: list[UUID]
) -> None:
    device = open_device(viewport=DESK, java_script_enabled=False)
    page = Gp(device.new_page(), demo).logs_in().page

    page.get_by_role("link", name="3 lijsten zonder uitnodiging").click()
    page.get_by_role("link", name="Kruis alles op deze pagina aan").click()
    page.get_by_role("button", name="Leg aangekruiste lijsten terzijde").click()
    page.get_by_role("button", name="Ja, leg 3 lijsten terzijde").click()

    assert "3 lijsten terzijde gelegd." in said(page)
    expect(page.locator("[data-row]")).to_have_count(0)
    page.get_by_role("link", name="Terzijde gelegd", exact=True).click()
    page.get_by_role("link", name="Kruis alles op deze pagina aan").click()
    page.get_by_role("button", name="Zet aangekruiste lijsten terug").click()
    assert "3 lijsten teruggezet." in said(page)


def test_axe_finds_nothing(
    app: Flask, desk_page: Page, staff_client: FlaskClient, demo: DemoLogin, folded: list[UUID]
) -> None:
    put_aside(staff_client, folded[0])
    page = Gp(desk_page, demo).logs_in().page
    check = Checker(page, also=(("dark", DESK), ("light", PHONE)))

    for address in ("/practice/", "/practice/aside", "/practice/fold?all=1"):
        check.visit(address)
    page.locator("#put-aside button").click()
    expect(page.locator("h1")).to_have_text("2 lijsten terzijde leggen?")
    check("the question")


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_phone_that_asks_again_is_told_whom_to_call_and_gets_its_code_after_undo(
    patient: Patient,
    faults: Faults,
    staff_client: FlaskClient,
    db_session: Session,
    language: str,
) -> None:
    faults.network_fails = True
    patient.language = language
    page = patient.resumes(STORY_A).page
    network(page, loses_the_answer)
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()
    (conversation,) = ids_by_age(db_session)
    put_aside(staff_client, conversation)

    network(page, None)
    page.reload()

    told = page.locator("[data-state=set_aside]")
    expect(told).to_contain_text("030 000 00 00")
    expect(page.locator("[data-share]")).to_be_hidden()
    bring_back(staff_client, conversation)
    told.locator("[data-do=now]").click()
    expect(page.locator("[data-code]")).to_be_visible()
