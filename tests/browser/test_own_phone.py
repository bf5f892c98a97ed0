"""An own phone keeps the name, the key and a copy of a list, and deletes them again."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.pages.checked import check_page
from tests.people.logins import give
from tests.people.own_phone import OwnPhone
from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share
from tests.phones.browsers import Faults
from tests.phones.storage import BREAK_STORAGE


@pytest.fixture
def phone(browser_page: Page) -> OwnPhone:
    return OwnPhone(browser_page)


@pytest.fixture
def shared(app: Flask, demo: DemoLogin) -> dict[str, str]:
    """Share a list from another device; give its receipt."""
    return share(app.test_client(), demo.slug, STORY_A)


def test_nothing_is_kept_unless_somebody_says_so(phone: OwnPhone, shared: dict[str, str]) -> None:
    phone.opens(shared["code"])

    expect(phone.page.locator("[name=own][value=none]")).to_be_checked()
    expect(phone.page.locator("[name=own_name]")).to_be_hidden()
    assert phone.kept() == []
    phone.page.goto("/nl/own")
    expect(phone.page.locator("[data-own-none]")).to_be_visible()
    phone.page.goto("/nl/open")
    expect(phone.page.locator("[data-own-link]")).to_have_count(0)


def test_after_sharing_the_phone_keeps_the_list_under_a_neutral_name(
    patient: Patient, phone: OwnPhone
) -> None:
    patient.resumes(STORY_A).shares()

    phone.calls_it_own()

    expect(phone.page.locator("[data-own-kept]")).to_contain_text("Lijst 1")
    [kept] = phone.waits_for_copies(1)
    assert kept["name"] == "Lijst 1"
    assert kept["practice"] == patient.slug
    assert kept["key"]["field"] == "link"
    assert "Moe zijn" in kept["copy"]["html"]


def test_coming_by_a_code_the_phone_keeps_that(phone: OwnPhone, shared: dict[str, str]) -> None:
    phone.opens(shared["code"]).calls_it_own("van mij")

    [kept] = phone.kept()
    assert kept["name"] == "van mij"
    assert kept["key"] == {"field": "code", "key": shared["code"].replace("-", "")}


def test_one_press_opens_a_list_without_a_line_in_the_history(
    phone: OwnPhone, shared: dict[str, str]
) -> None:
    phone.opens(shared["code"]).calls_it_own()
    phone.page.context.clear_cookies()
    phone.page.goto("/nl/")
    before = phone.page.evaluate("history.length")
    phone.page.locator("[data-own-link]").click()
    phone.page.wait_for_url("**/nl/own")

    phone.row("Lijst 1").locator("[data-open]").click()

    phone.page.wait_for_url("**/nl/mine")
    assert phone.page.evaluate("history.length") == before
    expect(phone.page.locator("[data-own-kept]")).to_be_visible()


@pytest.mark.parametrize("start", ["/nl/", "/nl/open", "/nl/p/de-dreef"])
def test_the_first_pages_lead_to_what_the_phone_keeps(
    phone: OwnPhone, shared: dict[str, str], start: str
) -> None:
    phone.opens(shared["code"]).calls_it_own()

    phone.page.goto(start)
    phone.page.locator("[data-own-link]").click()

    phone.page.wait_for_url("**/nl/own")
    expect(phone.row("Lijst 1")).to_be_visible()


def test_without_network_the_copy_says_when_it_was_kept(
    phone: OwnPhone, faults: Faults, shared: dict[str, str]
) -> None:
    phone.opens(shared["code"], language="tr").calls_it_own()
    phone.waits_for_copies(1)
    phone.page.goto("/nl/own")
    faults.network_fails = True
    phone.page.context.set_offline(True)

    phone.row("Lijst 1").locator("[data-open]").click()

    copy = phone.page.locator("[data-copy]")
    expect(copy.locator("[data-copy-offline]")).to_be_visible()
    expect(copy.locator("[data-copy-kept]")).to_contain_text(re.compile(r"\d{2}:\d{2}"))
    expect(copy.locator("[data-copy-content]")).to_have_attribute("lang", "tr")
    expect(copy.locator("svg[data-map]")).to_be_visible()
    expect(copy.locator("a[href^='tel:']").first).to_be_visible()
    copy.locator("[data-copy-close]").click()
    expect(phone.row("Lijst 1")).to_be_visible()


def test_one_list_or_all_can_be_taken_off(phone: OwnPhone, app: Flask, demo: DemoLogin) -> None:
    for name in ("Lijst 1", "Lijst 2", "Lijst 3"):
        phone.opens(share(app.test_client(), demo.slug, STORY_B)["code"]).calls_it_own(name)
    assert [kept["name"] for kept in phone.kept()] == ["Lijst 1", "Lijst 2", "Lijst 3"]
    phone.page.goto("/nl/own")

    phone.takes_off("Lijst 2")

    expect(phone.page.locator("[data-says=dropped]")).to_contain_text("Lijst 2")
    assert [kept["name"] for kept in phone.kept()] == ["Lijst 1", "Lijst 3"]
    phone.page.locator("[data-drop-all] summary").click()
    phone.page.locator("[data-drop-all] button").click()
    expect(phone.page.locator("[data-own-none]")).to_be_visible()
    assert phone.kept() == []


def test_a_name_that_tells_nothing_is_suggested(
    phone: OwnPhone, app: Flask, demo: DemoLogin
) -> None:
    for _ in range(2):
        phone.opens(share(app.test_client(), demo.slug, STORY_B)["code"], "en").calls_it_own("")

    assert [kept["name"] for kept in phone.kept()] == ["List 1", "List 2"]


def test_two_lists_have_two_names(phone: OwnPhone, app: Flask, demo: DemoLogin) -> None:
    phone.opens(share(app.test_client(), demo.slug, STORY_A)["code"]).calls_it_own("Oma")
    phone.opens(share(app.test_client(), demo.slug, STORY_B)["code"])

    phone.tries_name("Oma")

    expect(phone.page.locator("[data-own-taken]")).to_be_visible()
    field = phone.page.locator("[name=own_name]")
    expect(field).to_have_accessible_description(re.compile("Deze naam is er al"))
    assert len(phone.kept()) == 1


def test_a_list_that_was_taken_back_goes_from_the_phone_at_once(
    phone: OwnPhone, shared: dict[str, str]
) -> None:
    phone.opens(shared["code"]).calls_it_own()
    phone.page.goto("/nl/mine/withdraw")

    phone.page.locator("main form button").click()

    phone.page.wait_for_url("**/nl/mine")
    expect(phone.page.locator("main [role=status]")).to_contain_text("Lijst 1")
    assert phone.kept() == []


def test_a_list_that_is_gone_is_dropped_at_the_next_opening(
    phone: OwnPhone, app: Flask, shared: dict[str, str]
) -> None:
    phone.opens(shared["code"]).calls_it_own()
    elsewhere = app.test_client()
    elsewhere.post("/nl/open", data={"code": shared["code"]})
    elsewhere.post("/nl/mine/withdraw")
    phone.page.goto("/nl/own")

    phone.row("Lijst 1").locator("[data-open]").click()

    expect(phone.page.locator("[data-says=dead]")).to_contain_text("Lijst 1")
    expect(phone.page.locator("[data-says=dead]")).to_be_focused()
    assert phone.kept() == []


def test_a_gone_list_is_dropped_as_well_when_somebody_types_its_code(
    phone: OwnPhone, app: Flask, shared: dict[str, str]
) -> None:
    phone.opens(shared["code"]).calls_it_own()
    elsewhere = app.test_client()
    elsewhere.post("/nl/open", data={"code": shared["code"]})
    elsewhere.post("/nl/mine/withdraw")

    phone.page.goto("/nl/open")
    phone.page.locator("[name=code]").fill(shared["code"])
    phone.page.locator("[data-code-form] button").click()

    expect(phone.page.locator("main [role=status]")).to_contain_text("Lijst 1")
    assert phone.kept() == []


def answer_with(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body="<h1>Wifi</h1>")


def test_what_another_network_says_throws_no_key_away(
    phone: OwnPhone, faults: Faults, shared: dict[str, str]
) -> None:
    """Only our server may say that a key opens nothing: no hotel's login page, no proxy."""
    phone.opens(shared["code"]).calls_it_own()
    phone.page.goto("/nl/own")
    for status in (200, 404, 410, 503):
        faults.network_fails = True
        phone.page.route("**/nl/open", answer_with(status))

        phone.row("Lijst 1").locator("[data-open]").click()

        expect(phone.page.locator("[data-says=busy]")).to_be_visible()
        phone.page.unroute("**/nl/open")
    assert len(phone.kept()) == 1


