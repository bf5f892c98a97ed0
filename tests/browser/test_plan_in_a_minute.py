"""Story A's plan is made in a minute: counted presses by mouse, counted keys by keyboard, and their time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_plan import address, desk, link
from tests.pages.axe import find_violations

__all__ = ("address", "desk", "link")

MOST_PRESSES: Final = 12
MOST_KEYS: Final = 45
MOST_SECONDS: Final = 60
# 40 words a minute, five characters a word.
SECONDS_A_CHARACTER: Final = 60 / (40 * 5)
SECONDS_A_PRESS: Final = 1.5

GOAL: Final = "Ik wil weer energie voor mijn kinderen"
PLAN: Final = {
    "goal": GOAL,
    "step-1-what": "sport_childcare",
    "step-1-count": "2",
    "step-1-person": "mijn zus",
    "step-2-what": "carer_support",
    "step-3-what": "blood_test",
}


@dataclass
class Robot:
    """Somebody whose presses and keys are counted; time is reckoned, not waited for.

    Own words (the goal, a name) are the same on any form: they take time, but are no keys. Letters
    that find a step and what is put into the places of a sentence are keys.

    Attributes:
        presses: of the mouse.
        keys: keys that are no own words.
        commands: those of the keys that move on, choose or save; each takes the time of a press.
        characters: all that was typed.
    """

    page: Page
    presses: int = 0
    keys: int = 0
    commands: int = 0
    characters: int = 0
    log: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        by_press = (self.presses + self.commands) * SECONDS_A_PRESS
        return by_press + self.characters * SECONDS_A_CHARACTER

    def press(self, target: Locator) -> None:
        target.click()
        self.presses += 1

    def says(self, words: str) -> None:
        """Type own words."""
        self.page.keyboard.type(words)
        self.characters += len(words)

    def types(self, letters: str) -> None:
        """Type what finds a step, or what belongs in a place of its sentence."""
        self.page.keyboard.type(letters)
        self.characters += len(letters)
        self.keys += len(letters)

    def key(self, name: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(name)
        self.keys += times
        self.commands += times

    def finds(self, letters: str, text: str) -> None:
        """Type letters until a step is the first suggestion, and take it."""
        self.types(letters)
        suggestion = self.page.locator("[class*=option--focused]:visible")
        expect(suggestion).to_contain_text(text)
        self.key("Enter")


def expect_plan(page: Page, expected: Mapping[str, str]) -> None:
    """Check the saved plan: its fields, and what is chosen only by somebody's press."""
    expect(page.locator("[data-part=saved]")).to_be_visible()
    for name, value in expected.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    expect(page.locator("[name=step-2-help] option:checked")).to_have_text("Mantelzorg Utrecht")
    expect(page.locator("[name=next_talk_period][value=six_weeks]")).to_be_checked()
    expect(page.locator("[name=step-3-role][value=doctor]")).to_be_checked()
    handover = page.locator("[data-handover='2'][data-is-open]")
    expect(handover).to_contain_text("Mantelzorg Utrecht, afgesproken")


def expect_nothing_chosen(page: Page) -> None:
    expect(page.locator("[name$=_period]:checked")).to_have_count(0)


def expect_to_be_asked(page: Page) -> Locator:
    """Check that the letter is shown and neither answer is chosen; gives the yes."""
    yes = page.locator("[name=step-2-handover][value=yes]")
    expect(page.locator("[data-letter=own]")).to_contain_text("Samira")
    expect(yes).to_be_focused()
    expect(page.locator("[name=step-2-handover]:checked")).to_have_count(0)
    return yes


def test_by_mouse(desk: Page) -> None:
    robot = Robot(desk)
    expect_nothing_chosen(desk)
    robot.says(GOAL)
    robot.press(desk.locator("g[data-topic=tired]"))
    robot.press(desk.locator("[data-offers=tired] [data-phrase=sport_childcare]"))
    robot.types("2")
    robot.press(desk.locator("[name=step-1-person]"))
    robot.types("zus")
    robot.press(desk.locator("g[data-topic=caring]"))
    robot.press(desk.locator("[data-offers=caring] [data-phrase=carer_support]"))
    robot.press(desk.locator("#step-3-text"))
    robot.types("bloe")
    robot.press(desk.get_by_role("option", name="Bloed laten prikken").locator("visible=true"))
    robot.press(desk.locator("#step-2-patient"))
    robot.says("Samira")
    robot.press(desk.locator("[data-handover='2'] [data-show-letter]"))
    robot.press(expect_to_be_asked(desk))
    robot.press(desk.locator("[name=next_talk_period][value=six_weeks]"))
    robot.press(desk.get_by_role("button", name="Meegeven"))

    expect_plan(desk, PLAN)
    assert robot.presses <= MOST_PRESSES
    copied = copy_for_the_record(robot)
    assert robot.seconds <= MOST_SECONDS, "with the copy"
    assert copied.startswith("S (4D-zelfcheck, patiënt, ")
    [plan] = [text for text in re.split(r"\n(?=[SP] )", copied) if text.startswith("P ")]
    assert GOAL in plan
    assert "mijn zus" in plan


