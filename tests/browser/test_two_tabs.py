"""One list in two tabs: the newest answer to each question counts, and none is lost."""

import random
from functools import partial
from typing import Any

from playwright.sync_api import Page, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.storage import READ_DATABASE
from tests.phones.waits import wait_for, wait_until

Answers = dict[str, str]

ROUNDS = 10  # hundreds more without a browser: tests/js/tabs.test.js and merge.test.js
TAPS = 4
TIE_MS = 60  # an answer gets its time when it is painted: on a busy machine, later than the tap
TOPICS = ("pain", "tired", "sleep", "eating", "moving")
AMOUNTS = ("no", "some", "much", None)  # None: answer removed
# Taps at given moments, without waiting for the page; gives time, question and answer of each tap.
ROBOT = """
({ begin, taps }) => {
  const form = document.querySelector("[data-check]");
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  window.robot = (async () => {
    const done = [];
    for (const [moment, name, value, looks] of taps) {
      await sleep(begin + moment - Date.now());
      if (looks) dispatchEvent(new Event("focus"));
      const inputs = [...form.querySelectorAll(`input[name=${name}]`)];
      const now = inputs.find((input) => input.checked)?.value ?? null;
      if (now === value) continue; // nobody answers what stands there already
      for (const input of inputs) input.checked = input.value === value;
      done.push([Date.now(), name, value]);
      inputs[0].dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    return done;
  })();
}
"""
LOOK_AGAIN = "() => dispatchEvent(new Event('focus'))"
ANSWERS = """
(names) => Object.fromEntries([...new FormData(document.querySelector("[data-check]"))]
  .filter(([name]) => names.includes(name)))
"""
# Blocks the tab up to `ms` at each read of the database, as on a slow phone; the other tab goes on.
SLOWER = """
(ms) => {
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (key) {
    const end = performance.now() + Math.random() * ms;
    while (performance.now() < end);
    return get.call(this, key);
  };
}
"""


def open_two(patient: Patient) -> list[Page]:
    patient.opens_check()
    other = Patient(patient.page.context.new_page(), patient.slug).opens_check()
    for page in (patient.page, other.page):
        page.evaluate(SLOWER, 4)
    return [patient.page, other.page]


def answers(page: Page) -> Answers:
    found: Answers = page.evaluate(ANSWERS, list(TOPICS))
    return found


def kept(page: Page) -> Answers:
    """Give the answers in the database, one for each question."""
    drafts: list[dict[str, Any]] = page.evaluate(READ_DATABASE)
    return {name: value for draft in drafts for name, value in draft["answers"] if name in TOPICS}


def make_story(chance: random.Random) -> list[list[list[object]]]:
    """Draw taps for two tabs: moment (ms), question, answer, whether the tab gets the focus first.

    A tab taps each question once at most: people do not answer it twice while the page paints.
    """
    stories: list[list[list[object]]] = [[], []]
    for tab in stories:
        moments = sorted(chance.sample(range(0, 160, 5), TAPS))
        for moment, name in zip(moments, chance.sample(TOPICS, TAPS), strict=True):
            tab.append([moment, name, chance.choice(AMOUNTS), chance.random() < 0.3])
    return stories


def play(tabs: list[Page], story: list[list[list[object]]]) -> list[tuple[int, str, str | None]]:
    """Let both tabs tap at the same time; give (time in ms, question, answer) of each, by time."""
    begin = tabs[0].evaluate("Date.now()") + 30
    for tab, taps in zip(tabs, story, strict=True):
        tab.evaluate(ROBOT, {"begin": begin, "taps": taps})
    done = [tap for tab in tabs for tap in tab.evaluate("window.robot")]
    return sorted(((at, name, value) for at, name, value in done), key=lambda tap: tap[0])


def agrees(found: Answers, expected: dict[str, set[str | None]]) -> bool:
    return all(found.get(name) in values for name, values in expected.items())


def agree(tab: Page) -> bool:
    """Say whether this tab shows the answers in the database."""
    return answers(tab) == kept(tab)


def test_two_tabs_of_a_browser_lose_no_answer(patient: Patient) -> None:
    """A robot taps in two tabs, gives one the focus at times, and never waits for a write."""
    chance = random.Random(20_261_122)
    tabs = open_two(patient)
    # Sets, because either of two taps within `TIE_MS` may count as the last answer.
    expected: dict[str, set[str | None]] = {}
    fell: dict[str, int] = {}

    for number in range(ROUNDS):
        taps = play(tabs, make_story(chance))
        for at, name, value in taps:
            is_tie = at - fell.get(name, 0) <= TIE_MS
            expected[name] = expected.get(name, set()) | {value} if is_tie else {value}
            fell[name] = at
        wait_for(tabs[0], lambda: agrees(kept(tabs[0]), expected), f"in round {number}: {taps}")

    fresh = Patient(patient.page.context.new_page(), patient.slug).opens_check()
    for tab in (*tabs, fresh.page):
        tab.evaluate(LOOK_AGAIN)
        wait_for(tab, partial(agree, tab))
        assert agrees(answers(tab), expected)


def test_who_comes_back_to_a_tab_finds_the_place_and_the_answers_of_the_other(
    patient: Patient,
) -> None:
    patient.resumes(STORY_A, "tired").answers(STORY_A, until="sleep")
    other = Patient(patient.page.context.new_page(), patient.slug).opens_check()
    other.sees_question("sleep").answers(STORY_A, until="lonely")
    wait_until(other.page, f"async () => (await ({READ_DATABASE})())[0].step === 'lonely'")

    patient.page.bring_to_front()  # a background tab is painted once in two seconds
    patient.page.evaluate(LOOK_AGAIN)

    patient.sees_question("lonely").takes_up(STORY_A).shares()
    assert "caring=much" in (patient.last_request_body or "")
    assert "stress=some" in (patient.last_request_body or "")


def test_a_list_that_was_shared_does_not_come_back_in_the_other_tab(patient: Patient) -> None:
    patient.resumes(STORY_A, "tired").answers(STORY_A, until="sleep")
    other = Patient(patient.page.context.new_page(), patient.slug).opens_check()
    other.sees_question("sleep").takes_up(STORY_A).shares()

    patient.page.wait_for_url("**/nl/done")

    expect(patient.page.locator("[data-code]")).to_be_visible()
    assert patient.page.evaluate(READ_DATABASE) == []
