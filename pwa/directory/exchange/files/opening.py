"""Opening hours as people write them in a cell: `ma-vr 9:00-17:00; za 10-12 uur`."""

import re
from collections.abc import Iterator
from datetime import time
from typing import Any, Final

from pwa.text import one_line
from pwa.typed.days import NoSuchDay, read_time
from pwa.typed.digits import plain_digits

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES: Final = {
    name: day
    for day, names in enumerate(
        (
            "ma maandag mo mon monday",
            "di dinsdag tu tue tuesday",
            "wo woensdag we wed wednesday",
            "do donderdag th thu thursday",
            "vr vrijdag fr fri friday",
            "za zaterdag sa sat saturday",
            "zo zondag su sun sunday",
        )
    )
    for name in names.split()
}
_EVERY_DAY: Final = frozenset({"dagelijks", "elke dag", "alle dagen", "daily", "every day"})
_DAY: Final = r"[a-z]{2,9}\.?"
_SPAN: Final = re.compile(
    rf"(?P<days>{_DAY}(?: {_DAY})?(?:(?: ?- ?| tot en met | t/m | to | ?, ?| en | and | ?& ?){_DAY})*)"
    r"[: ]*(?:van |from )?(?P<opens>\d{1,2}(?:[:.]\d{2})?)(?: ?(?:uur|u))?"
    r" ?(?:-|tot|to|until) ?(?P<closes>\d{1,2}(?:[:.]\d{2})?)(?: ?(?:uur|u))?",
)
_RANGE: Final = re.compile(r" ?- ?| tot en met | t/m | to ")
_LIST: Final = re.compile(r" ?, ?| en | and | ?& ?")
_BETWEEN: Final = re.compile(r"[\s,;/]*")
_LONGEST: Final = 300  # characters; what is longer is a story
_MIDNIGHT: Final = "24"


def read_hours(text: str) -> list[dict[str, Any]]:
    """Read opening hours into schedules of HSDS.

    Returns:
        One schedule a span; if any part of the text cannot be read, one with the words alone, so
        that nothing half true is shown.
    """
    if not text.strip():
        return []
    try:
        if len(text) > _LONGEST:
            raise ValueError("too long")
        return list(_spans(one_line(plain_digits(text)).lower()))
    except ValueError:
        return [{"description": text.strip()}]


def _spans(text: str) -> Iterator[dict[str, Any]]:
    place = 0
    while place < len(text):
        found = _SPAN.match(text, place)
        if found is None:
            raise ValueError(text)
        yield {
            "freq": "WEEKLY",
            "byday": ",".join(_DAYS[day] for day in sorted(_days(found["days"]))),
            "opens_at": _time(found["opens"]).isoformat("minutes"),
            "closes_at": _time(found["closes"]).isoformat("minutes"),
        }
        between = _BETWEEN.match(text, found.end())
        place = between.end() if between else len(text)


def _time(text: str) -> time:
    if text.split(":")[0].split(".")[0] == _MIDNIGHT:
        return time()
    try:
        return read_time(text)
    except NoSuchDay as error:
        raise ValueError(text) from error


def _days(text: str) -> Iterator[int]:
    if text in _EVERY_DAY:
        yield from range(7)
        return
    for part in _LIST.split(text):
        ends = [_NAMES.get(name.strip(" .")) for name in _RANGE.split(part)]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:
            raise ValueError(text)
        yield from range(first, last + 1) if first <= last else (*range(first, 7), *range(last + 1))
