"""The questions after the talk on a phone, left, offline and sent later; and the practice's pages of it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, expect
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
from tests.phones.line import Line, wait_until_kept
from tests.phones.waits import wait_until

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


def talked(session: Session, *, days_ago: int) -> None:
    row = session.scalars(select(Conversation)).one()
    row.first_read_at = datetime.now(UTC) - timedelta(days=days_ago)
    session.commit()


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


def test_an_own_phone_asks_without_a_network_once_it_is_time(
    phone: Page, line: Line, code: str, db_session: Session
) -> None:
    page = phone
    talked(db_session, days_ago=0)
    own = OwnPhone(page).opens(code).calls_it_own()
    own.waits_for_copies(1)
    wait_until_kept(page, "/nl/own")
    asked = opens_copy(own, line, "[data-asked]")
    page.evaluate(BEGIN)
    assert asked.is_hidden()

    line.up()
    talked(db_session, days_ago=4)
    before = own.kept()[0]["copy"]["questions"]
    own.opens(code)
    wait_until(page, HAS_OTHER_QUESTIONS, before)
    asked = opens_copy(own, line, "[data-asked]")
    own_questions = own.kept()[0]["copy"]["questions"]
    asked.locator("summary").click()
    tap(page, "understand=better", "know=much_better")
    asked = opens_copy(own, line, "[data-asked]")
    asked.locator("summary").click()
    expect(page.locator("[name=know][value=much_better]")).to_be_checked()
    page.locator("[name=easy][value=yes]").click()
    expect(page.locator("[data-after-state]")).to_contain_text("Wacht op internet")
    Checker(page, EVERYTHING)("the questions in the copy")

    line.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(asked.locator("h2")).to_have_text("Dank u wel")
    expect(page.locator("h1")).to_have_count(1)
    assert times_looked_back(db_session) == [1]
    wait_until(page, HAS_OTHER_QUESTIONS, own_questions)
    assert opens_copy(own, line, "[data-ticking]").is_visible()
    expect(page.locator("[data-asked]")).to_have_count(0)
    assert page.evaluate(READ_ALL) == []


HAS_OTHER_QUESTIONS = """
async (before) => {
  const [list] = await (await import("/static/x/js/own/lists.js")).allOwn();
  return list.copy.questions !== before;
}
"""
# Runs the script that completes the copy, which the page has loaded, to its end.
BEGIN = """
async () => {
  const isIt = ({ name }) => name.endsWith("/js/own/whole.js");
  while (!performance.getEntriesByType("resource").some(isIt)) await new Promise((done) => { setTimeout(done, 20); });
  await (await import(performance.getEntriesByType("resource").find(isIt).name)).complete();
}
"""


def opens_copy(own: OwnPhone, line: Line, part: str) -> Locator:
    """Open the copy without a network; give a part of it."""
    line.down()
    own.page.goto("/nl/own")
    own.row("Lijst 1").locator("[data-open]").click()
    expect(own.page.locator("[data-copy-offline]")).to_be_visible()
    return own.page.locator(part)


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
