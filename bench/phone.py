"""Measure what a phone shows, and when, with a processor four times as slow as this machine's.

Times are the browser's own: from the start of the navigation to the paint that shows the first
question, and from a tap to the paint that answers it (Event Timing, the measure behind INP).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.phones.browsers import PHONE

CPU_SLOWDOWN = 4
GOES_ON_BY_ITSELF_MS = 3000
LOOKS_MS = 150
# A tap that is painted faster than this has no entry of its own.
SHORTEST_ENTRY_MS = 16.0

WATCH = """
(() => {
  const seen = window.seen = { answerable: null, tasks: [], taps: {} };
  const look = () => {
    const input = document.querySelector("input[type=radio]");
    const box = input && input.parentElement.getBoundingClientRect();
    if (box && box.height > 0) seen.answerable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const observe = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true, ...more });
  observe("longtask", (task) => seen.tasks.push(task.duration));
  observe("event", (event) => {
    if (!event.interactionId) return;
    const tap = seen.taps[event.interactionId] ??= { ms: 0, goesOn: false };
    tap.ms = Math.max(tap.ms, event.duration);
    tap.goesOn ||= Boolean(event.target?.closest("[data-next], [data-skip]"));
  }, { durationThreshold: 16 });
})();
"""
# Requests that were answered before the first question could be; the page itself is one of them.
REQUESTS_BEFORE = """
() => 1 + performance.getEntriesByType("resource")
  .filter((entry) => entry.responseEnd > 0 && entry.responseEnd <= window.seen.answerable).length
