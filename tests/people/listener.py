"""Somebody who cannot read: hears what is played, and presses what is framed while it sounds."""

import time
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from playwright.sync_api import Page

from pwa.selfcheck import questions as q
from pwa.voice.core import split_sentences
from pwa.voice.sentences import translate
from tests.pages.checked import HtmlPage
from tests.people.stories import Fields

PATIENCE_S = 60
# A person who has heard nothing for so long presses the loudspeaker once more: soon where the bar says that nothing is read,
# as on a new page in browsers that sound after a tap only, and else late.
ONCE_MORE_S = 25
SOON_S = 2
_PAUSE_S = 0.05
WAITING = "Waiting for network. Your answers are on this device. We send them for you."

# Notes each sound when it really begins: the one audio element must be playing. What is framed is noted with it. A sound that
# is waited for, and one that comes after a press, is over for the page only when the person is ready for the next one: so a
# press never comes too late, however slow the machine is. Gives what was heard.
HEAR = """
const [haste, until, ...texts] = arguments;
if (!window.heard) {
  window.heard = [];
  window.listening = { wanted: [], isHolding: false, over: null };
  document.addEventListener("mg:said", ({ detail }) => {
    const sounds = [...document.querySelectorAll("audio")].some((audio) => !audio.paused || audio.ended);
    if (!sounds) return;
    heard.push({ text: detail.text.trim(), framed: document.querySelector(".ear-now") });
    listening.isHolding ||= listening.wanted.includes(detail.text.trim());
  });
  document.addEventListener("click", () => { listening.isHolding = true; }, true);
  document.addEventListener("ended", (event) => {
    if (!listening.isHolding) return;
    event.stopImmediatePropagation();
    listening.over = event.target;
  }, true);
  // Sounds are played faster, so that the test is.
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    this.playbackRate = haste;
    return play.call(this);
  };
}
listening.wanted = texts;
if (!heard.slice(until).some(({ text }) => texts.includes(text))) {
  listening.isHolding = false;
  const { over } = listening;
  listening.over = null;
  if (over?.ended) over.dispatchEvent(new Event("ended"));
}
return heard.map(({ text }) => text);
"""
# Whether nothing is being read, as the bar at the lower edge says.
_IS_SILENT = "return Boolean(document.querySelector('.ear:not([data-state=reading])'));"
# Gives a point of what was framed, away from its loudspeaker; null if it is hidden, covered or taps are ignored.
_POINT = """
const element = typeof arguments[0] === "number" ? heard[arguments[0]].framed
  : [...document.querySelectorAll(arguments[0])].find((one) => one.getClientRects().length);
if (!element || !element.getClientRects().length || element.closest(".fresh")) return null;
const bar = document.querySelector(".ear").getBoundingClientRect().top;
const box = () => element.getBoundingClientRect();
if (!element.closest(".ear, .ear-first") && (box().top < 0 || box().bottom > bar)) element.scrollIntoView({ block: "center", behavior: "instant" });
const [x, y] = [box().x + box().width * 0.45, box().y + box().height / 2].map(Math.round);
return element.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
"""


class Ear(Protocol):
    """A browser, as far as this person uses it (`tests.engines.engine.Engine` has these too)."""

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script as the body of a function in the page, and give what it returns."""

    def tap(self, x: int, y: int) -> None:
        """Press at a point of the window."""


class ChromiumEar:
    """A page of Playwright as such a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, script: str, *arguments: object) -> Any:
        return self.page.evaluate(
            f"(values) => (async function() {{ {script} }})(...values)", list(arguments)
        )

    def tap(self, x: int, y: int) -> None:
        self.page.touchscreen.tap(x, y)


