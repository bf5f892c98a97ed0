"""A patient with a phone in the hand: fills in, shares and comes back through the real pages."""

from collections.abc import Mapping, Sequence
from typing import Self
from uuid import uuid4

from playwright.sync_api import Error, Locator, Page, Request, expect

from tests.people.stories import STORY_C, Fields
from tests.phones.storage import KEEP_DRAFT

# Field to question, for fields whose question has another name.
STEP_OF_FIELD = {
    "strengths_other": "strengths",
    "helpers_other": "helpers",
    "priority_other": "priority",
    "priority_second": "priority",
    "talk_alone": "practical",
    "interpreter": "practical",
    "interpreter_language": "practical",
    "known_as": "practical",
    "own_words": "practical",
    "not_shared": "review",
}
# Fields that are filled in by tapping cards with another name.
CARDS = {"priority": "chosen", "priority_second": "chosen"}
# Whether the page leaves a question by itself after its last tap, as check/choices.js does.
GOES_ON = """
(step) => {
  const question = document.querySelector(`[data-step=${step}]`);
  const chosen = [...question.querySelectorAll("input:checked")];
  if (chosen.some(({ name, value }) => document.querySelector(`[data-when="${name}=${value}"]`))) return false;
  return chosen.some(({ type, dataset }) => type === "radio" || dataset.alone !== undefined)
    || chosen.length === Number(question.dataset.most);
}
"""
IS_OVER = "(step) => !document.querySelector(`[data-step=${step}].now`)"
TYPED = {"reason", "own_words", "known_as", "strengths_other", "helpers_other", "priority_other"}


