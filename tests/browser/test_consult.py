"""The consult screen: the fullest check fits, and parts that others need not see open by key."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.selfcheck.questions import TOPICS
from tests.pages.checked import HtmlPage, open_page
from tests.people.gp import take_over_login
from tests.people.stories import DemoLogin, Fields, find_token, share

STORY = "Ik slaap bij mijn moeder op de bank en dan werk ik de hele dag. "
# The most that anybody can answer, with the longest words.
FULL: Fields = {
    "filled_by": "together",
    "feeling": "bad",
    "reason": (STORY * 4)[:200],
    **{topic.code: "much" if number % 2 else "some" for number, topic in enumerate(TOPICS)},
    "priority": "habits",
    "priority_second": "papers",
    "help_wish": "rather_not",
    "help_wish_second": "yes",
    "worse_by": ["bad_memories", "housing", "conflict"],
    "strengths": ["family", "work", "exercise", "creating", "other"],
    "strengths_other": "met mijn broer naar de markt gaan",
    "helpers": ["family", "neighbourhood_team", "mental_health", "district_nurse"],
    "wants": ["think_together", "tell_story"],
    "own_words": (STORY * 16)[:1000],
    "interpreter": "1",
    "interpreter_language": "tr",
    "talk_alone": "1",
    "known_as": "Abdelmajid van der Weerden-Oosterhuis, maandag om 10:40",
}


@pytest.fixture
def carers_phone(app: Flask) -> FlaskClient:
    """The patient's phone, with a pass after sharing."""
    return app.test_client()


@pytest.fixture
def screen(
    carers_phone: FlaskClient,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
    desk_page: Page,
    live_server: str,
) -> Page:
    """The GP's screen with the fullest check, opened for the first time."""
    share(carers_phone, demo.slug, FULL, language="tr")
    address = f"/practice/c/{db_session.scalars(select(Conversation.id)).one()}"
    db_session.commit()
    staff_client.post(address, data={"csrf_token": find_token(staff_client.get(address).text)})
    take_over_login(staff_client, desk_page, live_server)
    desk_page.goto(address)
    return desk_page


@pytest.fixture
def changed(app: Flask, demo: DemoLogin, screen: Page, carers_phone: FlaskClient) -> Page:
    """The same screen, after the patient changed almost everything."""
    token = find_reply_token(open_page(carers_phone, "/tr/mine/change"))
    words = ("iets anders dan de vorige keer, want er is weer wat bij gekomen en dat is veel " * 3)[
        :200
    ]
    amounts = dict.fromkeys([topic.code for topic in TOPICS if FULL[topic.code] == "some"], "much")
    fields = {**FULL, **amounts, "reason": words, "feeling": "good", "reply_to": token}
    share(app.test_client(), demo.slug, fields, language="tr")
    screen.reload()
    return screen


def test_the_fullest_check_stands_on_one_screen(screen: Page) -> None:
    assert one_screen(screen)


def test_it_still_does_after_the_patient_changed_almost_everything(changed: Page) -> None:
    expect(changed.locator("[data-part=altered]")).to_contain_text("nadat het gelezen was")
    assert one_screen(changed)

    changed.keyboard.press("v")

    expect(changed.locator(".all-changes")).to_contain_text("Komt voor")
    assert one_screen(changed)


def test_it_prints_on_one_sheet_without_the_wish_to_talk_alone(changed: Page) -> None:
    changed.locator(".aside summary").first.click()

    paper = PdfReader(BytesIO(changed.pdf(prefer_css_page_size=True)))

    assert len(paper.pages) == 1
    text = paper.pages[0].extract_text()
    assert "Praktijk De Dreef" in text
    assert "Ik slaap bij mijn moeder" in text
    assert "alleen met de dokter" not in text
    assert "Let op" not in text


def test_who_looked_opens_by_key(screen: Page) -> None:
    screen.reload()
    screen.keyboard.press("w")
    expect(screen.locator("[data-part=lookers]")).to_contain_text("Bakker, huisarts")
    screen.keyboard.press("Escape")
    expect(screen.locator("[data-part=lookers]")).to_be_hidden()


