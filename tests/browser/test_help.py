"""A patient finds help on the phone: by topic, words and filters, with a network and without."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from pwa.practice.models import Practice
from tests.pages.axe import BUT_COLOURS, EVERYTHING, Checker
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.line import Line, wait_until_kept

CARDS = "[data-cards] article"


def names(page: Page) -> list[str]:
    return page.locator(f"{CARDS} h2").all_inner_texts()


def open_search(page: Page) -> None:
    page.locator("details:has(#words) > summary").click()


def wait_for_list(page: Page, slug: str, language: str = "nl") -> None:
    with page.expect_response(f"**/{language}/help/{slug}/list"):
        page.goto(f"/{language}/help/{slug}")


@pytest.mark.parametrize(
    ("language", "words", "first", "date"),
    [
        ("nl", "schluden", "Geldfit", "Lijst van"),
        ("ar", "ديون", "Geldfit", "قائمة"),
    ],
)
def test_the_kept_list_is_searched_and_filtered_without_a_network(
    phone: Page, practice: Practice, line: Line, language: str, words: str, first: str, date: str
) -> None:
    address = f"/{language}/help/{practice.slug}"
    phone.goto(address)
    wait_until_kept(phone, address, f"{address}/list")
    line.down()

    phone.goto(address)

    expect(phone.locator(CARDS).first).to_be_visible()
    open_search(phone)
    phone.fill("#words", words)
    expect(phone.locator("[data-list-date]")).to_contain_text(date)
    expect(phone.locator(f"{CARDS} h2").first).to_have_text(first)
    phone.locator("[name=area]").select_option("Overvecht, Utrecht")
    expect(phone.locator(CARDS).filter(has_text=first)).to_have_count(0)
    phone.locator("[name=area]").select_option("")
    phone.fill("#words", "")
    phone.locator("details[data-topics] summary").click()
    phone.locator("[data-topic=moving]").first.click()
    expect(phone.locator(CARDS)).to_have_count(2)
    expect(phone.locator("[data-chosen] [aria-current]")).to_be_focused()
    expect(phone.locator("#words")).to_be_hidden()
    open_search(phone)
    phone.locator("[name=free]").check(force=True)
    expect(phone.locator(CARDS)).to_have_count(1)
    expect(phone.locator(CARDS)).to_contain_text("Wandelgroep De Gagel")
    assert urlsplit(phone.url).query == ""
    phone.locator("[data-report] button").first.click()
    expect(phone.locator("[data-report] [role=status]")).to_be_visible()


def test_what_is_typed_goes_nowhere(browser_page: Page, practice: Practice) -> None:
    page = browser_page
    wait_for_list(page, practice.slug)
    open_search(page)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    page.fill("#words", "brieven")
    expect(page.locator(f"{CARDS} h2").first).to_have_text("Hulp bij brieven")
    page.keyboard.press("Enter")
    page.locator("[name=free]").check(force=True)
    page.locator("[name=spoken]").check(force=True)

    expect(page.locator("[data-count]")).to_have_text(re.compile("Gevonden: [0-9]+"))
    assert [one.url for one in asked if "/static/" not in one.url] == []
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, name, location.href])"
    )
    assert "brieven" not in kept


def test_own_topics_are_chips_and_one_is_shown_at_a_time(patient: Patient) -> None:
    patient.resumes(STORY_A).shares()
    page = patient.page
    with page.expect_response("**/list"):
        page.goto("/nl/mine/help")

    chips = page.locator("[data-chosen] button")
    expect(chips.first).to_have_text("Moe zijn")
    expect(chips.first).to_have_attribute("aria-current", "true")
    page.locator("[data-chosen] [data-topic=caring]").click()

    expect(page.locator(CARDS).filter(has_text="Mantelzorg Utrecht")).to_be_visible()
    assert urlsplit(page.url).path == "/nl/mine/help"
    sizes = page.locator(".chip .picto").evaluate_all(
        "all => all.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().height)"
    )
    assert set(sizes) == {28}


def test_one_press_reports_and_the_list_stays(browser_page: Page, practice: Practice) -> None:
    page = browser_page
    page.goto(f"/nl/help/{practice.slug}?topic=money")
    before = names(page)

    page.locator("[data-report] button").first.click()

    said = page.locator("[data-said]")
    expect(said).to_contain_text("Dank u. De praktijk kijkt ernaar.")
    expect(said).to_be_focused()
    assert names(page) == before
    said.get_by_label("Het nummer klopt niet.").check(force=True)
    said.get_by_role("textbox").fill("Een ander neemt op")
    said.get_by_role("button").click()
    expect(page.locator("[data-said] form")).to_have_count(0)
    expect(page.locator("[data-said]")).to_contain_text("Dank u")


def test_everything_is_reached_by_keyboard(browser_page: Page, practice: Practice) -> None:
    page = browser_page
    wait_for_list(page, practice.slug)

    page.locator("details:has(#words) > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("wandel")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # open now
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # free
    expect(page.locator("[name=open]")).to_be_checked()
    expect(page.locator("[name=free]")).to_be_checked()
    page.locator("[name=open]").focus()
    page.keyboard.press("Space")
    expect(page.locator(CARDS)).to_contain_text(["Wandelgroep De Gagel"])
    page.locator("details[data-topics] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-chosen] [aria-current]")).to_be_focused()
    expect(page.locator("[name=free]")).to_be_visible()  # for it is on


def test_paper_has_the_help_alone(browser_page: Page, practice: Practice) -> None:
    page = browser_page
    page.goto(f"/nl/help/{practice.slug}?topic=money")
    page.emulate_media(media="print")

    for unwanted in (".topics", "[data-moment]", "form"):
        assert page.locator(unwanted).count() > 0
        assert not any(part.is_visible() for part in page.locator(unwanted).all()), unwanted
    expect(page.locator(CARDS).first).to_be_visible()


def test_words_filters_and_reports_work_without_a_script(
    page_without_script: Page, practice: Practice
) -> None:
    page = page_without_script
    page.goto(f"/nl/help/{practice.slug}")
    open_search(page)
    page.fill("#words", "schluden")
    page.locator("[name=free]").check(force=True)
    page.locator("#help-form button").click()

    expect(page.locator(f"{CARDS} h2").first).to_have_text("Geldfit")
    assert urlsplit(page.url).query == ""
    page.locator("[data-report] button").first.click()
    expect(page.locator("[role=status]")).to_have_text("Dank u. De praktijk kijkt ernaar.")


@pytest.mark.parametrize(("language", "rules"), [("nl", EVERYTHING), ("ar", BUT_COLOURS)])
def test_axe_finds_nothing_in_any_state(
    browser_page: Page, practice: Practice, language: str, rules: dict[str, object]
) -> None:
    page = browser_page
    check = Checker(page, rules)
    wait_for_list(page, practice.slug, language)
    check("topics are open")
    open_search(page)
    check("search and topics are open")
    page.locator("[name=free]").check(force=True)
    page.fill("#words", "Buurtteam")
    expect(page.locator("[data-list-date]")).to_be_visible()
    expect(page.locator(f"{CARDS} h2").first).to_contain_text("Buurtteam")
    check("found by words")
    page.locator("[data-report] button").first.click()
    expect(page.locator("[data-said]")).to_be_visible()
    check("reported")
    page.fill("#words", "qqqqqqqqq")
    expect(page.locator("[data-none]")).to_be_visible()
    check("nothing found")
