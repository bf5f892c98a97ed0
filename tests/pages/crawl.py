"""What every page of a patient has to be, in whatever language and state: one place for the crawl and the tests.

A page is looked at as a browser shows it, after its scripts: language and direction, sentences of
other languages, width at 360 and at 320 px (what 400 % makes of a screen of 1280), and axe.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import tinyhtml5
from playwright.sync_api import Page

from pwa.locales import LANGUAGES
from scripts.strings import SOURCE_LANGUAGE, catalogues, read_catalogue
from tests.pages.axe import EVERYTHING, find_violations
from tests.pages.sentences import find_untranslated, read_texts
from tests.pages.under import find_wrong_pairs, read_seen

WIDTHS = (360, 320)
HEIGHT = 640
# Shorter texts can be the same in two languages.
_LEAST_WORDS, _LEAST_SIGNS = 3, 12

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_NOSCRIPT = re.compile("<(/?)noscript>")
_ABOUT = "() => [document.documentElement.lang, document.documentElement.dir]"
# What is wider than the window, with the element that sticks out most: [width, element].
_TOO_WIDE = """() => {
  const { scrollWidth } = document.documentElement;
  if (scrollWidth <= innerWidth) return null;
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth
    || one.getBoundingClientRect().left < 0);
  const last = wide[wide.length - 1];
  return `${scrollWidth} px: ${last ? last.outerHTML.slice(0, 80) : "?"}`;
}"""

# What a finger can miss: less than 44 px wide or high, unless it stands inside a sentence.
_SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
  .map((one) => [one, one.closest("label") ?? one])
  .filter(([one, target]) => target.checkVisibility({ contentVisibilityAuto: true }) && !one.closest(".unseen") && one.type !== "hidden"
    && !(getComputedStyle(target).display === "inline" && target.closest("p, dd, td")))
  .filter(([, target]) => { const { width, height } = target.getBoundingClientRect(); return Math.min(width, height) < 44; })
  .map(([one]) => one.outerHTML.slice(0, 90))"""

# What lies under something else wherever it is moved to, such as under a bar at the edge of the screen.
_COVERED = """() => [...document.querySelectorAll("main :is(a[href], button, summary, .choice)")]
  .filter((one) => one.checkVisibility({ contentVisibilityAuto: true }) && !one.closest(".unseen"))
  .filter((one) => {
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, right, top, bottom } = one.getClientRects()[0];
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return !one.contains(seen);
  })
  .map((one) => one.outerHTML.slice(0, 90))"""


@dataclass(frozen=True)
class PatientPage:
    """A page of a patient.

    Attributes:
        path: with places for the language and the name of the practice.
        needs_key: whether only somebody with a pass sees it.
        is_kept: whether a phone that was here before opens it without a network.
    """

    name: str
    path: str
    needs_key: bool = False
    is_kept: bool = False

    def address(self, way: str, slug: str) -> str:
        """Give its address; `way` is a language, with `-nl` for the Dutch under it."""
        return self.path.format(lang=way, slug=slug)


PAGES = (
    PatientPage("home", "/{lang}/"),
    PatientPage("start", "/{lang}/p/{slug}", is_kept=True),
    PatientPage("check", "/{lang}/check/{slug}", is_kept=True),
    PatientPage("help", "/{lang}/help/{slug}?topic=caring", is_kept=True),
    PatientPage("open", "/{lang}/open"),
    PatientPage("own", "/{lang}/own", is_kept=True),
    PatientPage("offline", "/{lang}/offline", is_kept=True),
    PatientPage("not found", "/{lang}/nowhere"),
    PatientPage("no practice", "/{lang}/p/no-such-practice"),
    PatientPage("receipt", "/{lang}/done", needs_key=True),
    PatientPage("mine", "/{lang}/mine", needs_key=True),
    PatientPage("plan", "/{lang}/mine/plan", needs_key=True),
    PatientPage("own help", "/{lang}/mine/help", needs_key=True),
    PatientPage("change", "/{lang}/mine/change", needs_key=True),
    PatientPage("log", "/{lang}/mine/log", needs_key=True),
    PatientPage("keep", "/{lang}/mine/keep", needs_key=True),
    PatientPage("again", "/{lang}/mine/again", needs_key=True),
    PatientPage("then and now", "/{lang}/mine/then-and-now", needs_key=True),
    PatientPage("after", "/{lang}/mine/after", needs_key=True),
    PatientPage("withdraw", "/{lang}/mine/withdraw", needs_key=True),
    # Last, because it takes the pass and all that is kept away.
    PatientPage("away", "/{lang}/away", is_kept=True),
)


def find_faults(
    page: Page,
    language: str,
    rules: dict[str, object] = EVERYTHING,
    *,
    mirror: Page | None = None,
    is_double: bool = False,
) -> Iterator[str]:
    """Find what is wrong with the page that a browser shows.

    Args:
        rules: those of axe; see `tests.pages.axe`.
        mirror: where JavaScript does not run, axe does not run either; it then looks at the same
            page in this tab, in which it runs.
        is_double: whether it has the Dutch under each text, made by the server or by a script.
    """
    wanted = [language, LANGUAGES[language].direction]
    if (about := page.evaluate(_ABOUT)) != wanted:
        yield f"lang and dir are {about}, not {wanted}"
    yield from _find_foreign(page, [language, "nl"] if is_double else [language])
    if is_double:
        yield from find_wrong_pairs(read_seen(page), language)
    yield from find_too_wide(page)
    yield from (f"smaller than 44 px: {small}" for small in page.evaluate(_SMALL))
    if mirror is not None:
        mirror.set_content(_NOSCRIPT.sub(r"<\1div>", _SCRIPT.sub("", page.content())))
    found = find_violations(mirror or page, rules)
    yield from (f"axe: {rule}: {html[:100]}" for rule, html in found)


def find_covered(page: Page) -> Iterator[str]:
    """Find what cannot be pressed because something lies over it at both sizes of screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from (f"covered at {width} px: {one}" for one in page.evaluate(_COVERED))
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})


def find_too_wide(page: Page) -> Iterator[str]:
    """Find the widths at which a page has to be moved sideways to be read."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if (wide := page.evaluate(_TOO_WIDE)) is not None:
            yield f"at {width} px it is wider: {wide}"
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})


def _find_foreign(page: Page, languages: Iterable[str]) -> Iterator[str]:
    """Find sentences of another language than that of the page or of the part they stand in."""
    tree = tinyhtml5.parse(page.content(), namespace_html_elements=False)
    for parent in list(tree.iter()):
        for child in parent.findall("template"):
            parent.remove(child)
    for language in languages:
        yield from find_untranslated(tree, language)
        foreign = _foreign_texts(language)
        for text in read_texts(tree, language):
            if (other := foreign.get(text)) is not None:
                yield f"in {other}: {text[:100]!r}"


@cache
def _foreign_texts(language: str) -> dict[str, str]:
    """Give the texts of all other languages that differ from those of this one: text to language."""
    texts = {code: _texts_of(code) for code in LANGUAGES if code != SOURCE_LANGUAGE}
    own = texts.pop(language, frozenset())
    return {text: code for code, others in texts.items() for text in others - own}


@cache
def _texts_of(language: str) -> frozenset[str]:
    path = dict(catalogues())[language]
    return frozenset(
        text
        for message in read_catalogue(path, language)
        if isinstance(text := message.string, str)
        and "%" not in text
        and (len(text.split()) >= _LEAST_WORDS or len(text) >= _LEAST_SIGNS)
        and text != message.id
    )