def test_new_keys_put_the_phone_to_the_question_again(
    phone: OwnPhone, staff_client: FlaskClient, db_session: Session, shared: dict[str, str]
) -> None:
    phone.opens(shared["code"]).calls_it_own()
    keys = f"/practice/c/{db_session.scalars(select(Conversation.id)).one()}/keys"
    db_session.commit()
    page = check_page(give(staff_client, keys))

    phone.opens(page.find("p[@data-code]").text or "")

    expect(phone.page.locator("main .notice[role=status]")).to_contain_text("Lijst 1")
    expect(phone.page.locator("[name=own][value=none]")).to_be_checked()
    assert phone.kept() == []


def test_leaving_quickly_takes_everything(phone: OwnPhone, shared: dict[str, str]) -> None:
    phone.opens(shared["code"]).calls_it_own()

    Patient(phone.page).leaves_quickly()

    phone.page.goto("/nl/own")
    expect(phone.page.locator("[data-own-none]")).to_be_visible()
    assert phone.kept() == []


def test_done_says_that_it_takes_the_kept_lists_too(
    phone: OwnPhone, app: Flask, demo: DemoLogin
) -> None:
    phone.opens(share(app.test_client(), demo.slug, STORY_A)["code"]).calls_it_own("Oma")

    phone.opens(share(app.test_client(), demo.slug, STORY_B)["code"])

    warning = phone.page.locator("main a[data-exit]").locator("xpath=preceding-sibling::*[1]")
    expect(warning).to_contain_text("Oma")


def test_where_nothing_can_be_kept_nobody_is_asked(phone: OwnPhone, shared: dict[str, str]) -> None:
    phone.page.add_init_script(BREAK_STORAGE)

    phone.opens(shared["code"])

    expect(phone.page.locator("[name=own]")).to_have_count(0)


def test_a_tablet_of_the_practice_keeps_no_list(
    phone: OwnPhone, demo: DemoLogin, shared: dict[str, str]
) -> None:
    phone.page.goto(f"/nl/p/{demo.slug}#tablet")

    phone.opens(shared["code"])

    expect(phone.page.locator("[data-own]")).to_have_count(1)
    expect(phone.page.locator("[name=own]")).to_have_count(0)
    assert phone.kept() == []


def test_without_a_script_nothing_of_this_shows(page_without_script: Page, demo: DemoLogin) -> None:
    for address in ("/nl/", f"/nl/p/{demo.slug}", "/nl/open"):
        page_without_script.goto(address)
        words = page_without_script.get_by_text("Op deze telefoon")
        expect(words.filter(visible=True)).to_have_count(0)
