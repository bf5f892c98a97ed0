"""An invitation from desk to phone, the answer, and a list that does not move under the mouse."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, Route, expect

from tests.inputs.invitations import Invited, invite, today
from tests.people.gp import take_over_login
from tests.people.logins import give
from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share
from tests.phones.browsers import DESK, OpenContext
from tests.phones.leaving import expect_nothing_left
from tests.phones.storage import READ_DATABASE, WRITE_DRAFT
from tests.phones.waits import wait_until

ASKS_EACH_MS = 5_000


@pytest.fixture
def desk(desk_page: Page, staff_client: FlaskClient, live_server: str) -> Page:
    """The screen of somebody who is logged in, with a clock that the test can move forward."""
    take_over_login(staff_client, desk_page, live_server)
    desk_page.clock.install()
    return desk_page


def looks_later(desk: Page) -> None:
    """Move the clock forward until the list has asked the server for changes."""
    desk.clock.run_for(ASKS_EACH_MS)


@pytest.fixture
def invited(staff_client: FlaskClient) -> Invited:
    """An invitation for today at 10:40."""
    return invite(staff_client, label="mw. A.", day=today().isoformat())


def has_no_draft(phone: Page) -> None:
    """Wait until no draft is left on the phone."""
    wait_until(phone, f"async () => (await ({READ_DATABASE})()).length === 0")


def row(desk: Page, name: str) -> Locator:
    return desk.locator("[data-row]", has_text=name)


def test_an_invitation_takes_twelve_keys_besides_the_name(
    desk: Page, open_device: OpenContext
) -> None:
    """n, four digits, Tab, the name, Enter, Enter to copy: well within ten seconds."""
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto("/practice/")
    expect(desk.locator("#code")).to_be_focused()
    desk.keyboard.press("Escape")
    pressed = 1
    for key in ("n", "1", "0", "4", "0", "Tab"):
        if key == "1":
            expect(desk.locator("#time")).to_be_focused()
        desk.keyboard.press(key)
        pressed += 1
    desk.keyboard.type("mw. A.")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-copy]")).to_be_focused()
    desk.keyboard.press("Enter")
    pressed += 2

    expect(desk.locator("[data-copied]")).to_contain_text("Gekopieerd")
    assert pressed <= 12
    text = desk.evaluate("navigator.clipboard.readText()")
    assert "10:40" in text
    assert "#i=" in text


def test_a_time_typed_before_the_script_comes_loses_no_digit(desk: Page) -> None:
    late: list[Route] = []
    desk.route("**/js/practice/invite.js", lambda route: late.append(route))
    desk.goto("/practice/invite", wait_until="commit")
    expect(desk.locator("#time")).to_be_focused()
    desk.keyboard.press("1")
    late[0].continue_()
    desk.wait_for_load_state("load")

    for key in "040":
        desk.keyboard.press(key)

    expect(desk.locator("#time")).to_have_value("1040")


def test_an_answer_appears_by_itself_in_the_place_of_its_invitation(
    desk: Page, invited: Invited, patient: Patient
) -> None:
    desk.goto("/practice/")
    expect(row(desk, "mw. A.")).to_contain_text("uitgenodigd")

    patient.page.goto(invited.path)
    patient.begins().takes_up({"feeling": "okay"}).shares()

    looks_later(desk)
    expect(row(desk, "mw. A.")).to_contain_text("gedeeld")
    expect(desk.locator("[data-show-news]")).to_have_text("1 nieuwe lijst")
    desk.locator("[data-show-news]").click()
    expect(row(desk, "mw. A.").locator("a")).to_be_focused()


def test_nothing_moves_under_the_hand(
    desk: Page, app: Flask, demo: DemoLogin, invited: Invited
) -> None:
    share(app.test_client(), demo.slug, {**STORY_B, "known_as": "Mehmet"})
    desk.goto("/practice/")
    expect(desk.locator("[data-row]")).to_have_count(2)
    row(desk, "mw. A.").hover()
    before = [line.bounding_box() for line in desk.locator("[data-row]").all()]

    for token in (invited.token, ""):
        share(app.test_client(), demo.slug, {**STORY_A, "known_as": "Fátima", "invitation": token})

    looks_later(desk)
    expect(desk.locator("[data-row]")).to_have_count(3)
    assert [line.bounding_box() for line in desk.locator("[data-row]").all()][:2] == before
    # The line under the pointer still shows its old state; it is updated when the pointer leaves.
    expect(row(desk, "mw. A.")).to_contain_text("uitgenodigd")
    desk.mouse.move(5, 5)
    expect(row(desk, "mw. A.")).to_contain_text("gedeeld")
    assert [line.bounding_box() for line in desk.locator("[data-row]").all()][:2] == before


def test_a_line_that_is_withdrawn_stays_where_it_is_and_leads_nowhere(
    desk: Page, staff_client: FlaskClient, invited: Invited
) -> None:
    desk.goto("/practice/")
    expect(row(desk, "mw. A.").locator("a[href]")).to_have_count(1)

    give(staff_client, invited.address, f"{invited.address}/withdraw")

    looks_later(desk)
    expect(row(desk, "mw. A.").locator("a[href]")).to_have_count(0)
    expect(row(desk, "mw. A.")).to_be_visible()


def test_an_open_list_says_so_when_nobody_is_logged_in_any_more(desk: Page) -> None:
    desk.goto("/practice/")
    desk.context.clear_cookies()

    looks_later(desk)
    expect(desk.locator("[data-ended]")).to_be_visible()

    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.clock.run_for(10 * ASKS_EACH_MS)
    assert desk.evaluate("fetch('/robots.txt').then((answer) => answer.ok)")
    assert [url for url in asked if not url.endswith("/robots.txt")] == []


def test_a_list_in_the_background_asks_for_nothing(desk: Page, open_device: OpenContext) -> None:
    desk.goto("/practice/")
    desk.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))

    desk.clock.run_for(10 * ASKS_EACH_MS)

    # Requests are reported in order: once this one is answered, `asked` has all earlier ones.
    assert desk.evaluate("fetch('/robots.txt').then((answer) => answer.ok)")
    assert [url for url in asked if not url.endswith("/robots.txt")] == []


def test_the_invitation_survives_reload_language_and_a_closed_tab(
    patient: Patient, invited: Invited, demo: DemoLogin
) -> None:
    phone = patient.page
    phone.goto(invited.path)
    phone.locator("main a[hreflang='tr']").click()
    patient.begins()
    phone.reload()
    patient.sees_question("feeling")
    phone.locator("[data-languages] summary").click()
    phone.locator("[data-language='nl']").click()
    phone.wait_for_url(re.compile("/nl/check/"))
    patient.sees_question("feeling")
    # Somebody comes back without the link: the draft holds the invitation's token.
    phone.goto("about:blank")
    phone.goto(f"/nl/check/{demo.slug}")
    patient.sees_question("feeling").takes_up({}).shares()

    assert f"invitation={invited.token}" in (patient.last_request_body or "")
    has_no_draft(phone)


def test_a_change_of_an_invited_list_says_when_it_is_read_in_every_language(
    patient: Patient, invited: Invited
) -> None:
    phone = patient.page
    phone.goto(invited.path)
    patient.begins()
    patient.sees_question("feeling").takes_up({}).shares()
    phone.goto("/nl/mine/change")
    patient.sees_question("review")
    expect(patient.question.get_by_text("op de dag van uw afspraak")).to_be_visible()

    phone.locator("[data-languages] summary").click()
    phone.locator("[data-language='en']").click()
    phone.wait_for_url(re.compile("/en/mine/change"))

    patient.sees_question("review")
    expect(patient.question.get_by_text("on the day of your appointment")).to_be_visible()
    expect(patient.question.get_by_text("only at your appointment")).to_be_hidden()


def test_two_invitations_on_one_phone_never_mix(
    patient: Patient, staff_client: FlaskClient, invited: Invited, demo: DemoLogin
) -> None:
    mother, son = invited, invite(staff_client, label="zoon")
    phone = patient.page
    phone.goto(f"/nl/p/{demo.slug}")
    draft = {"step": "review", "uid": "0" * 32, "answers": [["reason", "van moeder"]]}
    phone.evaluate(WRITE_DRAFT, [f"{demo.slug} i={mother.token}", draft])

    phone.goto(son.path.replace("/p/", "/check/"))

    patient.sees_question("filled_by")
    assert phone.locator("[name=reason]").input_value() == ""
    assert phone.locator("[name=invitation]").input_value() == son.token


def test_leaving_quickly_wipes_the_invitation(patient: Patient, invited: Invited) -> None:
    phone = patient.page
    phone.goto(invited.path.replace("/p/", "/check/"))
    patient.sees_question("filled_by").taps("filled_by", "self").sees_question("feeling")

    patient.leaves_quickly()

    assert "#" not in phone.url
    expect_nothing_left(phone)
    phone.go_back()
    assert invited.token not in phone.url


def test_a_morning_fits_on_the_screen(desk: Page, staff_client: FlaskClient) -> None:
    for number in range(12):
        invite(
            staff_client,
            time=f"{8 + number // 6:02}{number % 6}0",
            day=today().isoformat(),
            label=f"mw. {number}",
        )
    desk.goto("/practice/")

    expect(desk.locator("[data-row]")).to_have_count(12)
    last = desk.locator("[data-row]").last.bounding_box()
    assert last
    assert last["y"] + last["height"] <= DESK["height"]
