"""Make one page of the same page in two languages: without scripts, with links that stay in both."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from typing import Final

import rcssmin

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.site.under.core import Node, put_under, twin
from pwa.site.under.known import Known, put_known, take_pairs
from pwa.site.under.markup import read_page, write_page
from pwa.web.assets import STATIC

_LINKS: Final = ("href", "action", "formaction")


def double(own_html: str, dutch_html: str, choice: str) -> str:
    """Give the page of one language with Dutch under each of its texts.

    Scripts are left out: they would read both languages as one text. With them the page in one language
    shows the Dutch itself (static/js/under/).

    Args:
        own_html: may carry the Dutch of its texts (`noting`), for an answer that is not there in Dutch.
        choice: the Dutch of the link that leads back to one language.
    """
    page, dutch = read_page(own_html), read_page(dutch_html)
    pairs = take_pairs(page)
    later = put_under(page, dutch)
    put_known(page, Known(pairs, page.attributes.get("lang", "")))
    for node in page.nodes():
        node.children = [child for child in node.children if not _is_script(child)]
        for name in _LINKS:
            if name in node.attributes and "data-exit" not in node.attributes:
                node.attributes[name] = in_both(node.attributes[name])
        if "data-under" in node.attributes:
            way = "href" if node.tag == "a" else "formaction"
            node.attributes |= {way: in_own(node.attributes[way]), "aria-current": "true"}
            # The Dutch page has no such choice.
            node.children += twin(node.children, [choice])
        if node.tag == "head":
            node.children.append(Node("style", {"data-under-style": ""}, [under_style()]))
        if node.tag == "body":
            node.children.append(Node("template", {"data-later": ""}, list(later)))
    return write_page(page)


def _is_script(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag == "script"


def in_both(address: str) -> str:
    """Give the address with Dutch under it of a patient's page; any other address as it is."""
    code = address.split("/")[1] if address.startswith("/") else ""
    if code == PRACTICE_LANGUAGE.code or code not in LANGUAGES:
        return address
    return address.replace(f"/{code}/", f"/{code}-{PRACTICE_LANGUAGE.code}/", 1)


def in_own(address: str) -> str:
    """Give the address in the own language alone of a page with Dutch under it."""
    return re.sub(rf"^(/[a-z]+)-{PRACTICE_LANGUAGE.code}(?=/)", r"\1", address)


@cache
def under_style() -> str:
    """Give the rules for the second language, in one rule, which a script can add to a page."""
    text = (STATIC / "css" / "patient" / "under.css").read_text("utf-8")
    return str(rcssmin.cssmin(text))


@cache
def style_source() -> str:
    """Give the CSP source of `under_style`."""
    return f"'sha256-{b64encode(hashlib.sha256(under_style().encode()).digest()).decode()}'"
