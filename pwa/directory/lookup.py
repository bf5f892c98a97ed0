"""Look options up by the ids that stand in plans, and list those that a plan can offer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, not_, or_, select

from pwa.directory.core import HelpOption
from pwa.directory.models import KeptService, KeptState
from pwa.directory.options import make_option
from pwa.directory.packaged import NATIONAL, load_services
from pwa.directory.service import Directory, content_of, has_topic, is_shown

# A list to choose from that has more entries is no help to anybody.
MAX_LISTED = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An option that a plan names.

    Attributes:
        option: as the directory has it now.
        is_listed: patients find it; it was neither hidden nor removed.
    """

    option: HelpOption
    is_listed: bool


def look_up(directory: Directory, ids: Iterable[str], language: str) -> dict[str, Found]:
    """Find options by their ids or earlier ids, whatever became of them, in few queries for all.

    Returns:
        Id as it was asked for to option; without those that nobody knows.
    """
    current = directory.current_ids(set(ids))
    if not current:
        return {}
    rows = directory.db.scalars(
        select(KeptService).where(
            KeptService.practice_id == directory.practice_id,
            KeptService.uid.in_(set(current.values())),
        )
    )
    kept = {row.uid: row for row in rows}
    found = {old: _find(uid, kept.get(uid), language) for old, uid in current.items()}
    return {old: each for old, each in found.items() if each}


def list_for_topics(
    directory: Directory, topics: Iterable[str], language: str
) -> tuple[tuple[HelpOption, ...], tuple[HelpOption, ...]]:
    """List options to choose from: those for some topics, and others; at most 200 of each.

    Both are in the order of `Directory.options`.
    """
    wanted = frozenset(topics)
    fits = or_(false(), *map(has_topic, wanted))
    own = [*_own(directory, fits, language)] if wanted else []
    others = [*_own(directory, not_(fits), language)]
    for service in directory.shown_national():
        (own if service.topics & wanted else others).append(make_option(service, language))
    return tuple(own[:MAX_LISTED]), tuple(others[:MAX_LISTED])


def _find(uid: str, kept: KeptService | None, language: str) -> Found | None:
    service = content_of(uid, kept)
    if service is None:
        return None
    # A plan of a real practice may name an example, from the time when every practice had those.
    is_in_list = kept is not None or any(each.id == uid for each in load_services(NATIONAL))
    return Found(make_option(service, language), is_in_list and is_shown(kept))


def _own(
    directory: Directory, condition: ColumnElement[bool], language: str
) -> Iterator[HelpOption]:
    rows = select(KeptService).where(
        directory.own_rows(), KeptService.state == KeptState.SHOWN, condition
    )
    rows = rows.order_by(KeptService.name, KeptService.id).limit(MAX_LISTED)
    for row in directory.db.scalars(rows):
        yield make_option(row.content, language)
