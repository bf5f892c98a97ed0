"""One interface by which a test drives a browser, whichever engine the browser has."""

import json
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

# Long, because a busy build machine makes pages slow.
PATIENCE_S = 60
_PAUSE_S = 0.05

# Gives the middle of an element, in px of the window; null if it is hidden, disabled or covered.
# The element is scrolled to the middle of the screen, so that no fixed bar covers it. Two frames pass
# first: browsers drop what is pressed before a page was painted.
_POINT = """
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
await frame(); await frame();
const element = [...document.querySelectorAll(arguments[0])].find((one) => one.getClientRects().length);
if (!element || element.closest("[aria-disabled=true], .fresh")) return null;
element.scrollIntoView({ block: "center", behavior: "instant" });
const box = element.getBoundingClientRect();
const [x, y] = [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
return element.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
"""
_WORDS = """
const element = document.querySelector(arguments[0]);
return element && element.getClientRects().length ? element.innerText.trim() : null;
"""


# Tells later whether a press has reached the page: false until then, null on the next page.
_LISTEN = """
window.wasPressed = false;
addEventListener("pointerdown", () => { window.wasPressed = true; }, { capture: true, once: true });
"""
_WAS_PRESSED = "return window.wasPressed ?? null;"
_PRESS_ARRIVES_S = 10


class Engine(Protocol):
    """A browser that is driven as a person would: by pointer, keyboard and address bar."""

    def open(self, address: str) -> None:
        """Load an address and wait until the page is there; raises if the page cannot be loaded."""

    def reload(self) -> None:
        """Load the page again."""

    def back(self) -> None:
        """Press the browser's own Back."""

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script as the body of an async function in the page, and give what it returns.

        Gives None if the page is left before the script is done, so whoever waits asks the next page.
        """

    def tap(self, x: int, y: int) -> None:
        """Press at a point of the window, in px from its top left corner."""

    def type(self, text: str) -> None:
        """Type into the element that has the focus."""


class Person:
    """Somebody in front of a browser.

    Attributes:
        site: where the app is, such as `http://localhost:8000`.
    """

    def __init__(self, engine: Engine, site: str) -> None:
        self.engine = engine
        self.site = site

    def opens(self, path: str) -> None:
        self.engine.open(self.site + path)

    def presses(self, selector: str) -> None:
        """Press an element, once it is visible, nothing covers it, and it stands still."""
        before: list[int] | None = None
        while before != (point := wait_for(lambda: self.engine.run(_POINT, selector), selector)):
            before = point
        self.engine.run(_LISTEN)
        self.engine.tap(*point)
        if not self._was_pressed():  # what never reached the page was no press
            self.engine.tap(*point)

    def _was_pressed(self) -> bool:
        end = time.monotonic() + _PRESS_ARRIVES_S
        while self.engine.run(_WAS_PRESSED) is False:
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE_S)
        return True

    def ticks(self, selector: str) -> None:
        """Press a checkbox, and wait until it is ticked."""
        self.presses(selector)
        ticked = f"return document.querySelector({json.dumps(selector)}).checked;"
        wait_for(lambda: self.engine.run(ticked), f"the tick in {selector}")

    def fills(self, selector: str, text: str) -> None:
        self.presses(selector)
        focused = (
            f"return document.activeElement === document.querySelector({json.dumps(selector)});"
        )
        wait_for(lambda: self.engine.run(focused), f"the focus on {selector}")
        self.engine.type(text)

    def sees(self, selector: str) -> str:
        """Wait until an element is visible and has text, which a script may write later; give it."""
        words: str = wait_for(lambda: self.engine.run(_WORDS, selector), selector)
        return words

    def is_at(self, path: str) -> None:
        """Wait until a page is loaded whose address ends in this path."""
        script = (
            "return document.readyState === 'complete' && location.pathname.endsWith(arguments[0]);"
        )
        wait_for(lambda: self.engine.run(script, path), path)


def wait_for(ask: Callable[[], T], what: str, *, is_done: Callable[[T], bool] = bool) -> T:
    """Ask until the answer is what we wait for, and give it; fail after `PATIENCE_S` seconds."""
    end = time.monotonic() + PATIENCE_S
    while not is_done(answer := ask()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(_PAUSE_S)
    return answer
