"""A patient with a phone in the hand: fills in, shares and comes back through the real pages."""

from collections.abc import Mapping, Sequence
from typing import Self
from uuid import uuid4

from playwright.sync_api import Error, Locator, Page, Request, expect

from tests.people.stories import STORY_C, Fields
from tests.phones.storage import KEEP_DRAFT

# What is asked under a heading of its own question; every other field is a question by itself.
STEP_OF_FIELD = {
    "strengths_other": "strengths",
    "helpers_other": "helpers",
    "priority_other": "priority",
    "talk_alone": "practical",
    "interpreter": "practical",
    "interpreter_language": "practical",
    "known_as": "practical",
    "not_shared": "review",
}
IS_OVER = "(step) => !document.querySelector(`[data-step=${step}].now`)"
TYPED = {"reason", "own_words", "known_as", "strengths_other", "helpers_other", "priority_other"}


class Patient:
    """Somebody who answers the self-check of a practice.

    Attributes:
        page: the phone.
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
        """Look from now on at what the phone sends.

        Each page asks for some fifty files, and each of them is told to us: that costs a sixth of the
        page. So it begins at the last screen, from where answers go.
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
        """What the last sending held; None when nothing was sent."""
        assert self._listens, "nobody looked at what was sent: `listens` comes first"
        return self._last_body

    def starts(self) -> Self:
        """Open the practice's page and begin."""
        self.page.goto(f"/{self.language}/p/{self.slug}")
        self.page.locator(f"main a[href$='/check/{self.slug}']").click()
        self.sees_question("filled_by")
        return self

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
        self.page.locator(f"[data-step].now input[name={name}][value='{code}']").click()
        return self

    def goes_on(self) -> Self:
        """Press Next, or Skip when nothing was answered."""
        step = self.step
        # A frame after a tap Next takes the place of Skip: a hand sees that, and takes the other one.
        button = self.page.locator("[data-next]:visible, [data-skip]:visible").first
        try:
            button.click(timeout=5000)
        except Error:  # none was left to press
            button.click()
        return self.waits_while_asked(step)

    def waits_while_asked(self, step: str) -> Self:
        """Wait until another question is on the screen; looks at each frame, as somebody does."""
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
        for name, values in _by_step(fields).get(step, {}).items():
            for value in values:
                self._gives(name, value)
        self._waits_or_goes_on(step)
        return self

    def _gives(self, name: str, value: str) -> None:
        control = self.question.locator(f"[name={name}]")
        if name in TYPED:
            control.fill(value)
        elif name == "interpreter_language":
            control.select_option(value)
        else:
            self.taps(name, value)

    def _waits_or_goes_on(self, step: str) -> None:
        # All at once: the page may be on its way to the next question.
        chosen = self.page.locator(f"[data-step={step}].now input[type=radio]:checked")
        codes = chosen.evaluate_all("inputs => inputs.map((input) => input.value)")
        if self.step == step and (not codes or codes == ["other"]):
            self.goes_on()
        self.waits_while_asked(step)

    def fills_in(self, fields: Fields) -> Self:
        """Open the check and answer it to the end."""
        return self.opens_check().answers(fields)

    def takes_up(self, fields: Fields, *, until: str = "review") -> Self:
        """Be where `answers` leads, by a draft that the check's own modules keep and a reload finds.

        Each tap of a walk waits until the next question has settled: to the end that takes ten seconds.
        This is for tests that do not look at the walk.
        """
        stop = self._keeps_draft(fields, until)
        self.page.reload()
        return self.sees_question(stop).answers(fields, until=until)

    def resumes(self, fields: Fields, step: str = "review") -> Self:
        """Open the check with a draft that ends at this question.

        Only where storage works: the name of the tab does not come along from the page where the draft is
        kept, which has no policy on openers. Elsewhere it is `opens_check` and `takes_up`.
        """
        address = f"/{self.language}/check/{self.slug}"
        self.page.goto("/robots.txt")  # the smallest page of ours
        stop = self._keeps_draft(fields, step, address)
        # In its place, so that Back leads to where it led before.
        self.page.evaluate("(address) => location.replace(address)", address)
        return self.sees_question(stop).answers(fields, until=step)

    def _keeps_draft(self, fields: Fields, until: str, address: str = "") -> str:
        """Keep a draft as the check does; gives the question at which it will go on."""
        wanted = [
            [STEP_OF_FIELD.get(name, name), name, value]
            for name, values in fields.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        # The wish to talk alone is in no draft.
        stop = "practical" if until == "review" and "talk_alone" in fields else until
        draft = {"step": stop, "uid": uuid4().hex, "wanted": wanted, "address": address}
        self.page.evaluate(KEEP_DRAFT, draft)
        return stop

    def fills_in_story_c(self) -> Self:
        """The watched phone, 26: she answers about the people around her, and keeps it to herself."""
        answers = {**STORY_C, "support": "much"}
        return self.resumes(answers).keeps_to_herself("social")

    def keeps_to_herself(self, *domains: str) -> Self:
        """Set domains to "Niet delen" on the last screen."""
        summary = self.question.locator("details summary")
        if self.question.locator("details").get_attribute("open") is None:
            summary.click()
        for domain in domains:
            self.question.locator(f"input[name=not_shared][value={domain}]").click()
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
