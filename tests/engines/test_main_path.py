"""The patient's main path in the engines of iPhones and of Firefox; everything else runs in Chromium."""

import pytest

from tests.engines.engine import Person, wait_for
from tests.people import STORY_A, Fields

pytestmark = pytest.mark.on_one_database

TYPED = {"reason"}
HALF_WAY = "sleep"
NOW = "return document.querySelector('form.one .now').dataset.step;"


def test_from_the_start_page_to_the_own_list_and_away(person: Person) -> None:
    begin(person)
    answer(person, STORY_A, until=HALF_WAY)
    person.engine.reload()
    assert step(person) == HALF_WAY
    person.presses("[data-languages] summary")
    person.presses("button[data-language=ar]")
    person.is_at("/ar/check/de-dreef")
    assert step(person) == HALF_WAY
    answer(person, STORY_A, until="review")
    assert person.sees("[data-sentence=priority]")

    person.presses("[data-share]")
    person.is_at("/ar/done")
    code = person.sees("[data-code]")
    person.opens("/nl/open")
    person.fills("#code", code.lower())
    person.presses("[data-code-form] button")
    person.is_at("/nl/mine")
    assert "Moe zijn" in person.sees("[data-part=priority]")

    person.presses("header [data-exit]")
    person.is_at("/nl/away")
    assert "Moe zijn" not in person.sees("main")
    assert person.engine.run("return (await indexedDB.databases()).length;") == 0


def begin(person: Person) -> None:
    person.opens("/nl/p/de-dreef")
    person.presses("main a[href$='/check/de-dreef']")
    assert step(person) == "filled_by"


def step(person: Person) -> str:
    """Give the question on the screen, once there is one."""
    found: str = wait_for(
        lambda: person.engine.run(NOW.replace(".dataset", "?.dataset")), "a question"
    )
    return found


def leaves(person: Person, question: str) -> None:
    wait_for(lambda: step(person) != question, f"what comes after {question}")


def answer(person: Person, fields: Fields, *, until: str) -> None:
    """Answer from the question on the screen on, and skip what is not in the story."""
    while (now := step(person)) != until:
        values = fields.get(now, [])
        for value in [values] if isinstance(values, str) else values:
            if now in TYPED:
                person.fills(f".now [name={now}]", value)
            else:
                person.presses(f".now input[name={now}][value='{value}']")
        # A tap on one of several faces goes on by itself.
        if now in TYPED or not isinstance(values, str):
            person.presses("[data-next]:not([hidden]), [data-skip]:not([hidden])")
        leaves(person, now)
