"""The patient's main path in WebKit and Firefox; all other browser tests run in Chromium."""

from itertools import takewhile
from uuid import uuid4

import pytest

from tests.engines.engine import Person, wait_for
from tests.people.patient import CARDS, GOES_ON
from tests.people.stories import STORY_A, Fields
from tests.phones.line import KEPT, Line, practice_paths
from tests.phones.storage import WRITE_DRAFT

pytestmark = [pytest.mark.on_one_database, pytest.mark.timeout(400)]  # two slow drivers

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


def test_a_second_visit_needs_no_network(person: Person, line: Line) -> None:
    person.opens("/nl/p/de-dreef")
    person.engine.run(f"await ({WRITE_DRAFT})(arguments);", "de-dreef", draft(STORY_A, "helpers"))
    person.opens("/nl/check/de-dreef")
    kept = f"return (await ({KEPT})()).map((one) => one.path);"
    wanted = set(practice_paths("de-dreef", "nl", "tr"))
    wait_for(lambda: wanted <= set(person.engine.run(kept)), "what the phone keeps")

    line.down()
    person.opens("/nl/check/de-dreef")
    assert step(person) == "helpers"
    person.presses("[data-languages] summary")
    person.presses("button[data-language=tr]")
    person.is_at("/tr/check/de-dreef")
    answer(person, STORY_A, until="review")
    assert person.sees("[data-sentence=priority]")
    person.presses("[data-share]")
    assert person.sees("[data-state=waiting]")

    line.up()
    # A real phone fires `online` when its network is back. Here only the server was away, which no
    # browser notices, so the test fires the event.
    person.engine.run("dispatchEvent(new Event('online'));")
    person.is_at("/tr/done")
    assert person.sees("[data-code]")


def draft(story: Fields, step: str) -> dict[str, object]:
    """Give the draft on the phone of somebody who answered a story up to this question."""
    answers = [
        [name, value]
        for name, values in takewhile(lambda field: field[0] != step, story.items())
        for value in ([values] if isinstance(values, str) else values)
    ]
    return {"step": step, "uid": str(uuid4()), "answers": answers}


def begin(person: Person) -> None:
    person.opens("/nl/p/de-dreef")
    person.presses("[data-begin] a[href$='f=self']")
    assert step(person) == "feeling"


def step(person: Person) -> str:
    """Wait until a question is on the screen, and give its name."""
    found: str = wait_for(
        lambda: person.engine.run(NOW.replace(".dataset", "?.dataset")), "a question"
    )
    return found


def leaves(person: Person, question: str) -> None:
    wait_for(lambda: step(person) != question, f"what comes after {question}")


def answer(person: Person, fields: Fields, *, until: str) -> None:
    """Answer from the current question up to `until`; skip questions without a given answer."""
    while (now := step(person)) != until:
        given = fields.get(now, [])
        values = [given] if isinstance(given, str) else given
        if now in TYPED:
            person.fills(f".now [name={now}]", values[0])
        elif values:
            name = CARDS.get(now, now)
            for value in values[:-1]:
                person.ticks(f".now input[name={name}][value='{value}']")
            person.presses(
                f".now input[name={name}][value='{values[-1]}']"
            )  # may open the next one
        if now in TYPED or not person.engine.run(f"return ({GOES_ON})(...arguments);", now):
            person.presses("[data-next]" if values else "[data-skip]")
        leaves(person, now)
