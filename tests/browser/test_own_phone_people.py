"""Several people and practices on one phone: each sees only their own answers."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect

from tests.inputs.invitations import invite, today
from tests.people.colleagues import open_other_practice
from tests.people.own_phone import OwnPhone
from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share
from tests.phones.browsers import Faults
from tests.phones.storage import WRITE_DRAFT

CHECK = "/nl/check/de-dreef"
MOTHER, SON = "van moeder", "van de zoon"


@pytest.fixture
def phone(browser_page: Page) -> OwnPhone:
    return OwnPhone(browser_page)


@pytest.fixture
def shares(app: Flask, demo: DemoLogin) -> Callable[..., str]:
    """Give a function that shares a list from another device and gives its code."""

    def share_one(fields: Any, slug: str = demo.slug) -> str:
        return share(app.test_client(), slug, fields)["code"]

    return share_one


def begins(page: Page, key: str, words: str) -> None:
    """Put the draft of a begun list on the phone, under this draft key."""
    page.goto("/nl/p/de-dreef")
    draft = {"step": "reason", "uid": "0" * 32, "answers": [["reason", words]]}
    page.evaluate(WRITE_DRAFT, [key, draft])


def reason_on(page: Page) -> str:
    expect(page.locator("form.one")).to_be_visible()
    return page.locator("[name=reason]").input_value()


def test_the_next_person_does_not_find_the_answers_of_the_one_before(patient: Patient) -> None:
    page = patient.page
    begins(page, "de-dreef", MOTHER)
    page.goto("/nl/p/de-dreef")

    page.locator("[data-other]").click()

    patient.sees_question("filled_by")
    assert reason_on(page) == ""


def test_two_people_without_an_invitation_go_on_with_their_own(patient: Patient) -> None:
    page = patient.page
    begins(page, "de-dreef", MOTHER)
    page.goto("/nl/p/de-dreef")
    page.locator("[data-other]").click()
    patient.sees_question("filled_by").taps("filled_by", "self").sees_question("feeling")
    page.locator("[data-languages] summary").click()
    page.locator("[data-language=tr]").click()
    page.wait_for_url("**/tr/check/de-dreef#n=2")
    patient.sees_question("feeling")
    page.reload()
    patient.sees_question("feeling")
    assert reason_on(page) == ""

    page.goto("/nl/p/de-dreef")
    expect(page.locator("[data-go-on]")).to_have_count(2)
    page.locator("[data-go-on]").last.click()

    patient.sees_question("reason")
    assert reason_on(page) == MOTHER


def test_a_skip_link_does_not_lead_to_the_answers_of_the_other(patient: Patient) -> None:
    """A skip link changes the fragment (`#n=2` names the list): no other list, no step back."""
    page = patient.page
    begins(page, "de-dreef", MOTHER)
    page.goto(f"{CHECK}#n=2")
    patient.sees_question("filled_by").taps("filled_by", "self").sees_question("feeling")

    page.locator("a.unseen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    patient.sees_question("feeling")
    page.reload()

    patient.sees_question("feeling")
    assert reason_on(page) == ""


def test_one_with_an_invitation_and_one_without(
    patient: Patient, staff_client: FlaskClient
) -> None:
    page, mother = patient.page, invite(staff_client, label="moeder", day=today().isoformat())
    begins(page, f"de-dreef i={mother.token}", MOTHER)
    page.goto("/nl/p/de-dreef")

    page.locator("[data-other]").click()
    patient.sees_question("filled_by")

    assert reason_on(page) == ""
    assert page.locator("[name=invitation]").count() == 0
    # The mother's invitation link does not ask whose list to open: she finds her own.
    page.goto("about:blank")
    page.goto(mother.path)
    page.locator("[data-begin] a").first.click()
    patient.sees_question("reason")
    assert reason_on(page) == MOTHER


def test_a_list_for_one_practice_is_not_offered_at_another(app: Flask, patient: Patient) -> None:
    open_other_practice(app)
    begins(patient.page, "de-dreef", MOTHER)

    patient.page.goto("/nl/p/elders")

    expect(patient.page.locator("[data-begin]")).to_be_visible()
    patient.page.goto("/nl/check/elders")
    assert reason_on(patient.page) == ""


def test_each_opens_the_own_list_and_closes_that_of_the_other(
    phone: OwnPhone, shares: Callable[..., str]
) -> None:
    phone.opens(shares(STORY_A)).calls_it_own(MOTHER)
    phone.opens(shares(STORY_B)).calls_it_own(SON)
    passes = set()

    for name, topic, others in ((MOTHER, "Moe zijn", "geld"), (SON, "geld", "Moe zijn")) * 2:
        phone.page.goto("/nl/own")
        phone.row(name).locator("[data-open]").click()
        phone.page.wait_for_url("**/nl/mine")
        expect(phone.page.locator("[data-own-kept]")).to_contain_text(name)
        expect(phone.page.locator("[data-part=priority]")).to_contain_text(topic)
        expect(phone.page.locator("[data-part=priority]")).not_to_contain_text(others)
        [cookie] = phone.page.context.cookies()
        passes.add(cookie["value"])

    assert len(passes) == 4


def test_the_copies_of_two_people_do_not_mix(phone: OwnPhone, shares: Callable[..., str]) -> None:
    phone.opens(shares(STORY_A)).calls_it_own(MOTHER)
    phone.waits_for_copies(1)
    phone.opens(shares(STORY_B)).calls_it_own(SON)

    mother, son = phone.waits_for_copies(2)

    assert "Moe zijn" in mother["copy"]["html"]
    assert "Te weinig geld" not in mother["copy"]["html"]
    assert "Te weinig geld" in son["copy"]["html"]
    assert "Moe zijn" not in son["copy"]["html"]
    assert MOTHER not in mother["copy"]["html"]


def test_a_list_that_opens_in_another_tab_does_not_get_into_the_copy(
    patient: Patient, phone: OwnPhone, shares: Callable[..., str]
) -> None:
    """Two tabs share one pass (a cookie): one fetches its copy, the other opens another list."""
    code = shares(STORY_B)
    patient.resumes(STORY_A).shares()

    def open_the_other_first(route: Route) -> None:
        phone.page.context.request.post("/nl/open", form={"code": code})
        route.continue_()

    phone.page.route("**/nl/mine", open_the_other_first)
    with phone.page.expect_response("**/nl/mine"):
        phone.calls_it_own(MOTHER)
    phone.page.wait_for_timeout(500)

    [kept] = phone.kept()
    assert kept["copy"] is None


def test_a_key_that_opens_nothing_closes_the_list_of_the_one_before(
    phone: OwnPhone, app: Flask, shares: Callable[..., str]
) -> None:
    gone = shares(STORY_A)
    phone.opens(gone).calls_it_own(MOTHER)
    phone.opens(shares(STORY_B)).calls_it_own(SON)
    elsewhere = app.test_client()
    elsewhere.post("/nl/open", data={"code": gone})
    elsewhere.post("/nl/mine/withdraw")
    phone.page.goto("/nl/own")

    phone.row(MOTHER).locator("[data-open]").click()

    expect(phone.page.locator("[data-says=dead]")).to_contain_text(MOTHER)
    assert [kept["name"] for kept in phone.kept()] == [SON]
    assert phone.page.context.cookies() == []


def test_two_practices_stand_beside_each_other(
    phone: OwnPhone, app: Flask, shares: Callable[..., str]
) -> None:
    open_other_practice(app)
    phone.opens(shares(STORY_A)).calls_it_own("Lijst 1")
    phone.opens(shares(STORY_B, "elders")).calls_it_own("Lijst 2")

    phone.page.goto("/nl/own")

    expect(phone.row("Lijst 1")).to_contain_text("Praktijk De Dreef")
    expect(phone.row("Lijst 2")).to_contain_text("Praktijk Elders")
    assert [kept["practice"] for kept in phone.kept()] == ["de-dreef", "elders"]


def test_what_two_people_share_without_network_arrives_apart(
    patient: Patient, phone: OwnPhone, faults: Faults
) -> None:
    page, faults.network_fails = patient.page, True

    def lose_what_is_sent(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route(f"**{CHECK}", lose_what_is_sent)
    for key, fields in (("de-dreef", STORY_A), ("de-dreef n=2", STORY_B)):
        answers = [
            [name, value]
            for name, values in fields.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        page.goto("/nl/p/de-dreef")
        uid = f"{len(key):032x}"
        page.evaluate(WRITE_DRAFT, [key, {"step": "review", "uid": uid, "answers": answers}])
        page.goto("about:blank")
        page.goto(CHECK + ("#n=2" if "n=2" in key else "#n=1"))
        patient.sees_question("review")
        page.locator("[data-share]").click()
        expect(page.locator("[data-sending] [data-do=cancel]")).to_be_visible()
    page.unroute(f"**{CHECK}")

    # The page lists the newest first, which is the son's.
    for place, topic in ((0, "Te weinig geld"), (0, "Moe zijn")):
        page.goto("/nl/p/de-dreef")
        page.locator("[data-go-on]").nth(place).click()
        page.wait_for_url("**/nl/done")
        page.goto("/nl/mine")
        expect(page.locator("[data-part=priority]")).to_contain_text(topic)


def test_a_copy_leaves_the_screen_with_its_list(
    phone: OwnPhone, shares: Callable[..., str]
) -> None:
    for number, name in enumerate((MOTHER, SON), start=1):
        # A copy is made after the list is kept, and leaving the page breaks it off.
        phone.opens(shares(STORY_B)).calls_it_own(name).waits_for_copies(number)
    phone.page.goto("/nl/own")
    phone.page.route("**/nl/open", lambda route: route.fulfill(body="<h1>Wifi</h1>"))
    copy = phone.page.locator("[data-copy]")
    row = phone.row(MOTHER)
    row.locator("[data-open]").click()
    expect(copy.locator("svg[data-map]")).to_be_visible()

    row.locator("summary").click()
    row.locator("[data-drop]").click()

    expect(phone.page.locator("[data-says=dropped]")).to_be_visible()
    expect(copy).to_be_hidden()
    expect(copy.locator("svg[data-map]")).to_have_count(0)
    expect(phone.row(SON)).to_be_visible()