"""
# Not Playwright's `wait_for_function`, because it evaluates text in the page, which our CSP
# forbids.
UNTIL = """
async ([what, patience]) => {
  const seen = {
    answerable: () => window.seen.answerable !== null && performance.getEntriesByName("first-contentful-paint").length > 0,
    kept: async () => await caches.match(location.pathname, { ignoreVary: true }) !== undefined,
    gone: () => document.querySelector("[data-step].now").dataset.step !== what.gone,
  }[what.name ?? "gone"];
  for (const end = performance.now() + patience; performance.now() < end;) {
    if (await seen()) return true;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return false;
}
"""
# When the first question was laid out and painted: it is part of the page's first paint.
ANSWERABLE = """
() => Math.max(window.seen.answerable, performance.getEntriesByName("first-contentful-paint")[0].startTime)
"""
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


Questions = Callable[[Page], Iterator[Locator]]


@dataclass(frozen=True)
class Visit:
    """The time and requests of a visit.

    Attributes:
        answerable_ms: from the navigation to the paint of the first question.
        requests: how many were answered until then.
    """

    answerable_ms: float
    requests: int


@dataclass
class Use:
    """The times of using the page, over several rounds.

    Attributes:
        answers_ms: from each tap on an answer to the next paint.
        next_ms: likewise, from each tap on a button that goes on to the next question.
        tasks_ms: work that held the page for 50 ms or more, at loading and at tapping.
    """

    answers_ms: list[float] = field(default_factory=list)
    next_ms: list[float] = field(default_factory=list)
    tasks_ms: list[float] = field(default_factory=list)

    @property
    def blocked_ms(self) -> float:
        """Sum of the time beyond 50 ms of each task, as Total Blocking Time counts it."""
        return sum(task - 50 for task in self.tasks_ms)


def percentile(times_ms: list[float], share: float) -> float:
    """Give the time below which a share of the taps lies; 0 without a tap."""
    ordered = sorted(times_ms)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


@contextmanager
def open_phone(browser: Browser, port: int, *, has_script: bool = True) -> Iterator[BrowserContext]:
    """Open a new phone: a browser context without cookies and caches."""
    context = browser.new_context(
        base_url=f"http://localhost:{port}",
        viewport=PHONE,
        locale="nl-NL",
        has_touch=True,
        is_mobile=True,
        java_script_enabled=has_script,
    )
    context.set_default_timeout(60_000)
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


def open_tab(phone: BrowserContext) -> Page:
    """Open a tab that computes as slowly as an old phone."""
    page = phone.new_page()
    phone.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    return page


def _wait(page: Page, what: dict[str, str], patience_ms: int = 60_000) -> None:
    if not page.evaluate(UNTIL, [what, patience_ms]):
        raise RuntimeError(f"not within {patience_ms} ms: {what}")


def visit(phone: BrowserContext, path: str, *, is_kept: bool = False) -> Visit:
    """Open the page in a new tab, measure, and close the tab.

    Args:
        is_kept: stay until the service worker has kept the page.
    """
    page = open_tab(phone)
    page.goto(path, wait_until="commit")
    _wait(page, {"name": "answerable"})
    found = Visit(page.evaluate(ANSWERABLE), page.evaluate(REQUESTS_BEFORE))
    if is_kept:
        _wait(page, {"name": "kept"})
    page.close()
    return found


def visit_without_script(phone: BrowserContext, path: str) -> Visit:
    """Open the page where JavaScript does not run, give an answer, and send the form."""
    page = open_tab(phone)
    page.goto(path, wait_until="load")
    page.wait_for_timeout(500)
    found = Visit(page.evaluate(FIRST_PAINT), 1)
    page.locator("input[type=radio]").first.tap()
    with page.expect_navigation():
        # By keyboard: the questions above get their height as they come into sight, and move the button away.
        page.locator("main form button:visible, form > button").last.press("Enter")
    page.close()
    return found


def tap(target: Locator) -> None:
    """Scroll an element into view, wait a moment as a person does, and tap its middle.

    Playwright's own `Locator.tap` comes in the same frame as the scrolling, and runs scripts that
    look at every event, which would be measured too.
    """
    target.scroll_into_view_if_needed()
    target.page.wait_for_timeout(LOOKS_MS)
    # The radio button of a card is tiny; people tap the card, which is its label.
    box = target.evaluate(
        "(one) => { const { x, y, width, height } = (one.closest('label') ?? one).getBoundingClientRect();"
        " return [x + width / 2, y + height / 2]; }"
    )
    target.page.touchscreen.tap(*box)


def use(phone: BrowserContext, path: str, questions: Questions) -> Use:
    """Answer every question that has radio buttons, by taps, and give the times.

    Args:
        questions: shows one question after the other and gives its answers.
    """
    page = open_tab(phone)
    page.goto(path, wait_until="load")
    count = 0
    for answers in questions(page):
        tap(answers.nth(count % answers.count()))
        count += 1
    page.wait_for_timeout(500)  # the browser reports entries a moment after their events
    taps = page.evaluate("Object.values(window.seen.taps)")
    given = [float(tap["ms"]) for tap in taps if not tap["goesOn"]]
    whole = Use(
        given + [SHORTEST_ENTRY_MS] * (count - len(given)),
        [float(tap["ms"]) for tap in taps if tap["goesOn"]],
        [float(task) for task in page.evaluate("window.seen.tasks")],
    )
    page.close()
    return whole


def one_by_one(page: Page) -> Iterator[Locator]:
    """Go through our check, which shows one question at a time, to its end."""
    page.wait_for_selector("form.one")
    while (step := page.locator("[data-step].now").get_attribute("data-step") or "") != "review":
        answers = page.locator(f"[data-step={step}].now input[type=radio]:enabled")
        if answers.count():
            yield answers
        if not answers.count() or not page.evaluate(UNTIL, [{"gone": step}, GOES_ON_BY_ITSELF_MS]):
            tap(page.locator("[data-next]:visible, [data-skip]:visible").first)
            _wait(page, {"gone": step})


def all_below_each_other(page: Page) -> Iterator[Locator]:
    """Go through a page that shows all questions in one list."""
    for question in page.locator("fieldset:has(input[type=radio])").all():
        yield question.locator("input[type=radio]")
