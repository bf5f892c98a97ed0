"""The consult screen: the fullest check fits, and what others need not see opens by key."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.selfcheck.questions import TOPICS
from tests.people import DemoLogin, Fields, find_token, share

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
def screen(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
    desk_page: Page,
    live_server: str,
) -> Page:
    """The GP's screen with the fullest check, opened for the first time."""
    share(app.test_client(), demo.slug, FULL, language="tr")
    address = f"/practice/c/{db_session.scalars(select(Conversation.id)).one()}"
    db_session.commit()
    staff_client.post(address, data={"csrf_token": find_token(staff_client.get(address).text)})
    for name in ("gesprek_staff", "gesprek_keys"):
        cookie = staff_client.get_cookie(name)
        assert cookie is not None
        desk_page.context.add_cookies([{"name": name, "value": cookie.value, "url": live_server}])
    desk_page.goto(address)
    return desk_page


def test_the_fullest_check_stands_on_one_screen(screen: Page) -> None:
    size = screen.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [1280, 720]


def test_labels_stay_in_their_fields(screen: Page) -> None:
    sticking_out = screen.locator("svg[data-map]").evaluate(
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

    screen.locator(".aside summary").focus()
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
