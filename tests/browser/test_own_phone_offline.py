"""On an own phone the last read copy of the plan opens without a network."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.directory.packaged import EXAMPLE, load_services
from pwa.typed.phones import dial
from tests.people.desk import CARERS_FORM, Desk
from tests.people.own_phone import OwnPhone
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.line import KEPT_TEXTS, Line, wait_until_kept
from tests.phones.waits import wait_until

TEAM = next(each for each in load_services(EXAMPLE) if each.name == "Buurtteam Overvecht")


@pytest.fixture
def code(app: Flask, demo: DemoLogin) -> str:
    """The carer's code; she has shared in Arabic."""
    return share(app.test_client(), demo.slug, STORY_A, language="ar")["code"]


@pytest.fixture
def desk(code: str, staff_client: FlaskClient, db_session: Session) -> Desk:
    found = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    return Desk(staff_client, found)


@pytest.fixture
def own(phone: Page, desk: Desk, code: str) -> OwnPhone:
    """An own phone with a copy of the carer's list and plan."""
    desk.saves({**CARERS_FORM, "step-2-help": TEAM.id})
    own = OwnPhone(phone).opens(code).calls_it_own()
    own.waits_for_copies(1)
    wait_until_kept(phone, "/nl/own")
    return own


def test_the_plan_opens_without_a_network(own: OwnPhone, line: Line) -> None:
    line.down()
    own.page.goto("/nl/own")

    own.row("Lijst 1").locator("[data-open]").click()

    copy = own.page.locator("[data-copy]")
    expect(copy.locator("[data-copy-offline]")).to_be_visible()
    expect(copy.locator("[data-part=goal]")).to_contain_text("weer energie voor mijn kinderen")
    expect(copy.locator("[data-part=step-1]")).to_contain_text("mijn zus")
    copy.locator("[data-part=step-2] summary").click()
    expect(copy.locator(f"article a[href='tel:{dial(TEAM.phones[0].number)}']")).to_be_visible()
    expect(copy.locator("[data-moment]")).to_have_count(0)
    expect(copy.locator("[data-part=next-talk]")).to_contain_text("5 januari 2027")
    expect(copy.locator("svg[data-map]")).to_be_visible()
    expect(own.page.locator("h1")).to_have_count(1)


def test_the_copy_follows_the_plan_and_the_language_in_which_it_is_read(
    own: OwnPhone, desk: Desk, line: Line
) -> None:
    desk.saves({**CARERS_FORM, "base": "1", "goal": "elke dag wandelen"})
    own.page.goto("/ar/own")
    own.row("Lijst 1").locator("[data-open]").click()
    own.page.wait_for_url("**/ar/mine/plan")
    wait_until(
        own.page,
        "async () => (await import('/static/x/js/own/lists.js')).allOwn()"
        ".then(([list]) => list.copy.language === 'ar')",
    )
    line.down()

    own.page.goto("/nl/own")
    own.row("Lijst 1").locator("[data-open]").click()

    content = own.page.locator("[data-copy-content]")
    expect(content).to_have_attribute("dir", "rtl")
    expect(content.locator("[data-part=goal]")).to_contain_text("elke dag wandelen")
    expect(content.locator("[data-part=step-1]")).not_to_contain_text("keer per week")


def test_a_map_that_was_erased_goes_from_the_copy(own: OwnPhone, app: Flask, code: str) -> None:
    """The patient withdraws the answers, not the plan: the copy loses the map, not the plan."""
    elsewhere = app.test_client()
    elsewhere.post("/nl/open", data={"code": code})
    elsewhere.post("/nl/mine/withdraw")
    before = own.kept()[0]["copy"]

    own.page.goto("/nl/mine")
    wait_until(
        own.page,
        "async (before) => (await import('/static/x/js/own/lists.js')).allOwn()"
        ".then(([list]) => list.copy.html !== before)",
        before["html"],
    )

    after = own.kept()[0]["copy"]["html"]
    assert "data-map" in before["html"]
    assert "data-map" not in after
    assert "weer energie" in after


def test_no_cache_holds_anything_of_the_list(own: OwnPhone) -> None:
    """A list's copy is stored only in IndexedDB, which quick exit deletes."""
    for text in own.page.evaluate(KEPT_TEXTS):
        assert "weer energie" not in text
        assert "Lijst 1" not in text

    Patient(own.page).leaves_quickly()

    own.page.goto("/nl/own")
    expect(own.page.locator("[data-own-none]")).to_be_visible()