def copy_for_the_record(robot: Robot) -> str:
    """Press the one button that copies S and P, and give what is on the clipboard."""
    robot.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    robot.press(robot.page.locator("[data-copy]:visible"))
    expect(robot.page.locator("[data-copied]")).to_have_text("Gekopieerd")
    copied: str = robot.page.evaluate("navigator.clipboard.readText()")
    return copied


def test_by_keyboard_alone(desk: Page) -> None:
    robot = Robot(desk)
    robot.says(GOAL)
    robot.key("Tab", 2)
    robot.finds("spo", "sporten;")
    robot.types("2")
    robot.key("Tab")
    robot.types("zus")
    robot.key("Tab", 4)  # who, when, help, the next row
    expect(desk.locator("#step-2-text")).to_be_focused()
    robot.finds("man", "Mantelzorg Utrecht")
    robot.key("Tab", 3)  # when, help, the handover
    robot.says("Samira")
    robot.key("Enter")
    expect_to_be_asked(desk)
    robot.key("Space")
    robot.key("Tab")
    expect(desk.locator("#step-3-text")).to_be_focused()
    robot.finds("pri", "Bloed laten prikken")
    robot.key("Tab", 7)  # name, when, help, two folds, the button, the next talk
    robot.key("2")
    robot.key("Control+s")

    expect_plan(desk, PLAN)
    assert robot.keys <= MOST_KEYS
    assert robot.seconds <= MOST_SECONDS


def test_number_keys_choose_who_and_when_and_a_second_press_takes_a_time_back(desk: Page) -> None:
    desk.locator("g[data-topic=tired]").press("Enter")
    desk.locator("[data-offers=tired] [data-phrase=day_plan]").press("Enter")
    expect(desk.locator("[name=step-1-role][value=patient]")).to_be_focused()

    desk.keyboard.press("3")
    expect(desk.locator("[name=step-1-role][value=poh]")).to_be_checked()
    desk.keyboard.press("9")
    expect(desk.locator("[name=step-1-when_period][value=two_weeks]")).to_be_checked()
    desk.keyboard.press("9")
    expect_nothing_chosen(desk)
    desk.keyboard.press("0")
    expect(desk.locator("[name=step-1-when]")).to_be_focused()


def test_a_fourth_step_is_not_added_and_a_row_that_is_emptied_takes_the_next(desk: Page) -> None:
    desk.locator("g[data-domain=body] [data-title]").click()
    offers = desk.locator("[data-offers=body] button")
    for number in range(3):
        offers.nth(number).click()
    expect(desk.locator("[data-full]")).to_be_hidden()

    offers.nth(3).click()
    expect(desk.locator("[data-full]")).to_be_visible()
    expect(desk.locator(".sentence:visible")).to_have_count(3)

    desk.get_by_role("button", name="Stap 2 leegmaken").click()
    expect(desk.locator("#step-2-text")).to_be_focused()
    offers.nth(3).click()
    expect(desk.locator("[data-full]")).to_be_hidden()
    code = offers.nth(3).get_attribute("data-phrase") or ""
    expect(desk.locator("[name=step-2-what]")).to_have_value(code)


def test_words_that_nobody_chose_are_own_words_with_their_language(desk: Page) -> None:
    desk.locator("#step-1-text").fill("met mijn baas praten over de nachten")
    desk.locator("[name=step-1-language]").select_option("tr")
    desk.get_by_role("button", name="Meegeven").click()

    expect(desk.locator("[data-part=saved]")).to_be_visible()
    expect(desk.locator("#step-1-text")).to_have_value("met mijn baas praten over de nachten")
    expect(desk.locator("[name=step-1-language]")).to_have_value("tr")
    expect(desk.locator("[name=step-1-what]")).to_have_value("own")


@pytest.mark.parametrize("width", [600, 960, 1024, 1280])
def test_it_is_whole_at_every_width(desk: Page, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 720})
    desk.locator("g[data-topic=caring]").click()
    desk.locator("[data-offers=caring] button").first.click()
    desk.locator("#step-2-text").fill("bloe")
    expect(desk.locator("[role=option]:visible").first).to_be_visible()

    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    assert find_violations(desk) == []
