"""Find help in the directory of a practice a page at a time, however many options there are.

A page's options are read from the database alone. Only filters need the contents of more options;
then at most `MAX_LOOKED` are looked at.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select

from pwa.directory.core import HelpOption, is_stale, oldest_fresh_day
from pwa.directory.finding.core import PAGE, Wanted, fits
from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptService, KeptState
from pwa.directory.options import make_option
from pwa.directory.schedules import opening_at
from pwa.directory.service import Directory, has_topic
from pwa.locales import local_day

MAX_LOOKED: Final = 2_000
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found.

    Attributes:
        has_more: there is a further page.
    """

    options: tuple[HelpOption, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the options in the order in which they are shown.

    Attributes:
        read: gives services from an offset, at most so many.
    """

    count: Callable[[], int]
    read: Callable[[int, int], Iterable[HelpService]]


def find_help(directory: Directory, wanted: Wanted, *, language: str, moment: datetime) -> Found:
    """Find a page of options for a topic, or of all, those checked long ago last.

    Otherwise own options come by name and national lines behind them. On purpose nothing says how
    much somebody suffers.

    Args:
        wanted: without words.
        language: of the page.
        moment: aware, in any time zone.
    """
    start = (wanted.page - 1) * PAGE
    parts = _parts(directory, wanted.topic.code if wanted.topic else None, local_day(moment))
    if not wanted.has_filter:
        options = (make_option(each, language) for each in _slice(parts, start, PAGE + 1))
        return _page(options)
    looked = (make_option(each, language) for each in islice(_walk(parts), MAX_LOOKED))
    return _page(
        islice(keep_fitting(looked, wanted, language=language, moment=moment), start, None)
    )


def keep_fitting(
    options: Iterable[HelpOption], wanted: Wanted, *, language: str, moment: datetime
) -> Iterator[HelpOption]:
    """Leave out the options that do not pass the filters."""
    for option in options:
        opening = opening_at(option.schedules, moment) if wanted.is_open else None
        is_open = opening is not None and opening.is_open
        if fits(option, wanted, language=language, is_open=is_open):
            yield option


def page_of(options: Iterable[HelpOption], page: int) -> Found:
    """Give one page of options."""
    return _page(islice(options, (page - 1) * PAGE, None))


def choose_for_phone(
    directory: Directory, most: int, today: date
) -> tuple[list[HelpService], bool]:
    """Choose the services that a phone keeps, by name.

    When there are more than it keeps, every topic gets its turn, so that none is left without help;
    what was checked lately comes before what was not.

    Returns:
        The services, and whether these are all.
    """
    national = list(directory.shown_national())
    rows = directory.db.execute(
        _own(directory, KeptService.id, KeptService.topics).order_by(
            _is_stale(today), KeptService.name, KeptService.id
        )
    ).all()
    room = max(most - len(national), 0)
    ids = [row.id for row in rows] if len(rows) <= room else _by_turns(rows, room)
    own = list(_contents(directory, ids))
    return [*own, *national[:most]], len(own) == len(rows)


def _by_turns(rows: Iterable[Any], room: int) -> list[int]:
    waiting: dict[str, list[int]] = {}
    for row in rows:
        for topic in filter(None, row.topics.split(",")):
            waiting.setdefault(topic, []).append(row.id)
    chosen: dict[int, None] = {}
    turns = [iter(ids) for _, ids in sorted(waiting.items())]
    while turns and len(chosen) < room:
        for turn in tuple(turns):
            new = next((each for each in turn if each not in chosen), None)
            if new is None:
                turns.remove(turn)
            elif len(chosen) < room:
                chosen[new] = None
    return list(chosen)


def _page(options: Iterable[HelpOption]) -> Found:
    found = tuple(islice(options, PAGE + 1))
    return Found(found[:PAGE], has_more=len(found) > PAGE)


def _parts(directory: Directory, topic: str | None, today: date) -> list[_Part]:
    national = [
        service
        for service in directory.shown_national()
        if topic is None or topic in service.topics
    ]
    parts = []
    for is_last in (False, True):
        condition = _is_stale(today) if is_last else ~_is_stale(today)
        parts.append(_own_part(directory, topic, condition))
        lines = [each for each in national if is_stale(each.assured_on, today) is is_last]
        parts.append(_listed(lines))
    return parts


def _listed(services: list[HelpService]) -> _Part:
    return _Part(lambda: len(services), lambda start, most: services[start : start + most])


def _own_part(directory: Directory, topic: str | None, condition: ColumnElement[bool]) -> _Part:
    query = _own(directory, KeptService.id).where(condition)
    if topic is not None:
        query = query.where(has_topic(topic))

    def count() -> int:
        return directory.db.scalar(select(func.count()).select_from(query.subquery())) or 0

    def read(start: int, most: int) -> Iterable[HelpService]:
        ids = query.order_by(KeptService.name, KeptService.id).offset(start).limit(most)
        return _contents(directory, list(directory.db.scalars(ids)))

    return _Part(count, read)


def _own(directory: Directory, *columns: Any) -> Select[Any]:
    # Only columns of the index `ix_kept_service_list`, so that no content is read on the way.
    return select(*columns).where(directory.own_rows(), KeptService.state == KeptState.SHOWN)


def _contents(directory: Directory, ids: list[int]) -> Iterator[HelpService]:
    for start in range(0, len(ids), _BATCH):
        rows = select(KeptService.content).where(
            KeptService.practice_id == directory.practice_id,
            KeptService.id.in_(ids[start : start + _BATCH]),
        )
        yield from directory.db.scalars(rows.order_by(KeptService.name, KeptService.id))


def _slice(parts: Iterable[_Part], start: int, most: int) -> Iterator[HelpService]:
    """Give services from an offset into all parts, without reading those before it."""
    for part in parts:
        if most <= 0:
            return
        size = part.count() if start > 0 else None
        if size is not None and start >= size:
            start -= size
            continue
        found = list(part.read(start, most))
        yield from found
        start, most = 0, most - len(found)


def _walk(parts: Iterable[_Part]) -> Iterator[HelpService]:
    for part in parts:
        start = 0
        while found := list(part.read(start, _BATCH)):
            yield from found
            start += len(found)


def _is_stale(today: date) -> ColumnElement[bool]:
    """Say to the database what `is_stale` of directory/core.py says of one option."""
    assured = KeptService.assured_on
    return or_(assured.is_(None), assured < oldest_fresh_day(today))
