"""Poster and leaflet for the waiting room, in all languages of the practice or in one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flask import render_template, url_for
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape

from pwa.directory.topics import TOPIC_GROUPS, TOPIC_NUMBERS, HelpTopic
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, Language
from pwa.papers.invitation import SCAN, STAY, TOGETHER, WHAT, WHEN_READ
from pwa.papers.pdf import render_pdf
from pwa.papers.pictograms import draw_pictogram
from pwa.patient.access import without_scheme
from pwa.practice.models import Practice
from pwa.text import N_
from pwa.web.assets import build_id
from pwa.web.http import base_url
from pwa.web.qr import draw_qr

# Sizes of paper: two of the poster, one of the leaflet.
PAPERS: Final = ("a4", "a3", "a5")
DOMAINS: Final = ("body", "mind", "social", "society")

# Translators: heading of the first page
HEADING = N_("Prepare your talk with the doctor")

# Translators: heading of a poster; topic as "Too little money"
HELP_WITH = N_("Help with: %(topic)s")
# Translators: on a poster, above "Scan this code …"
WHO_HELPS = N_("See who can help you nearby.")
# Translators: on a poster
ASK_US = N_("Or ask us: %(number)s")


@dataclass(frozen=True, slots=True)
class Block:
    """The sentences of a poster or leaflet in one language.

    Attributes:
        promises: when answers leave the phone, when they are read, and where to get help.
    """

    language: Language
    heading: str
    what: str
    scan: str
    promises: tuple[str, ...]


def poster_page(practice: Practice, address: str, paper: str, codes: Sequence[str]) -> str:
    """Write the poster or the leaflet as a page that is ready to be printed.

    Args:
        address: of the start page, for the QR code and to type.
        paper: one of PAPERS.
        codes: of the languages on it.
    """
    template = "pdf/leaflet.html" if paper == "a5" else "pdf/poster.html"
    with force_locale(PRACTICE_LANGUAGE.code):
        return render_template(
            template,
            language=PRACTICE_LANGUAGE,
            practice=practice,
            paper=paper,
            blocks=_blocks(codes),
            typed_address=without_scheme(address),
            address=address,
            # Translators: name of a picture on a poster
            qr=draw_qr(address, title=gettext("QR code of the address")),
            drawings={domain: draw_pictogram(domain) for domain in DOMAINS},
        )


def topic_poster_page(
    practice: Practice, topic: HelpTopic, paper: str, codes: Sequence[str]
) -> str:
    """Write the poster of the help with one topic as a page that is ready to be printed.

    Args:
        paper: one of PAPERS.
        codes: of the languages on it.
    """
    address = topic_address(practice, topic)
    part = next(group.code for group in TOPIC_GROUPS if topic in group.topics)
    with force_locale(PRACTICE_LANGUAGE.code):
        return render_template(
            "pdf/topic_poster.html",
            language=PRACTICE_LANGUAGE,
            practice=practice,
            paper=paper,
            part=part,
            blocks=[_topic_block(practice, topic, code) for code in codes],
            typed_address=without_scheme(address),
            address=address,
            qr=draw_qr(address, title=gettext("QR code of the address")),
            drawing=draw_pictogram(topic.code),
        )


def topic_address(practice: Practice, topic: HelpTopic) -> str:
    """Write the short address of the help with a topic, with a number in place of its name."""
    number = TOPIC_NUMBERS[topic.code]
    return f"{base_url()}{url_for('directory.short', slug=practice.slug, number=number)}"


def _topic_block(practice: Practice, topic: HelpTopic, code: str) -> Block:
    # On one line, and from left to right in Arabic too.
    phone = practice.phone.replace(" ", "\N{NO-BREAK SPACE}")
    number = Markup('<bdi dir="ltr">{}</bdi>').format(phone)
    with force_locale(code):
        return Block(
            LANGUAGES[code],
            gettext(HELP_WITH, topic=gettext(topic.short)),
            gettext(WHO_HELPS),
            gettext(SCAN),
            (escape(gettext(ASK_US)) % {"number": number},),
        )


def etag_of(page: str) -> str:
    """Compute the ETag of a poster from its page and the build, which has fonts and style sheets.

    The practice's id and revision would not do: after a restore the same revision can come again
    with other contents.
    """
    return hashlib.sha256(f"{build_id()} {page}".encode()).hexdigest()[:20]


# Renders each page only once while it stays the same; each PDF in this cache has some 50 kB.
poster_pdf: Final = lru_cache(maxsize=30)(render_pdf)


def _blocks(codes: Sequence[str]) -> list[Block]:
    blocks = []
    for code in codes:
        with force_locale(code):
            promises = tuple(gettext(text) for text in (STAY, WHEN_READ, TOGETHER))
            blocks.append(
                Block(LANGUAGES[code], gettext(HEADING), gettext(WHAT), gettext(SCAN), promises)
            )
    return blocks
