"""My plan on the phone: one tap for a step, an own step, without a network, in both directions."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.core import TICK
from pwa.conversation.models import Conversation, StoredDocument
from tests.inputs.plans import uid
from tests.pages.axe import find_violations
from tests.people.desk import CARERS_FORM, Desk
from tests.people.own_phone import OwnPhone
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.browsers import Faults
from tests.phones.line import PATIENCE_S, Line, wait_until_kept


@pytest.fixture
def code(app: Flask, demo: DemoLogin) -> str:
    return share(app.test_client(), demo.slug, STORY_A, language="ar")["code"]


@pytest.fixture
def desk(code: str, staff_client: FlaskClient, db_session: Session) -> Desk:
    found: UUID = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    desk = Desk(staff_client, found)
    desk.saves(CARERS_FORM)
    return desk


@pytest.fixture
def own(phone: Page, desk: Desk, code: str) -> OwnPhone:
    return OwnPhone(phone).opens(code)


def step(page: Page, number: int = 1) -> Locator:
    return page.locator(f"[data-tick='{uid(number)}']")


def count_ticks(session: Session) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).where(StoredDocument.kind == TICK)) or 0
    session.rollback()
    return found


def test_one_tap_is_received_and_stands_there_after_a_reload(
    own: OwnPhone, db_session: Session
) -> None:
    page = own.page
    expect(page).to_have_url(re.compile("/nl/mine/plan$"))

    step(page).get_by_role("button", name="Een beetje").click()

    expect(step(page).locator("[data-tick-state]")).to_contain_text("Ontvangen door de praktijk")
    page.locator("[data-add-step] summary").click()
    page.get_by_label("Wat wilt u doen?").fill("elke dag buiten")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.locator(".own-step [data-tick-state]")).to_contain_text("Ontvangen")
    page.reload()
    expect(page.get_by_role("button", name="Een beetje").first).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator("[data-part=own-1] h2")).to_have_text("elke dag buiten")
    assert count_ticks(db_session) == 2


def test_a_press_before_the_script_is_there_is_sent_with_its_answer(
    browser_page: Page, faults: Faults, desk: Desk, code: str, db_session: Session
) -> None:
    faults.network_fails = True
    page = browser_page
    page.route("**/js/own/ticks.js", lambda route: route.abort())
    OwnPhone(page).opens(code)
    page.route("**/nl/tick/*", lambda route: route.abort(), times=1)

    step(page).get_by_role("button", name="Een beetje").click()

    expect(page.locator("[aria-pressed=true]")).to_have_text("Een beetje")
    assert count_ticks(db_session) == 1


def test_a_reload_before_the_answer_came_loses_nothing(
    own: OwnPhone, line: Line, db_session: Session
) -> None:
    page = own.page
    with line.hold("^/nl/tick/"):
        step(page).get_by_role("button", name="Ja").click()
        assert line.holds.wait(PATIENCE_S)
        page.reload()
        expect(step(page).locator("[aria-pressed=true]")).to_have_text("Ja")
        expect(step(page).locator("[data-tick-state]")).to_contain_text("Wacht op internet")

    expect(step(page).locator("[data-tick-state]")).to_contain_text("Ontvangen")
    assert count_ticks(db_session) == 1


def test_a_tick_waits_for_the_network_and_the_last_one_counts(
    own: OwnPhone, line: Line, db_session: Session
) -> None:
    page = own.page
    line.down()

    step(page).get_by_role("button", name="Ja").click()
    expect(step(page).locator("[data-tick-state]")).to_contain_text("Wacht op internet")
    step(page).get_by_role("button", name="Nog niet").click()
    expect(step(page).locator("[data-tick-state]")).to_contain_text("Wacht op internet")

    line.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(step(page).locator("[data-tick-state]")).to_contain_text("Ontvangen")
    assert count_ticks(db_session) == 1
    page.reload()
    expect(page.get_by_role("button", name="Nog niet").first).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_copy_on_an_own_phone_takes_ticks_that_wait(
    own: OwnPhone, line: Line, db_session: Session
) -> None:
    own.calls_it_own()
    own.waits_for_copies(1)
    page = own.page
    wait_until_kept(page, "/nl/own")
    line.down()
    page.goto("/nl/own")
    own.row("Lijst 1").locator("[data-open]").click()

    step(page).get_by_role("button", name="Ja").click()

    expect(step(page).locator("[data-tick-state]")).to_contain_text("Wacht op internet")
    line.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(step(page).locator("[data-tick-state]")).to_contain_text("Ontvangen")
    assert count_ticks(db_session) == 1


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_page_fits_and_is_for_everybody(own: OwnPhone, language: str) -> None:
    page = own.page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/{language}/mine/plan")
    page.locator("[data-tick] details").first.evaluate("one => { one.open = true; }")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert find_violations(page) == []
    small = page.locator("[data-ticking] :is(button, summary)").evaluate_all(
        "all => all.filter((one) => one.offsetParent && one.offsetHeight < 48).map((one) => one.innerText)"
    )
    assert small == []
