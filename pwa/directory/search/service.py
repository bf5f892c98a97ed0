"""Search the help of a practice, with an index per practice and language that a process keeps.

An index is made at the first search and follows `practice.help_revision`: after a change only the
rows that changed are read again, because somebody may edit one service of thousands and search on.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from pwa.directory.core import HelpOption
from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptService, KeptState
from pwa.directory.options import make_option
from pwa.directory.search.core import Entry, HelpIndex
from pwa.directory.search.words import STRENGTH, word_table
from pwa.directory.service import Directory, is_shown
from pwa.practice.models import Practice

# All indexes of a process together; 50,000 services have about a million places in a language.
MOST_PLACES: Final = 5_000_000
# A change takes its time before it waits for its turn, so a later one may be committed earlier.
# No request lasts longer than this.
_OVERLAP: Final = timedelta(minutes=5)
_AT_ONCE: Final = 500
# An index is made anew when that is less work than the changes, or saves memory.
_MANY: Final = 2_000


@dataclass(slots=True)
class _Followed:
    """An index, and up to where it has followed the practice.

    Attributes:
        revision: `practice.help_revision` that it shows; 0 before it is made.
        rows: how many rows the practice has, also of hidden, gone and national services.
        recent: row id to its time of change, for those within `_OVERLAP` of the newest.
        national: the national lines as they are in the index.
    """

    language: str
    index: HelpIndex
    revision: int = 0
    rows: int = 0
    recent: dict[int, datetime] = field(default_factory=dict)
    national: dict[str, Entry] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_INDEXES: WeakKeyDictionary[Engine, OrderedDict[tuple[int, str], _Followed]] = WeakKeyDictionary()
_LOCK = Lock()


def search_help(
    directory: Directory,
    language: str,
    typed: str,
    *,
    today: date,
    limit: int,
    also_hidden: bool = False,
) -> list[str] | None:
    """Find services of a practice by words; typing errors are forgiven.

    Args:
        language: of the patient's page; PRACTICE_LANGUAGE for the practice.
        typed: as somebody typed it; it is neither stored nor logged.
        also_hidden: for the practice; patients find only what is shown to them.

    Returns:
        Ids, the best first; None if no word was typed that one could search for, and then a page
        shows what it shows without a search.
    """
    followed = _followed(directory, language)
    with followed.lock:
        _follow(followed, directory)
        found = followed.index.search(typed, today=today, limit=limit, also_hidden=also_hidden)
    _forget_old(directory)
    return found


def find_by_words(
    directory: Directory, language: str, typed: str, *, today: date, limit: int
) -> list[HelpOption] | None:
    """Find the options of `search_help` that patients may read, the best first; or None as there."""
    uids = search_help(directory, language, typed, today=today, limit=limit)
    if uids is None:
        return None
    rows = directory.db.scalars(
        select(KeptService).where(directory.own_rows(), KeptService.uid.in_(uids))
    )
    services = {row.uid: row.content for row in rows}
    services |= {service.id: service for service, _kept in directory.national()}
    return [make_option(services[uid], language) for uid in uids if uid in services]


def make_entry(service: HelpService, language: str, *, is_shown: bool = True) -> Entry:
    """Choose what is searched of a service: what a patient reads of it in a language."""
    option = make_option(service, language)
    return Entry(
        uid=option.id,
        name=option.name,
        organization=option.organization,
        text=" ".join((option.what, option.audience, *option.areas)),
        codes=(*sorted(option.topics), *(STRENGTH + code for code in option.strengths)),
        checked_on=option.checked_on,
        is_shown=is_shown,
    )


def _followed(directory: Directory, language: str) -> _Followed:
    engine = directory.db.get_bind().engine
    key = (directory.practice_id, language)
    with _LOCK:
        indexes = _INDEXES.setdefault(engine, OrderedDict())
        if key not in indexes:
            indexes[key] = _Followed(language, HelpIndex(word_table(language)))
        indexes.move_to_end(key)
        return indexes[key]


def _forget_old(directory: Directory) -> None:
    """Drop the indexes that were not used for longest, until the others fit; the last one stays."""
    with _LOCK:
        indexes = _INDEXES[directory.db.get_bind().engine]
        while len(indexes) > 1 and sum(one.index.places for one in indexes.values()) > MOST_PLACES:
            indexes.popitem(last=False)


def _follow(followed: _Followed, directory: Directory) -> None:
    """Bring an index up to date, if the practice has changed its help."""
    revision = directory.db.scalar(
        select(Practice.help_revision).where(Practice.id == directory.practice_id)
    )
    if followed.revision == revision:
        return
    changed = _changed(followed, directory)
    in_practice = KeptService.practice_id == directory.practice_id
    rows = directory.db.scalar(select(func.count()).where(in_practice)) or 0
    added = len(changed) - sum(row in followed.recent for row in changed)
    if _is_little(followed, len(changed)) and followed.rows <= rows <= followed.rows + added:
        _put_rows(followed, directory, list(changed))
    else:
        services = _read(directory, None)
        entries = (
            make_entry(service, followed.language, is_shown=state is KeptState.SHOWN)
            for _uid, state, service in services
        )
        followed.index = HelpIndex(word_table(followed.language), entries)
        followed.national.clear()
    _put_national(followed, directory)
    followed.revision, followed.rows = revision or 0, rows
    _remember(followed, changed)


def _is_little(followed: _Followed, changes: int) -> bool:
    is_full = followed.index.empty_slots < max(_MANY, len(followed.index))
    return followed.revision > 0 and changes < _MANY and is_full


def _changed(followed: _Followed, directory: Directory) -> dict[int, datetime]:
    """Find the rows that may have changed since, each with its time of change."""
    newest = max(followed.recent.values(), default=None)
    since = [KeptService.updated_at >= newest - _OVERLAP] if newest else []
    # Only columns of `ix_kept_service_changed`: rows are long, and reading all takes a tenth of a second.
    in_practice = KeptService.practice_id == directory.practice_id
    rows = directory.db.execute(
        select(KeptService.id, KeptService.updated_at).where(in_practice, *since)
    )
    return {row: at for row, at in rows if followed.recent.get(row) != at}


def _remember(followed: _Followed, changed: dict[int, datetime]) -> None:
    recent = followed.recent | changed
    newest = max(recent.values(), default=None)
    followed.recent = {row: at for row, at in recent.items() if newest and at >= newest - _OVERLAP}


def _put_rows(followed: _Followed, directory: Directory, ids: Sequence[int]) -> None:
    """Put changed rows into an index, or take them out if they are gone."""
    for uid, state, service in _read(directory, ids):
        if state is KeptState.GONE:
            followed.index.remove(uid)
        else:
            is_found = state is KeptState.SHOWN
            followed.index.put(make_entry(service, followed.language, is_shown=is_found))


def _read(
    directory: Directory, ids: Sequence[int] | None
) -> Iterator[tuple[str, KeptState, HelpService]]:
    """Read rows by their ids; None gives all that are not gone."""
    columns = (KeptService.uid, KeptService.state, KeptService.content)
    query = select(*columns).where(directory.own_rows())
    if ids is None:
        query = query.where(KeptService.state != KeptState.GONE)
        yield from directory.db.execute(query.execution_options(yield_per=_AT_ONCE))
        return
    for start in range(0, len(ids), _AT_ONCE):
        some = query.where(KeptService.id.in_(ids[start : start + _AT_ONCE]))
        yield from directory.db.execute(some)


def _put_national(followed: _Followed, directory: Directory) -> None:
    for service, kept in directory.national():
        entry = make_entry(service, followed.language, is_shown=is_shown(kept))
        if followed.national.get(entry.uid) != entry:
            followed.index.put(entry)
            followed.national[entry.uid] = entry
