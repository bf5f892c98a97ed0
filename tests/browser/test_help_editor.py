"""The editor of a help service in a browser: the phone's view follows, and the keyboard is enough."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy.orm import Session

from pwa.directory.packaged import NATIONAL, load_services
from tests.inputs.help_list import LIST, report
from tests.pages.axe import Checker
from tests.people.gp import take_over_login
from tests.people.helper import BUURTTEAM, WALK, edit
from tests.phones.browsers import DESK

HERE = f"/practice/help/{WALK}"


@pytest.fixture
def editor(staff_client: FlaskClient, desk_page: Page, live_server: str) -> Page:
    """The editor of a service, open on the GP's screen."""
    take_over_login(staff_client, desk_page, live_server)
    desk_page.goto(HERE)
    return desk_page


def test_the_phone_shows_what_is_typed_in_the_language_that_is_chosen(editor: Page) -> None:
    phone = editor.locator("[data-part=phone]")
    expect(editor.locator("[data-look]")).to_be_hidden()

    editor.fill("#what-nl", "Samen een uur wandelen.")
    expect(phone).to_contain_text("Samen een uur wandelen.")
    expect(editor.locator("[data-part=translated]")).to_contain_text("Klopt het nog in: Engels")
    editor.locator("[name=view][value=ar]").check()
    expect(phone).to_have_attribute("dir", "rtl")
    expect(phone).to_contain_text("المشي معًا")
    editor.locator("#audiences [value=women]").check()
    editor.fill("#audience-nl", "")
    expect(phone).to_contain_text("للنساء")
    card = phone.locator(".card").bounding_box()
    assert card is not None
    assert card["width"] <= 320, "as wide as on a phone"


LOOKS = """
(root) => [...document.querySelectorAll(`${root} *`)].filter((each) => !each.closest("svg, .checked form")).map((each) => {
  const { display, fontWeight, color, listStyleType, textDecorationLine, flexDirection } = getComputedStyle(each);
  const after = getComputedStyle(each, "::after").content;
  return [each.localName, display, fontWeight, color, listStyleType, textDecorationLine, flexDirection, after].join(" ");
})
"""


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_card_looks_as_on_the_patients_page(editor: Page, language: str) -> None:
    editor.locator(f"[name=view][value={language}]").check()
    expect(editor.locator("[data-part=phone]")).to_have_attribute("lang", language)
    here = editor.evaluate(LOOKS, "[data-part=phone] .card")
    editor.locator("[data-help] .actions button").click()
    editor.wait_for_url("**/practice/help")

    editor.goto(f"/{language}/help/de-dreef?topic=moving")

    there = editor.evaluate(LOOKS, f"[data-option='{WALK}']")
    assert len(here) > 10
    assert here == there


def test_an_older_question_is_given_up(editor: Page) -> None:
    """The answer to it may come after the newer one, and would then be shown in its place."""
    held: list[Route] = []
    editor.route("**/preview", lambda route: held.append(route), times=1)
    with editor.expect_request("**/preview"):
        editor.fill("#name", "Eerste naam")

    with editor.expect_event("requestfailed", lambda each: each.url.endswith("/preview")):
        editor.fill("#name", "Tweede naam")

    expect(editor.locator("[data-part=phone]")).to_contain_text("Tweede naam")
    assert len(held) == 1


def test_a_time_is_added_mended_and_saved_by_keyboard(
    editor: Page, staff_client: FlaskClient
) -> None:
    press = editor.keyboard.press
    editor.locator("[data-more=open]").focus()
    press("Enter")
    expect(editor.locator("[name=open-2-day][value=MO]")).to_be_focused()
    press("Tab")
    press("Space")
    for _ in range(6):
        press("Tab")
    expect(editor.locator("#open-2-from")).to_be_focused()
    editor.keyboard.type("930")
    press("Tab")
    editor.keyboard.type("11")
    editor.locator("[value=open-1][name=less]").focus()
    press("Enter")
    expect(editor.locator("[data-more=open]")).to_be_focused()
    expect(editor.locator("[data-part=phone]")).to_contain_text("09:30")
    editor.locator("#contact").focus()
    editor.keyboard.type("Fatma")
    press("Enter")

    expect(editor.get_by_role("status").first).to_contain_text("is opgeslagen")
    saved = edit(staff_client).fields
    assert (saved["open-1-day"], saved["open-1-from"]) == (["TU"], ["09:30"])
    assert saved["contact"] == ["Fatma"]
    assert "open-2-day" not in saved


def test_a_reported_number_is_mended_in_four_presses(
    staff_client: FlaskClient, desk_page: Page, live_server: str, db_session: Session
) -> None:
    report(db_session, BUURTTEAM, "nummer klopt niet")
    take_over_login(staff_client, desk_page, live_server)
    desk_page.goto(LIST)
    presses = 0

    def press(target: Locator) -> None:
        nonlocal presses
        target.click()
        presses += 1

    press(desk_page.get_by_role("link", name="Meldingen"))
    press(desk_page.get_by_role("link", name="Buurtteam Overvecht"))
    expect(desk_page.locator("body")).to_contain_text("1 patiënt zegt: er klopt iets niet")
    press(desk_page.locator("#phone-1"))
    desk_page.keyboard.press("Control+A")
    desk_page.keyboard.type("030 271 99 98")
    press(desk_page.locator(".actions").get_by_role("button", name="Opslaan"))

    expect(desk_page.get_by_role("status").first).to_contain_text(
        "Buurtteam Overvecht is opgeslagen"
    )
    assert presses <= 4
    number = staff_client.get("/nl/help/de-dreef?topic=money").text
    assert "030 271 99 98" in number
    desk_page.get_by_role("link", name="Meldingen").click()
    expect(desk_page.locator("body")).to_contain_text("Geen patiënt heeft iets gemeld")
    desk_page.goto(f"/practice/help/{BUURTTEAM}/history")
    desk_page.get_by_role("button", name="Draai").click()
    assert edit(staff_client, BUURTTEAM).fields["phone-1"] == ["030 000 00 01"]


def test_axe_finds_nothing(staff_client: FlaskClient, desk_page: Page, live_server: str) -> None:
    page = desk_page
    take_over_login(staff_client, page, live_server)
    check = Checker(page, also=(("dark", DESK),))
    for width in (600, 320):
        page.set_viewport_size({"width": width, "height": 720})
        check.visit(HERE)
    page.set_viewport_size(DESK)
    check.visit("/practice/help/new")
    check.visit(f"/practice/help/{load_services(NATIONAL)[0].id}")
    page.goto(HERE)
    for fold in page.locator("main summary").all():
        fold.click()
    page.locator("[data-more=open]").click()
    page.fill("#open-2-from", "laat")
    page.fill("#url", "geen adres")
    page.locator("[name=view][value=ar]").check()
    page.locator(".actions button").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    check("with errors")
    page.goto(HERE)
    edit(staff_client).saves(what_nl="Samen lopen.")
    page.fill("#what-nl", "Een uur wandelen.")
    page.locator(".actions button").click()
    expect(page.locator("fieldset[data-part=what-nl]")).to_be_visible()
    check("two versions")
