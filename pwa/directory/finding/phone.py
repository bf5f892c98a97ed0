"""The list of help that a phone keeps, in which it searches without asking anybody.

It is made once per practice, language and day. A phone fetches it after the page is shown.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from babel.dates import format_date
from flask import Flask, Response, current_app, render_template
from flask_babel import gettext

from pwa.directory.cards import build_cards
from pwa.directory.finding.core import areas_of
from pwa.directory.finding.service import choose_for_phone
from pwa.directory.hsds import FALLBACK, HelpService
from pwa.directory.options import make_option
from pwa.directory.schedules import is_public_holiday
from pwa.directory.search.words import write_table
from pwa.directory.service import directory_of
from pwa.locales import day_pattern, local_day, locale_of
from pwa.practice.models import Practice
from pwa.web.packed import Packed, pack, send_packed

# A phone keeps at most so many options, and at most so many bytes in brotli.
MOST: Final = 300
MOST_BYTES: Final = 60_000
# How far ahead the list knows when doors are open.
DAYS: Final = 14

_NAME = "help_lists"
# As of the bundle of documents (site/offline_bundle.py): 11 takes three times as long for two percent.
_QUALITY = 10


@dataclass(slots=True)
class _Kept:
    """What was made of the help of the practices, with the practice's revision and the day."""

    lists: dict[tuple[int, str], tuple[tuple[int, date], Packed]]
    areas: dict[int, tuple[int, tuple[str, ...]]]


def init_app(app: Flask) -> None:
    """Give the app its cache of lists."""
    app.extensions[_NAME] = _Kept({}, {})


def send_list(practice: Practice, language: str, moment: datetime) -> Response:
    """Answer with the list in the language of the address."""
    kept: _Kept = current_app.extensions[_NAME]
    key, state = (practice.id, language), (practice.revision, local_day(moment))
    if key not in kept.lists or kept.lists[key][0] != state:
        kept.lists[key] = (state, _make_list(practice, language, moment))
    return send_packed(kept.lists[key][1], "application/json")


def areas_of_practice(practice: Practice, today: date) -> tuple[str, ...]:
    """List the places that somebody may choose from; of a large directory, those in the phone's list."""
    kept: _Kept = current_app.extensions[_NAME]
    found = kept.areas.get(practice.id)
    if found is None or found[0] != practice.revision:
        services, _ = choose_for_phone(directory_of(practice), MOST, today)
        areas = areas_of(make_option(service, FALLBACK) for service in services)
        found = kept.areas[practice.id] = (practice.revision, areas)
    return found[1]


def _make_list(practice: Practice, language: str, moment: datetime) -> Packed:
    """Make the list, of fewer services if those chosen are too many bytes."""
    most = MOST
    while True:
        services, is_whole = choose_for_phone(directory_of(practice), most, local_day(moment))
        text = _write(practice, services, language, moment, is_whole=is_whole)
        packed = pack(text.encode(), quality=_QUALITY)
        size = len(packed.bodies["br"])
        if size <= MOST_BYTES or not services:
            return packed
        most = min(len(services) * MOST_BYTES * 95 // (size * 100), len(services) - 1)


def _write(
    practice: Practice,
    services: list[HelpService],
    language: str,
    moment: datetime,
    *,
    is_whole: bool,
) -> str:
    """Write the JSON that `js/pages/help_list.js` reads."""
    options = (make_option(service, language) for service in services)
    cards = build_cards(options, None, language=language, moment=moment, is_for_days=True)
    day = local_day(moment)
    days = [day + timedelta(days=number) for number in range(DAYS + 1)]
    written = format_date(day, day_pattern(language), locale=locale_of(language))
    about = {
        # Translators: %(date)s is like "30 November"
        "said": gettext("List of %(date)s", date=written),
        "isWhole": is_whole,
        "until": int(moment.timestamp()) // 60 + DAYS * 24 * 60,
        "holidays": [each.isoformat() for each in days if is_public_holiday(each)],
        "words": json.loads(write_table(language)),
        "cards": render_template("directory/cards.html", practice=practice, cards=cards),
    }
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))
