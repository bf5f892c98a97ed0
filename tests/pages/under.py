"""What a page with the Dutch under each text has to be, whether the server made it or a script in the browser."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from playwright.sync_api import Page

from pwa.locales import LANGUAGES
from pwa.site.under.core import DUTCH, OF, Node, is_text, segments, text_of
from pwa.site.under.markup import read_page
from scripts.strings import catalogues, read_catalogue
from tests.pages.catalogues import catalogue

# The page as somebody sees it: what is hidden is left out, and the words of shadow roots stand in it.
_SEEN = """() => {
  const all = [...document.querySelectorAll("body *")];
  const copy = document.documentElement.cloneNode(true);
  [...copy.querySelectorAll("body *")].forEach((one, number) => {
    if (all[number].shadowRoot) one.textContent = all[number].shadowRoot.textContent;
    if (all[number].matches("template, noscript, [hidden], [translate=no], .one .question:not(.now)")) one.remove();
  });
  return copy.outerHTML;
}"""


@cache
def translations(language: str) -> dict[str, set[str]]:
    """Give each text of a language with the Dutch of all the messages that are written so."""
    found = defaultdict(set)
    for message in read_catalogue(dict(catalogues())["nl"], "nl"):
        own = str(catalogue(language).gettext(message.id)) if isinstance(message.id, str) else ""
        if own and message.context is None:
            found[_tidy(own)].add(_tidy(str(message.string)))
    return found


def _tidy(text: str) -> str:
    return " ".join(text.split())


def read_seen(page: Page) -> str:
    """Read the HTML of what a browser shows, with the Dutch that a script put there."""
    html: str = page.evaluate(_SEEN)
    return html


def find_wrong_pairs(html: str, language: str) -> Iterator[str]:
    """Find texts of a page without their Dutch, or with that of another text."""
    page, known = read_page(html), translations(language)
    pairs = [(node.attributes[OF], node) for node in page.nodes() if OF in node.attributes]
    if not pairs:
        yield "no text has Dutch under it"
    names = {each.own_name for each in LANGUAGES.values()}
    yield from (f"{own!r} has a translation" for own, _ in pairs if own in names)
    for own, twin in pairs:
        dutch = text_of(twin.children)
        # Inside a sentence a text begins with a small letter.
        expected = {text[:1].lower() + text[1:] for text in known.get(own, ())}
        if own in known and dutch[:1].lower() + dutch[1:] not in expected:
            yield f"{own!r} has {dutch!r} under it"
    for node in page.nodes():
        said = (node.attributes.get("lang"), node.attributes.get("dir"))
        if node.attributes.get("class") == DUTCH and said != ("nl", "ltr"):
            yield f"{text_of(node.children)!r} does not say that it is Dutch"
    yield from (f"{text!r} has no Dutch" for text in _alone(page, language))


def _alone(node: Node, language: str) -> Iterator[str]:
    """Go through the texts of ours in an element that have no Dutch after them though it differs.

    A text of two messages with different Dutch may have none (`pwa/site/under/noting.py`).
    """
    known = translations(language)
    if node.tag in ("title", "option", "script", "style", "svg"):
        return
    for segment in segments(node):
        if not is_text(segment):
            yield from (text for item in segment for text in _alone_in(item, language))
            continue
        has_twin = any(isinstance(item, Node) and OF in item.attributes for item in segment)
        text = text_of(segment)
        if not has_twin and len(known.get(text, ())) == 1 and text not in known[text]:
            yield text


def _alone_in(item: Node | str, language: str) -> Iterator[str]:
    return _alone(item, language) if isinstance(item, Node) else iter(())
