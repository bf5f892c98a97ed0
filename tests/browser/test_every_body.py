"""For eyes that need other colours, for who cannot bear movement, and for one key that goes on and one that presses."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_read_aloud import VOICE
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import OpenContext

SECRET = "Ik wil alleen met de dokter praten"

pytestmark = pytest.mark.on_one_database

# All that shows of an element and of what its style puts into it, as forced colours leave it.
LOOKS = """
(pairs) => {
  const names = ["backgroundColor", "borderTopColor", "borderTopStyle", "borderTopWidth", "color", "content", "fill", "fontWeight",
    "insetInlineStart", "outlineColor", "outlineStyle", "outlineWidth", "stroke", "textDecorationLine"];
  const look = (selector) => {
    const element = document.querySelector(selector);
    if (!element) throw new Error(`${selector} is not there`);
    return ["", "::before"].map((part) => names.map((name) => getComputedStyle(element, part)[name]).join());
  };
  return pairs.filter(([one, other]) => String(look(one)) === String(look(other)));
}
"""
# What moves by itself, or glides to another place.
MOVING = """
() => [document.documentElement, ...document.querySelectorAll("*")].filter((element) => {
  const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
  return animationName !== "none" || !/^0s(, 0s)*$/.test(transitionDuration) || scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 80))
"""
SPEAKS = "(selector) => document.querySelector(selector).classList.add('ear-now')"

# Notes what can be pressed on the screen now. The button in the bar that begins the reading again comes and goes with it.
CONTROLS = """
() => {
  window.controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.type !== "hidden" && !one.disabled && !one.matches(".ear [data-ear-go]")
      && one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
  return controls.map((one) => one.outerHTML.slice(0, 120));
}
"""
NOW = "() => controls.indexOf(document.activeElement)"
# The first Tab fetches what Tab needs, and then it runs.
BY_KEY = """
() => {
  const fetched = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/by_key.js"));
  return fetched && import(fetched.name).then(() => true);
}
"""
SHOW = """
(step) => {
  document.querySelector("[data-step].now").classList.remove("now");
  document.querySelector(`[data-step=${step}]`).classList.add("now");
}
"""


def same(page: Page, *pairs: Sequence[str]) -> list[list[str]]:
    """Give those pairs of which both look alike."""
    found: list[list[str]] = page.evaluate(LOOKS, pairs)
    return found


def test_forced_colours_leave_every_difference_and_nothing_moves(open_device: OpenContext) -> None:
    phone = open_device(
        has_touch=True, is_mobile=True, forced_colors="active", reduced_motion="reduce"
    )
    phone.add_init_script(VOICE)
    patient = Patient(phone.new_page())
    page = patient.page
    page.goto("/nl/p/de-dreef")
    assert page.evaluate(MOVING) == []

    patient.resumes(STORY_A)
    expect(page.locator("html.by-ear")).to_have_count(1)
    page.locator("[data-shares=society]").uncheck(force=True)
    page.evaluate(SPEAKS, "[data-step=pain] h2")
    page.evaluate(SPEAKS, "[data-step=pain] .choice")
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('[data-shares=mind]').focus()")
    answer = "[data-step=tired] [value={}] + span"

    alike = ["[data-shares=body] ~ i", "[data-shares=social] ~ i"]

    assert same(
        page,
        (answer.format("much"), answer.format("some")),
        (
            "[data-step=strengths] :checked + span",
            "[data-step=strengths] :not(:checked) + span",
        ),
        ("[data-step=pain] h2", "[data-step=tired] h2"),
        ("[data-step=pain] .choice > span", "[data-step=stress] .choice > span"),
        alike,
        ("[data-shares=body] ~ i", "[data-shares=society] ~ i"),
        ("[data-shares=body] ~ i", "[data-shares=mind] ~ i"),
        ("svg [data-amount=much] .dot", "svg [data-amount=some] .dot"),
    ) == [alike]
    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("by_ear", [False, True])
def test_one_key_goes_through_everything_and_one_presses(desk_page: Page, *, by_ear: bool) -> None:
    page = desk_page
    if by_ear:
        page.context.add_init_script(VOICE)
    patient = Patient(page).resumes({"pain": "no"}, "tired")
    expect(page.locator("html.by-ear")).to_have_count(int(by_ear))

    page.keyboard.press("Tab")
    page.wait_for_function(BY_KEY)
    missed = {}
    for step in ("tired", "strengths", "practical", "review"):
        page.evaluate(SHOW, step)
        if by_ear:  # the question was read, so nothing comes any more
            expect(page.locator("[data-ear-bar]")).to_have_attribute("data-state", "waiting")
        controls = page.evaluate(CONTROLS)
        reached = set()
        for _ in range(len(controls) + 5):
            page.keyboard.press("Tab")
            reached.add(page.evaluate(NOW))
        missed[step] = [html for place, html in enumerate(controls) if place not in reached]

    assert {step: left for step, left in missed.items() if left} == {}
    page.evaluate(SHOW, "tired")
    press(page, "input[name=tired][value=some]", "Space")
    press(page, "[data-next]", "Enter")
    patient.sees_question("sleep")


def test_what_others_may_not_hear_sounds_at_a_press_of_a_key(desk_page: Page) -> None:
    desk_page.context.add_init_script(VOICE)
    Patient(desk_page).resumes({"pain": "no"}, "practical")
    expect(desk_page.locator("[data-ear-bar]")).to_have_attribute("data-state", "waiting")
    assert SECRET not in desk_page.evaluate("heard")

    press(desk_page, "[data-ear-say][role=button]", "Enter")

    desk_page.wait_for_function("(text) => heard.includes(text)", arg=SECRET)
    expect(desk_page.locator("[name=talk_alone]")).not_to_be_checked()


def press(page: Page, selector: str, key: str) -> None:
    """Go on with Tab to a control, and press it."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate("(element) => element === document.activeElement"):
            break
    page.keyboard.press(key)
