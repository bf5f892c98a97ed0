"""A robot that answers the check again and again, with crashes, reloads and network failures.

It remembers each answer that it gave, and checks after every mishap whether all are still there.
The same seed gives the same run.
"""

from collections.abc import Callable
from random import Random

from playwright.sync_api import BrowserContext, Page, Route, expect

from pwa.selfcheck import questions as q
from tests.phones.browsers import crash

# Time for the page to save a tap; a tab that is killed sooner may lose the tap.
SETTLES_MS = 1000
LANGUAGES = ("nl", "tr", "ar")

CHOICES = [
    *(("filled_by", option.code) for option in q.FILLED_BY),
    *(("feeling", option.code) for option in q.FEELINGS),
    *((topic.code, amount.code) for topic in q.TOPICS for amount in q.AMOUNTS),
]
TICKS = [
    ("strengths", option.code)
    for option in q.STRENGTHS
    if option.code not in {*q.EXCLUSIVE, q.OTHER}
]
NAMES = sorted({name for name, _code in [*CHOICES, *TICKS]})

# Clicks an answer of any question, also one that is not on the screen.
TAP = "([name, code]) => document.querySelector(`input[name=${name}][value=${code}]`).click()"
READ = """
(names) => [...document.querySelectorAll("[data-check] input:checked")]
  .filter((input) => names.includes(input.name)).map((input) => [input.name, input.value])
"""

Answer = tuple[str, str]


class Robot:
    """Somebody with a phone, endless patience, and bad luck.

    Attributes:
        count: number of answers given so far.
        lost: the answers that were gone, with the mishap before.
    """

    def __init__(self, phone: BrowserContext, slug: str, seed: int) -> None:
        self.phone = phone
        self.path = f"/{{lang}}/check/{slug}"
        self.random = Random(seed)
        self.lang = "nl"
        self.given: set[Answer] = set()
        self.count = 0
        self.lost: list[str] = []
        self.page = phone.new_page()
        self._open()

    def answers(self, count: int) -> None:
        """Give answers until so many were given, with a mishap every now and then."""
        mishaps: list[Callable[[], None]] = [
            self._reload,
            self._before_the_script,
            self._die,
            self._lose_the_network,
            self._use_two_tabs,
            self._change_language,
        ]
        while self.count < count:
            self._tap_some(self.page)
            mishap = self.random.choice(mishaps)
            mishap()
            self._look(mishap.__name__.strip("_").replace("_", " "))

    def _tap_some(self, page: Page, most: int = 30) -> None:
        for _tap in range(self.random.randint(5, most)):
            self._tap(page, self.random.choice(CHOICES if self.random.random() < 0.8 else TICKS))

    def _tap(self, page: Page, answer: Answer) -> None:
        page.evaluate(TAP, list(answer))
        self.count += 1
        if answer in TICKS:
            self.given ^= {answer}
        else:
            self.given = {other for other in self.given if other[0] != answer[0]} | {answer}

    def _look(self, mishap: str) -> None:
        found = {(name, code) for name, code in self.page.evaluate(READ, NAMES)}
        if found != self.given:
            gone, grown = sorted(self.given - found), sorted(found - self.given)
            self.lost.append(
                f"after {self.count} answers, {mishap}: gone {gone}, not given {grown}"
            )
            self.given = found

    def _open(self) -> None:
        self.page.goto(self.path.format(lang=self.lang))
        self._wait()

    def _wait(self) -> None:
        expect(self.page.locator("form.one")).to_be_attached()

    def _reload(self) -> None:
        self.page.reload()
        self._wait()

    def _before_the_script(self) -> None:
        held: list[Route] = []
        self.page.route("**/js/check/selfcheck.js", lambda route: held.append(route))
        self.page.reload(wait_until="commit")
        self.page.locator("[data-controls]").wait_for(state="attached")
        self._tap_before_the_script()
        for route in held:
            route.continue_()
        self._wait()
        self.page.unroute("**/js/check/selfcheck.js")

    def _tap_before_the_script(self) -> None:
        # The form is still empty. Later the script fills in the draft, except questions answered
        # here. A tick of the draft is not in the form yet, so a tap cannot remove it: tap no ticks.
        for answer in self.random.sample(CHOICES, self.random.randint(1, 6)):
            self._tap(self.page, answer)

    def _die(self) -> None:
        self.page.wait_for_timeout(SETTLES_MS)
        self.page = crash(self.page)
        self._open()

    def _lose_the_network(self) -> None:
        self.phone.set_offline(True)
        self._tap_some(self.page)
        self.phone.set_offline(False)
        self._reload()

    def _use_two_tabs(self) -> None:
        other = self.phone.new_page()
        other.goto(self.path.format(lang=self.lang))
        expect(other.locator("form.one")).to_be_attached()
        self._tap_some(other, most=10)
        other.wait_for_timeout(SETTLES_MS)
        self.page.bring_to_front()
        self.page.evaluate(
            "dispatchEvent(new Event('focus'))"
        )  # in a headless browser all tabs have the focus, so no event comes
        self.page.wait_for_timeout(SETTLES_MS)
        self._tap_some(self.page, most=10)
        other.close()
        self._reload()

    def _change_language(self) -> None:
        self.lang = self.random.choice([code for code in LANGUAGES if code != self.lang])
        self.page.locator("[data-languages] summary").click()
        self.page.locator(f"button[data-language={self.lang}]").click()
        expect(self.page.locator(f"html[lang={self.lang}]")).to_be_attached()
        self._wait()
