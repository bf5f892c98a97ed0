"""Open pages in tests, and check each one as a page.

`open_page` requests an address, and checks the rules for every HTML answer: language and direction,
one heading, unique ids, a label per control, nothing inline, nothing from a third party, no
untranslated sentence, the headers. All faults of a page are reported together.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, find_language
from tests.pages.sentences import find_untranslated
from tests.pages.tree import parse_page

CONTROLS = {"input", "select", "textarea"}
WITHOUT_LABEL = {"hidden", "submit", "button", "image", "reset"}
# Others may look at a patient's phone: no title of a patient's page may hold these words.
TELLING = re.compile(
    r"4d|arts|dokter|doctor|doktor|gezond|health|sağlık|ziek|zorg|klacht|patient|patiënt|hasta"
    r"|self-?check|zelfcheck|medi|طبيب|صحة|مريض",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"^/(?:[a-z]{2,3}/(?:mine|open|done|card)|practice)")


@dataclass(frozen=True)
class HtmlPage:
    """An HTML answer, read by a real HTML parser."""

    path: str
    response: TestResponse
    tree: Element

    @property
    def text(self) -> str:
        """Return the visible text, on one line."""
        return _text(self.tree.find("body"))

    @property
    def title(self) -> str:
        return _text(self.tree.find("head/title"))

    @property
    def heading(self) -> str:
        return _text(self.tree.find(".//h1"))

    def part(self, name: str) -> str:
        """Return the text of the element with this `data-part`."""
        element = self.tree.find(f".//*[@data-part='{name}']")
        assert element is not None, f"{self.path} has no part {name}"
        return _text(element)

    def find(self, path: str) -> Element:
        """Find an element by an ElementTree path, e.g. `form[@method='post']`."""
        element = self.tree.find(f".//{path}")
        assert element is not None, f"{self.path} has no {path}"
        return element


def open_page(
    client: FlaskClient,
    url: str,
    *,
    status: int = 200,
    method: str = "GET",
    follow: bool = False,
    **request: object,
) -> HtmlPage:
    """Request a page, and check the rules for every page."""
    response = client.open(url, method=method, follow_redirects=follow, **request)  # type: ignore[arg-type]
    path = response.request.path
    assert response.status_code == status, (
        f"{method} {path}: {response.status}\n{response.text[:2000]}"
    )
    return check_page(response)


def check_page(response: TestResponse) -> HtmlPage:
    """Check an HTML answer that a test already has."""
    path = response.request.path
    assert response.mimetype == "text/html", f"{path} is {response.content_type}"
    tree, badly_nested = parse_page(response.text)
    # The contents of a <template> are not on the page until a script inserts them.
    for parent in list(tree.iter()):
        for child in parent.findall("template"):
            parent.remove(child)
    page = HtmlPage(path, response, tree)
    faults = [
        *badly_nested,
        *_language(page),
        *_headings(page),
        *_ids(page),
        *_labels(page),
        *_images(page),
        *_inline(page),
        *_addresses(page),
        *_headers(page),
        *find_untranslated(tree, tree.get("lang", "")),
    ]
    assert not faults, f"{path}:\n  " + "\n  ".join(faults)
    return page


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    hidden = {"script", "style"}

    def pieces(node: Element) -> Iterator[str]:
        if node.tag not in hidden:
            yield node.text or ""
            for child in node:
                yield from pieces(child)
                yield child.tail or ""

    return " ".join("".join(pieces(element)).split())


def _name(element: Element) -> str:
    name = element.get("id") or element.get("name") or element.get("class") or ""
    return f"<{element.tag} {name}>"


def _is_practice(page: HtmlPage) -> bool:
    return page.path.startswith("/practice")


def _language(page: HtmlPage) -> Iterator[str]:
    first = page.path.split("/")[1]
    expected = PRACTICE_LANGUAGE if _is_practice(page) else find_language(first)
    code = page.tree.get("lang", "")
    if expected is not None and code != expected.written:
        yield f"lang is {code!r}, not {expected.written!r}"
    if code not in LANGUAGES:
        yield f"lang {code!r} is not a language of the app"
    elif page.tree.get("dir") != LANGUAGES[code].direction:
        yield f"dir is {page.tree.get('dir')!r}, not {LANGUAGES[code].direction!r}"


def _headings(page: HtmlPage) -> Iterator[str]:
    for tag in ("h1", "main"):
        count = len(page.tree.findall(f".//{tag}"))
        if count != 1:
            yield f"{count} × <{tag}>"
    if not page.heading:
        yield "the heading is empty"
    if not page.title:
        yield "no title"
    elif not _is_practice(page) and (telling := TELLING.search(page.title)):
        yield f"the title tells: {telling[0]!r}"
    if "%(" in page.text or "{{" in page.text:
        yield "a placeholder was not filled in"


def _ids(page: HtmlPage) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.tree.iter() if element.get("id"))
    yield from (f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1)
    for element in page.tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (element.get(attribute) or "").split():
                if target not in ids:
                    yield f"{_name(element)}: {attribute} points at {target!r}, which is not there"


def _labels(page: HtmlPage) -> Iterator[str]:
    labelled = {
        label.get("for") for label in page.tree.iter() if label.tag == "label" and _text(label)
    }
    wrapped = {
        control
        for label in page.tree.iter()
        if label.tag == "label" and _text(label)
        for control in label.iter()
    }
    for element in page.tree.iter():
        has_name = bool(element.get("aria-label") or element.get("aria-labelledby"))
        if element.tag in CONTROLS and element.get("type", "text") not in WITHOUT_LABEL:
            if not (has_name or element in wrapped or element.get("id") in labelled):
                yield f"{_name(element)} has no label"
        elif element.tag in {"a", "button", "summary"} and not has_name and not _spoken(element):
            yield f"{_name(element)} has no name"
        elif element.tag == "fieldset" and not has_name and element.find("legend") is None:
            yield f"{_name(element)} has no legend"


def _spoken(element: Element) -> str:
    alternatives = " ".join(image.get("alt", "") for image in element.iter("img"))
    return (_text(element) + alternatives).strip()


def _images(page: HtmlPage) -> Iterator[str]:
    for element in page.tree.iter():
        if element.tag == "img" and element.get("alt") is None:
            yield f"{_name(element)} has no alt"
        if element.tag.endswith("svg") and not (
            element.get("aria-hidden") == "true" or element.get("role") == "img"
        ):
            yield "an <svg> is neither hidden from readers (aria-hidden) nor an image (role=img)"


def _inline(page: HtmlPage) -> Iterator[str]:
    policy = page.response.headers.get("Content-Security-Policy", "")
    for element in page.tree.iter():
        yield from (
            f"{_name(element)} has an inline {name}"
            for name in element.attrib
            if name == "style" or name.startswith("on")
        )
        is_script = element.tag == "script" and element.get("src") is None
        if (is_script or element.tag == "style") and element.get("type") != "application/json":
            digest = hashlib.sha256("".join(element.itertext()).encode()).digest()
            if f"'sha256-{base64.b64encode(digest).decode()}'" not in policy:
                yield f"an inline <{element.tag}> whose hash the policy does not hold"


def _addresses(page: HtmlPage) -> Iterator[str]:
    host = urlsplit(page.response.request.host_url).netloc
    for element in page.tree.iter():
        for attribute in ("src", "href", "action", "formaction", "poster", "srcset", "data"):
            parts = urlsplit(element.get(attribute) or "")
            # Only links with rel=noreferrer lead to other sites; all that a page loads is ours.
            is_ours = parts.netloc in {"", host}
            if not is_ours and not (element.tag == "a" and "noreferrer" in element.get("rel", "")):
                yield f"{_name(element)}: {attribute} goes to {parts.netloc}"
            if parts.scheme not in {"", "http", "https", "tel", "mailto", "data"}:
                yield f"{_name(element)}: {attribute} has the scheme {parts.scheme}"


def _headers(page: HtmlPage) -> Iterator[str]:
    headers = page.response.headers
    policy = headers.get("Content-Security-Policy", "")
    for needed in ("default-src", "frame-ancestors 'none'", "base-uri", "form-action"):
        if needed not in policy:
            yield f"the Content-Security-Policy lacks {needed}"
    if "unsafe" in policy or "http:" in policy or "https:" in policy or "*" in policy:
        yield f"the Content-Security-Policy is too wide: {policy}"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "X-Content-Type-Options is not nosniff"
    if headers.get("Referrer-Policy") != "same-origin":
        yield f"Referrer-Policy is {headers.get('Referrer-Policy')!r}"
    cache = headers.get("Cache-Control", "")
    if not cache:
        yield "no Cache-Control"
    if PERSONAL.match(page.path) and "no-store" not in cache:
        yield f"a personal page may be kept: Cache-Control is {cache!r}"