def test_the_list_of_keys_names_those_that_work(screen: Page) -> None:
    screen.locator(".actions a").first.focus()
    screen.keyboard.press("?")
    keys = screen.locator("dialog[data-keys]")
    expect(keys).to_be_visible()
    named = dict(zip(*[keys.locator(tag).all_inner_texts() for tag in ("dt", "dd")], strict=True))
    on_page = screen.locator("[aria-keyshortcuts]:not([hidden])").count()
    assert len(named) == on_page
    assert named["k"] == "Kopieer voor het HIS"
    assert all(named.values())

    screen.keyboard.press("Escape")

    expect(keys).to_be_hidden()
    expect(screen.locator(".actions a").first).to_be_focused()


def test_single_keys_can_be_switched_off(screen: Page) -> None:
    screen.keyboard.press("?")
    screen.get_by_label("Sneltoetsen aan").uncheck()
    screen.keyboard.press("Escape")
    screen.keyboard.press("w")
    expect(screen.locator("[data-part=lookers]")).to_be_hidden()


def test_when_copying_is_refused_the_text_itself_is_shown(screen: Page) -> None:
    screen.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    screen.keyboard.press("k")
    expect(screen.locator("#his")).to_have_value(re.compile(r"^\s*S \(4D-zelfcheck, patiënt, "))


def one_screen(page: Page) -> bool:
    size: list[int] = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    return size == [1280, 720]


def find_reply_token(page: HtmlPage) -> str:
    return page.find("input[@name='reply_to']").get("value", "")


def test_labels_stay_in_their_fields(screen: Page) -> None:
    sticking_out = screen.locator("svg[data-map]:visible").evaluate(
        """svg => [...svg.querySelectorAll("[data-topic]")].filter(topic => {
          const field = svg.querySelector(`[data-zone][data-domain=${topic.dataset.domain}] rect`);
          const [label, rect] = [topic.querySelector("text"), field].map(part => part.getBoundingClientRect());
          return label.left < rect.left || label.right > rect.right
            || label.top < rect.top || label.bottom > rect.bottom;
        }).map(topic => topic.dataset.topic)"""
    )
    assert sticking_out == []


def test_the_wish_to_talk_alone_opens_by_key(screen: Page) -> None:
    note = screen.locator("[data-part=talk-alone]")
    expect(note).to_be_hidden()

    screen.get_by_label("Let op").focus()
    screen.keyboard.press("Enter")

    expect(note).to_be_visible()


def test_long_words_show_two_lines_and_the_rest_by_key(screen: Page) -> None:
    words = screen.locator("[data-part=own-words] summary")
    closed = words.bounding_box()

    words.focus()
    screen.keyboard.press("Enter")
    opened = words.bounding_box()

    assert closed is not None
    assert opened is not None
    assert opened["height"] > 3 * closed["height"]
    expect(words.locator("bdi")).to_have_attribute("lang", "tr")


def test_the_text_for_the_record_is_copied_with_one_press(screen: Page) -> None:
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"])

    screen.locator("[data-copy]").click()

    expect(screen.locator("[data-copied]")).to_have_text("Gekopieerd")
    copied = screen.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("S (4D-zelfcheck, patiënt, ")
    assert len(copied.splitlines()) <= 8


def test_own_words_open_large_for_the_patient_to_read_out(screen: Page) -> None:
    words = screen.locator("dialog[data-aloud-words=reason] bdi")
    expect(words).to_be_hidden()

    screen.locator("[data-aloud=reason]").click()

    expect(words).to_have_text(str(FULL["reason"]).strip())
    expect(words).to_have_attribute("lang", "tr")
    size = words.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 32
    screen.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(screen.locator("[data-aloud=reason]")).to_be_focused()


def test_the_narrow_map_takes_the_place_of_the_wide_one(screen: Page) -> None:
    for width, shown in ((1280, ".map-wide"), (960, ".map-narrow"), (390, ".map-narrow")):
        screen.set_viewport_size({"width": width, "height": 720})
        expect(screen.locator("svg[data-map]:visible")).to_have_count(1)
        expect(screen.locator(shown)).to_be_visible()