class Patient:
    """Somebody who answers the self-check of a practice.

    Attributes:
        page: the browser page of the phone.
        code: from the receipt.
        link: from the receipt.
    """

    def __init__(self, page: Page, slug: str = "de-dreef", language: str = "nl") -> None:
        self.page = page
        self.slug = slug
        self.language = language
        self._listens = False
        self._last_body: str | None = None

    def listens(self) -> Self:
        """Record the POST requests of the phone from now on.

        Playwright reports each of a page's fifty requests, a sixth of the time of a page. So tests
        call this at the last screen, from where answers are sent.
        """
        if not self._listens:
            self._listens = True
            self.page.on("request", self._remember)
        return self

    def _remember(self, request: Request) -> None:
        if request.method == "POST":
            self._last_body = request.post_data

    @property
    def last_request_body(self) -> str | None:
        """The body of the last POST request; None when nothing was sent."""
        assert self._listens, "nobody looked at what was sent: `listens` comes first"
        return self._last_body

    def starts(self, who: str = "self") -> Self:
        """Open the practice's page, and begin there."""
        self.page.goto(f"/{self.language}/p/{self.slug}")
        return self.begins(who)

    def begins(self, who: str = "self") -> Self:
        """Say on the practice's page who fills the list in, which leads to the second question."""
        self.page.locator(f"[data-begin] a[href$='f={who}']").click()
        return self.sees_question("feeling")

    def opens_check(self) -> Self:
        """Go straight to the questions."""
        self.page.goto(f"/{self.language}/check/{self.slug}")
        expect(self.page.locator("form.one")).to_be_visible()
        return self

    @property
    def question(self) -> Locator:
        """The question on the screen."""
        return self.page.locator("[data-step].now")

    @property
    def step(self) -> str:
        """The code of the question on the screen."""
        return self.question.get_attribute("data-step") or ""

    def sees_question(self, step: str) -> Self:
        if step == "review":
            self.listens()
        expect(self.page.locator(f"[data-step={step}].now")).to_be_visible()
        return self

    def taps(self, name: str, code: str) -> Self:
        """Tap one answer."""
        field = CARDS.get(name, name)
        self.page.locator(f"[data-step].now input[name={field}][value='{code}']").click()
        return self

    def goes_on(self) -> Self:
        """Press Next, or Skip when nothing was answered."""
        step = self.step
        # One frame after a tap, Next replaces Skip; the click is then tried again on Next.
        button = self.page.locator("[data-next]:visible, [data-skip]:visible").first
        try:
            button.click(timeout=5000)
        except Error:  # the button was replaced before the click
            button.click()
        return self.waits_while_asked(step)

    def waits_while_asked(self, step: str) -> Self:
        """Wait until another question is on the screen; checked at each frame."""
        self.page.wait_for_function(IS_OVER, arg=step)
        return self

    def answers(self, fields: Fields, *, until: str = "review") -> Self:
        """Answer everything in `fields` from the question on the screen on, and skip the rest."""
        while self.step != until:
            self.answers_question(fields)
        return self.listens() if until == "review" else self

    def answers_question(self, fields: Fields) -> Self:
        """Answer the question on the screen, or skip it."""
        step = self.step
        given = _by_step(fields).get(step, {})
        for name, values in given.items():
            for value in values:
                self._gives(name, value)
        # Asked before the page can leave the question: it waits a moment after the last tap.
        if not given or not self.page.evaluate(GOES_ON, step):
            self.goes_on()
        return self.waits_while_asked(step)

    def _gives(self, name: str, value: str) -> None:
        control = self.question.locator(f"[name={name}]")
        if name.startswith("interpreter") and not control.first.is_visible():
            return  # a page in Dutch does not ask for one
        if name in TYPED:
            control.fill(value)
        elif name == "interpreter_language":
            control.select_option(value)
        else:
            self.taps(name, value)

    def fills_in(self, fields: Fields) -> Self:
        """Open the check and answer it to the end."""
        return self.opens_check().answers(fields)

    def takes_up(self, fields: Fields, *, until: str = "review") -> Self:
        """Go where `answers` leads: save a draft with the check's own modules, and reload.

        For tests that are not about tapping: to tap through all questions takes ten seconds.
        """
        stop = self._keeps_draft(fields, until)
        self.page.reload()
        return self.sees_question(stop).answers(fields, until=until)

    def resumes(self, fields: Fields, step: str = "review") -> Self:
        """Open the check with a draft that ends at this question.

        Only where IndexedDB works. Without it a draft is in `window.name`, which the browser clears
        on the way from /robots.txt, as that has no header Cross-Origin-Opener-Policy; use
        `opens_check` and `takes_up` there.
        """
        address = f"/{self.language}/check/{self.slug}"
        self.page.goto("/robots.txt")  # the smallest page of ours
        stop = self._keeps_draft(fields, step, address)
        # `replace` removes /robots.txt from the history.
        self.page.evaluate("(address) => location.replace(address)", address)
        self.sees_question(stop).answers(fields, until=step)
        if step == "review":  # the button comes later, with the start page
            expect(self.page.locator("[data-share]")).to_be_attached()
        return self

    def _keeps_draft(self, fields: Fields, until: str, address: str = "") -> str:
        """Save a draft as the check does; return the question at which the check will resume."""
        wanted = [
            [STEP_OF_FIELD.get(name, name), name, value]
            for name, values in fields.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        # A draft never holds the wish to talk alone, so stop at the question that asks for it.
        stop = "practical" if until == "review" and "talk_alone" in fields else until
        draft = {"step": stop, "uid": uuid4().hex, "wanted": wanted, "address": address}
        self.page.evaluate(KEEP_DRAFT, draft)
        return stop

    def fills_in_story_c(self) -> Self:
        """Fill in story C, the watched phone, with the domain `social` answered but not shared."""
        answers = {**STORY_C, "support": "much"}
        return self.resumes(answers).keeps_to_herself("social")

    def keeps_to_herself(self, *domains: str) -> Self:
        """Turn the switches of domains on the last screen."""
        for domain in domains:
            self.question.locator(f"[data-shares={domain}]").click()
        return self

    def shares(self) -> Self:
        """Press the button, and wait for the receipt."""
        self.listens().page.locator("[data-share]").click()
        expect(self.page.locator("[data-code]")).to_be_visible()
        return self

    def leaves_quickly(self) -> Self:
        """Press the button in the header, and wait for the calendar."""
        self.page.locator("header [data-exit]").click()
        expect(self.page.locator("time[datetime]")).to_be_visible()
        return self


def _by_step(fields: Fields) -> Mapping[str, Mapping[str, Sequence[str]]]:
    steps: dict[str, dict[str, Sequence[str]]] = {}
    for name, value in fields.items():
        values = [value] if isinstance(value, str) else value
        steps.setdefault(STEP_OF_FIELD.get(name, name), {})[name] = values
    return steps
