"""Read a service of an HSDS 3.0 or 3.1 file into our model, and say what cannot be kept.

It is pure, never raises, and trusts nothing: a value of another type or another calendar refuses
the service with a reason; a number that nobody can dial is left out, and said; what our model has
no room for is named. Texts are never cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from pwa.directory.exchange.reading import NOT_READABLE, Reading, Refused, Row, say
from pwa.directory.exchange.reading_service import build_service
from pwa.directory.exchange.result import ForeignTerm, Said
from pwa.directory.exchange.terms import HOUSE, TermMap
from pwa.directory.exchange.values import read_uuid
from pwa.directory.hsds import FALLBACK, MAX_NAME, HelpService
from pwa.text import N_

_ACTIVE: Final = frozenset({"", "active"})
_GONE: Final = frozenset({"inactive", "defunct", "temporarily closed"})
_LONGEST_ID: Final = 150
_LONGEST_NAME: Final = 1500

NO_ID = N_("It has no id, so it could not be found again the next time.")
NO_NAME = N_("It has no name.")
LONG_NAME = N_("Its name has more than %(most)s characters.")
NO_STATUS = N_("%(value)s is no status that we know.")


class Gap(StrEnum):
    """What a service lacks by the rule of the house; it comes in all the same."""

    WHAT = "what"  # a sentence in Dutch
    CHANNEL = "channel"  # anything to call, write, open or go to
    LANGUAGE = "language"
    AREA = "area"
    TOPIC = "topic"
    DATE = "date"  # of the last check


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What became of one service of a file.

    Attributes:
        service: None when it is refused or removed. With a gap (TOPIC aside) it counts as never
            checked, so that the practice finds it among what is to be checked.
        name: as the file calls it, for people.
        uid: the id of the service, a UUID; empty if the file gives none.
        old_uid: the id as the file has it, if that is no UUID.
        is_removed: the file says that it is no longer offered.
        reasons: why it is refused.
        notes: what was left out of a service that comes in.
        beyond: what the file says and we do not keep, such as `service.wait_time`.
        terms: foreign terms that `TermMap` does not know.
        gaps: what it lacks; with Gap.CHANNEL it comes in hidden.
    """

    name: str
    uid: str
    old_uid: str = ""
    service: HelpService | None = None
    is_removed: bool = False
    reasons: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    beyond: tuple[str, ...] = ()
    terms: tuple[ForeignTerm, ...] = ()
    gaps: tuple[Gap, ...] = ()


def read_hsds(values: object, terms: TermMap, *, namespace: UUID = HOUSE, today: date) -> Read:
    """Read one service, nested as an API of HSDS gives it.

    Args:
        values: JSON values of any type.
        terms: what the practice takes foreign terms for.
        namespace: below it, ids that are no UUID become one; the same at every reading of a set.
        today: a check later than this day is not believed.
    """
    if not isinstance(values, dict):
        return Read(name="", uid="", reasons=(say(NOT_READABLE, field="service"),))
    reading = Reading(namespace)
    row = Row(reading, "service", values)
    name = uid = old_uid = ""
    try:
        name = row.line("name", _LONGEST_NAME)
        written = row.value("id").strip()
        uid = row.uid("service", "") if written else ""
        old_uid = "" if read_uuid(written) else written[:_LONGEST_ID]
        status = row.value("status").strip().lower()
        if status in _GONE and uid:
            return Read(name=name, uid=uid, old_uid=old_uid, is_removed=True)
        _refuse_without(uid, name, status)
        service, unknown = build_service(row, uid, name, terms, today)
    except Refused as refused:
        return Read(name=name, uid=uid, old_uid=old_uid, reasons=(refused.said,))
    row.close()
    gaps = tuple(find_gaps(service))
    if set(gaps) - {Gap.TOPIC} and not reading.is_own:
        service = replace(service, assured_on=None)
    return Read(
        name=name,
        uid=uid,
        old_uid=old_uid,
        service=service,
        notes=tuple(reading.notes),
        beyond=tuple(sorted(reading.beyond)),
        terms=unknown,
        gaps=gaps,
    )


def _refuse_without(uid: str, name: str, status: str) -> None:
    """Refuse what has no id, no name or no known status."""
    if not uid:
        raise Refused(say(NO_ID))
    if not name:
        raise Refused(say(NO_NAME))
    if len(name) > MAX_NAME:
        raise Refused(say(LONG_NAME, most=MAX_NAME))
    if status not in _ACTIVE:
        raise Refused(say(NO_STATUS, value=status))


def find_gaps(service: HelpService) -> Iterator[Gap]:
    """List what the rule of the house asks for beyond HSDS, and is not there."""
    has_place = any(place.address for place in service.locations)
    reachable = service.phones or service.email or service.url or has_place
    asked = {
        Gap.WHAT: service.what.get(FALLBACK),
        Gap.CHANNEL: reachable or any(each.phones or each.email for each in service.contacts),
        Gap.LANGUAGE: service.spoken,
        Gap.AREA: service.areas,
        Gap.TOPIC: service.topics,
        Gap.DATE: service.assured_on,
    }
    yield from (gap for gap, answer in asked.items() if not answer)
