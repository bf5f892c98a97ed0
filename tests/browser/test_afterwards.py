"""The questions after the talk on a phone, left, offline and sent later; and the practice's pages of it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.counting.core import Event
from pwa.counting.models import EventCount
from tests.pages.axe import BUT_COLOURS, EVERYTHING, Checker
from tests.people.desk import CARERS_FORM, Desk
from tests.people.gp import take_over_login
from tests.people.own_phone import OwnPhone
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.browsers import DESK, OpenContext
from tests.phones.line import Line

AFTER = "/nl/mine/after"


@pytest.fixture
def code(app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session) -> str:
    """The code of a list with a plan, three days after the talk."""
    code = share(app.test_client(), demo.slug, STORY_A)["code"]
    row = db_session.scalars(select(Conversation)).one()
    conversation = row.id
    db_session.commit()
    Desk(staff_client, conversation).saves(CARERS_FORM)
    row = db_session.scalars(select(Conversation)).one()
    row.first_read_at = datetime.now(UTC) - timedelta(days=3, minutes=1)
    db_session.commit()
    return code


def times_looked_back(session: Session) -> list[int]:
    session.rollback()
    looked = select(EventCount.count).where(EventCount.event == Event.LOOKED_BACK)
    found = list(session.scalars(looked))
    session.rollback()
    return found


def tap(page: Page, *answers: str) -> None:
    for answer in answers:
        name, value = answer.split("=")
        page.locator(f"[name={name}][value={value}]").check(force=True)


def test_taps_stay_wait_for_a_network_and_are_counted_once(
    phone: Page, line: Line, code: str, db_session: Session
) -> None:
    OwnPhone(phone).opens(code)
    page = phone
    page.set_viewport_size({"width": 320, "height": 640})
    for language, rules in (("ar", BUT_COLOURS), ("nl", EVERYTHING)):
        Checker(page, rules).visit(f"/{language}/mine/after")
    assert (
        page.locator("main :is(button, .choice)").evaluate_all(
            "all => all.filter((one) => one.offsetParent && one.offsetHeight < 48).length"
        )
        == 0
    )

    tap(page, "understand=better", "know=much_better")
    page.goto("/nl/mine/plan")
    page.goto(AFTER)
    expect(page.locator("[name=know][value=much_better]")).to_be_checked()
    page.locator("[name=know][value=much_better]").press("Enter")
    expect(page.locator("[data-after-state]")).to_have_text("")

    tap(page, "heard=yes", "matters=yes", "feeling=okay")
    line.down()
    page.locator("[name=easy][value=yes]").click()
    expect(page.locator("[data-after-state]")).to_contain_text("Wacht op internet")
    page.locator("[name=easy][value=some]").click()
    expect(page.locator("[data-after-state]")).to_contain_text("Wacht op internet")
    Checker(page, EVERYTHING)("waiting")
    assert times_looked_back(db_session) == []

    line.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("h1")).to_have_text("Dank u wel")
    Checker(page, EVERYTHING)("thanks")
    page.goto(AFTER)
    expect(page.locator("h1")).to_have_text("Dank u wel")
    assert times_looked_back(db_session) == [1]
    assert page.evaluate(READ_ALL) == []


# Everything in the phone's database but the lists of an own phone.
READ_ALL = """
() => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onsuccess = async () => {
    const found = [];
    for (const name of ["draft", "queue"]) {
      const all = request.result.transaction(name).objectStore(name).getAllKeys();
      await new Promise((done) => { all.onsuccess = done; });
      found.push(...all.result);
    }
    request.result.close();
    resolve(found);
  };
})
"""


def test_axe_finds_nothing_on_figures_and_own_sentences(
    staff_client: FlaskClient, open_device: OpenContext, live_server: str
) -> None:
    screen = open_device(viewport=DESK).new_page()
    take_over_login(staff_client, screen, live_server)
    check = Checker(screen, EVERYTHING)
    check.visit("/practice/figures")
    check.visit("/practice/phrases/new")
    screen.locator("main form button[type=submit]").last.click()
    check("a sentence that is refused")
    check.visit("/practice/phrases")