class Listener:
    """Somebody with a phone at the ear.

    Attributes:
        code: the signs that were heard after the button of the code was pressed.
        haste: how many times faster than by a person the sounds are heard.
    """

    def __init__(self, ear: Ear, language: str, *, haste: int = 16) -> None:
        self.ear = ear
        self.language = language
        self.code = ""
        self.haste = haste
        self._until = 0  # how much of what sounded on this page was listened to

    def say(self, text: str) -> str:
        """Give what is heard first of an English text: its first sentence, translated."""
        return split_sentences(translate(self.language, text))[0]

    def hears(self, *texts: str) -> tuple[str, int]:
        """Wait until one of these sounds; give it, and its place among what was heard on this page."""
        last = time.monotonic()
        ends, many = last + PATIENCE_S, 0
        while time.monotonic() < ends:
            heard = self._heard(*texts)
            if len(heard) != many:
                many, last = len(heard), time.monotonic()
            for place in range(self._until, len(heard)):
                if heard[place] in texts:
                    self._until = place + 1
                    return heard[place], place
            if self._heard_nothing_for(time.monotonic() - last):
                last = time.monotonic()
                self.presses(".ear-again, [data-ear-go]", within_s=2)
            time.sleep(_PAUSE_S)
        raise AssertionError(f"never heard any of {texts}; heard {self._heard()}")

    def _heard_nothing_for(self, seconds: float) -> bool:
        """Say whether that is long enough to press the loudspeaker once more."""
        if seconds < SOON_S:
            return False
        try:
            return seconds > ONCE_MORE_S or bool(self.ear.run(_IS_SILENT))
        except Exception:  # noqa: BLE001 -- as in `_heard`
            return False

    def _heard(self, *wanted: str) -> list[str]:
        try:
            heard: list[str] = self.ear.run(HEAR, self.haste, self._until, *wanted)
        except Exception:  # noqa: BLE001 -- another page is coming; what each browser raises then differs
            return []
        self._until = min(self._until, len(heard))
        return heard

    def presses(self, what: str | int, *, within_s: float = PATIENCE_S) -> None:
        """Press what was framed at a place of what was heard, or a button that is always there."""
        ends = time.monotonic() + within_s
        while time.monotonic() < ends:
            try:
                point = self.ear.run(_POINT, what)
            except Exception:  # noqa: BLE001 -- as in `_heard`
                point = None
            if point:
                self.ear.tap(*point)
                return
            time.sleep(_PAUSE_S)
        assert within_s < PATIENCE_S, f"{what} was not to be pressed"

    def takes(self, *texts: str) -> str:
        """Wait for the sound of one of these, and press what is framed."""
        text, place = self.hears(*texts)
        self.presses(place)
        return text

    def answers(self, known: dict[str, Collection[str]], *, until: str) -> None:
        """Answer every question that is heard, as `known` has it, until a heading sounds."""
        ways_on = [self.say("Next"), self.say("Skip")]
        # Each comes once. What was answered may sound again as an own topic.
        known = dict(known)
        question, _ = self.hears(until, *known)
        while question != until:
            wanted = set(known.pop(question))
            while wanted:
                wanted.discard(self.takes(*wanted))
            heard, place = self.hears(until, *known, *ways_on)
            while heard in ways_on:
                self.presses(place)
                heard, place = self.hears(until, *known, *ways_on)
            question = heard

    def prepares(self, story: Fields) -> None:
        """Go by ear from the start page of the practice until the answers are shared."""
        self.takes(self.say("Together"))
        self.answers(known_answers(self.language, story), until=self.say("How you are"))
        self.takes(self.say("Share with the practice"))

    def hears_code(self, alphabet: Collection[str]) -> str:
        """Press the button of the code, and write down what sounds."""
        self.takes(self.say("Press this button to hear your code. Nobody else should hear it."))
        while len(self.code) < 12:
            self.code += self.hears(*alphabet)[0]
        return self.code


def known_answers(language: str, story: Fields) -> dict[str, Collection[str]]:
    """Give what is heard of each question to what is heard of the answers that a story gives.

    A topic is heard by its heading, or by its short name among the own topics.
    """

    def say(text: str) -> str:
        return translate(language, text)

    options: dict[str, tuple[str, Sequence[q.Option | q.Topic]]] = {
        "feeling": ("How have you felt in the last 2 weeks?", q.FEELINGS),
        "reason": ("What do you come to the doctor for?", ()),
        "strengths": ("What gives you strength?", q.STRENGTHS),
        "priority": ("What is most important to you?", q.TOPICS),
        "help_wish": ("Do you want help with this?", q.HELP_WISHES),
        "worse_by": ("What makes this worse?", (*q.TOPICS, *q.WORSE_BY_OTHERWISE)),
        "helpers": ("Who helps you already?", q.HELPERS),
        "wants": ("What do you want from this talk?", q.WANTS),
        **{topic.code: (topic.heading, q.AMOUNTS) for topic in q.TOPICS},
    }
    found: dict[str, Collection[str]] = {
        say(heading): [
            say(_heard(option)) for option in offered if option.code in _given(story, code)
        ]
        for code, (heading, offered) in options.items()
    }
    found[say("For the talk itself")] = [say("I would like an interpreter")]
    return found


def _heard(option: q.Option | q.Topic) -> str:
    return option.short if isinstance(option, q.Topic) else option.text


def _given(story: Fields, code: str) -> Collection[str]:
    given = story.get(code, [])
    return [given] if isinstance(given, str) else given


def check_story_b(page: HtmlPage) -> None:
    """Check that the practice reads in Dutch what the man with debts heard and pressed."""
    assert page.part("language") == "in het Turks"
    assert page.part("interpreter") == "Tolk: Turks"
    assert page.part("filled-by") == "samen met iemand"
    assert page.part("priority").startswith("Eerst bespreken Te weinig geld wil hulp")
    assert page.part("worse-by") == "wordt erger door: Problemen met werk · Brieven en taal"
    assert "Roken, alcohol, drugs, gokken" in page.part("skipped")
