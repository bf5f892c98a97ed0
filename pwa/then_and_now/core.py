"""Then and now: which two moments are compared, and what they say of each topic.

Pure functions, the same for the patient and the practice. Nothing is added up, and no change is
called better or worse: the two sides stand beside each other in the order of the questions.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from pwa.conversation.core import Moment
from pwa.locales import local_day
from pwa.selfcheck.core import DomainState
from pwa.selfcheck.map.layout import NOTES
from pwa.selfcheck.questions import AMOUNTS, DOMAINS, TOPIC_BY_CODE, LifeDomain, text_of, topics_of


class Said(StrEnum):
    """What a side says of a topic."""

    NO = "no"
    SOME = "some"
    MUCH = "much"
    SKIPPED = "skipped"
    NOT_SHARED = "not_shared"


# Source texts; inside a line they begin with a small letter.
SAID_TEXTS: Final[Mapping[Said, str]] = {
    **{said: text_of(AMOUNTS, said) for said in (Said.NO, Said.SOME, Said.MUCH)},
    Said.SKIPPED: NOTES[DomainState.SKIPPED],
    Said.NOT_SHARED: NOTES[DomainState.NOT_SHARED],
}


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was chosen, and when; the code is None when it was skipped."""

    at: datetime
    feeling: str | None


@dataclass(frozen=True, slots=True)
class Sides:
    """The moments that are compared.

    Attributes:
        then, now: with amounts; None when there is no such moment, or it was erased.
        face_then, face_now: that of now may be of a later day than the amounts, because the face is
            asked again after the talk.
    """

    then: Moment | None
    now: Moment | None
    face_then: Face | None
    face_now: Face | None


@dataclass(frozen=True, slots=True)
class Row:
    """What both sides say of a topic; a side is None when its moment is missing."""

    topic: str
    then: Said | None
    now: Said | None


@dataclass(frozen=True, slots=True)
class DomainRows:
    """What both sides say of a life domain.

    Attributes:
        is_withheld: the newest side does not share it, so nothing of it is shown, then or now.
        was_withheld: it was not shared then, and is now.
        rows: the topics that are shown, in the order of the questions.
        no, skipped: the topics about which every side says only that.
    """

    domain: LifeDomain
    is_withheld: bool
    was_withheld: bool = False
    rows: tuple[Row, ...] = ()
    no: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def find_sides(kept: Sequence[Moment], shared: Sequence[Moment], plan_made_on: date) -> Sides:
    """Choose what is compared.

    "Then" is the newest answer of the time until the plan was made: that is what it was made of.
    "Now" is the newest answer since. What is kept on the patient's yes stands in for answers that
    were erased.

    Args:
        kept: moments that outlive the answers, in any order; none without the patient's yes.
        shared: one moment for each version of the answers that still exists, in any order.
        plan_made_on: the day of the first plan, in the practice's time zone.
    """

    def is_after(moment: Moment) -> bool:
        return local_day(moment.at) > plan_made_on

    # A moment that is kept and still shared is one.
    unique = {moment.at: moment for moment in (*kept, *shared)}
    moments = sorted(unique.values(), key=lambda moment: moment.at)
    whole = [moment for moment in moments if moment.amounts is not None]
    before = [moment for moment in whole if not is_after(moment)]
    after = [moment for moment in whole if is_after(moment)]
    then = before[-1] if before else None
    if then is None and len(kept) > 0 and len(after) > 1:
        # The yes came when the first answers were erased: the first of what was kept is compared.
        then = after[0]
    now = after[-1] if after and after[-1] is not then else None
    since = [one for one in moments if then is None or one.at > then.at]
    felt = [
        one for one in since if one.feeling is not None and (one.amounts is None or is_after(one))
    ]
    newest = felt[-1] if felt else now
    return Sides(
        then,
        now,
        Face(then.at, then.feeling) if then else None,
        Face(newest.at, newest.feeling) if newest else None,
    )


def what_is_kept(sides: Sides) -> list[Moment]:
    """Give the moments to keep: of the domains that are shared now, also of the earlier moment."""
    if sides.then is None or sides.now is None:
        return [side for side in (sides.then, sides.now) if side is not None]
    withheld = {*sides.then.not_shared, *sides.now.not_shared}
    amounts = {
        code: amount
        for code, amount in (sides.then.amounts or {}).items()
        if TOPIC_BY_CODE[code].domain not in withheld
    }
    not_shared = tuple(domain for domain in LifeDomain if domain in withheld)
    return [replace(sides.then, amounts=amounts, not_shared=not_shared), sides.now]


def compare(then: Moment | None, now: Moment | None) -> tuple[DomainRows, ...]:
    """Put two moments side by side, domain by domain; with one of them missing, only the other."""
    if then is None and now is None:
        return ()
    return tuple(_compare_domain(text.domain, then, now) for text in DOMAINS)


def _compare_domain(domain: LifeDomain, then: Moment | None, now: Moment | None) -> DomainRows:
    newest = now or then
    if newest is not None and domain in newest.not_shared:
        return DomainRows(domain, is_withheld=True)
    rows = [
        Row(topic.code, _said(then, topic.code, domain), _said(now, topic.code, domain))
        for topic in topics_of(domain)
    ]
    return DomainRows(
        domain,
        is_withheld=False,
        was_withheld=then is not None and domain in then.not_shared,
        rows=tuple(row for row in rows if _is_shown(row)),
        no=_all_say(rows, {Said.NO}),
        skipped=_all_say(rows, {Said.SKIPPED}),
    )


def _said(side: Moment | None, topic: str, domain: LifeDomain) -> Said | None:
    if side is None:
        return None
    if domain in side.not_shared:
        return Said.NOT_SHARED
    amount = (side.amounts or {}).get(topic)
    return Said.SKIPPED if amount is None else Said(amount)


def _sides_of(row: Row) -> set[Said]:
    return {said for said in (row.then, row.now) if said is not None}


def _is_shown(row: Row) -> bool:
    """Say whether a topic has a line: it bothers on one side, or the sides differ.

    Where no topic of a domain bothers now, one line for the domain says that it was not shared then
    (`DomainRows.was_withheld`).
    """
    said = _sides_of(row)
    if said & {Said.SOME, Said.MUCH}:
        return True
    return len(said) > 1 and Said.NOT_SHARED not in said


def _all_say(rows: Collection[Row], wanted: set[Said]) -> tuple[str, ...]:
    """Give the topics of which every side says only this; a side that did not share says nothing."""
    return tuple(row.topic for row in rows if _sides_of(row) - {Said.NOT_SHARED} == wanted)
