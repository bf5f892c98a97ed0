"""The directory of a practice: what it keeps itself, and the national lines it does not hide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, object_session

from pwa.directory.core import HelpOption
from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptService, KeptState, ServiceAlias, Source
from pwa.directory.options import make_option
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.practice.models import Practice

_MOST_MOVES = 5


@dataclass(frozen=True, slots=True)
class Directory:
    """The help services of one practice, asked from the database.

    Attributes:
        db: a session that may see the practice's rows.
    """

    db: Session
    practice_id: int

    def options(self, language: str) -> tuple[HelpOption, ...]:
        """List every option that patients find: the practice's own by name, then national lines."""
        return tuple(make_option(service, language) for service in self._shown())

    def find(self, option_id: str | None, language: str) -> HelpOption | None:
        """Find an option by its id, as plans keep it: also a hidden or removed one, or an old id."""
        service = self.find_service(option_id or "")
        return make_option(service, language) if service else None

    def find_service(self, option_id: str) -> HelpService | None:
        """Find a service by its id or an earlier one, whatever became of it."""
        uid = self.current_ids([option_id])[option_id]
        return content_of(uid, self._row(uid))

    def find_kept(self, option_id: str) -> KeptService | None:
        """Find the row of a service by its id or an earlier one."""
        return self._row(self.current_ids([option_id])[option_id])

    def current_ids(self, ids: Iterable[str]) -> dict[str, str]:
        """Give each id with the one that it has now; what got a new id may get another one later."""
        current = {each: each for each in ids}
        for _ in range(_MOST_MOVES if current else 0):
            rows = select(ServiceAlias.old_uid, ServiceAlias.uid).where(
                ServiceAlias.practice_id == self.practice_id,
                ServiceAlias.old_uid.in_(set(current.values())),
            )
            moved = {row.old_uid: row.uid for row in self.db.execute(rows)}
            if not moved:
                break
            current = {each: moved.get(uid, uid) for each, uid in current.items()}
        return current

    def national(self) -> Iterator[tuple[HelpService, KeptService | None]]:
        """Go through the national lines, each with the row of the practice that says more of it."""
        services = load_services(NATIONAL)
        rows = select(KeptService).where(  # by their ids, which an index finds among thousands
            KeptService.practice_id == self.practice_id,
            KeptService.uid.in_([service.id for service in services]),
            KeptService.source == Source.NATIONAL,
        )
        kept = {row.uid: row for row in self.db.scalars(rows)}
        for service in services:
            yield _checked(service, kept.get(service.id)), kept.get(service.id)

    def shown_national(self) -> Iterator[HelpService]:
        """Go through the national lines that patients find."""
        return (service for service, kept in self.national() if is_shown(kept))

    def own_rows(self) -> ColumnElement[bool]:
        """Give the condition for rows with a content of their own: all but those of national lines."""
        return (KeptService.practice_id == self.practice_id) & (
            KeptService.source != Source.NATIONAL
        )

    def _shown(self) -> Iterator[HelpService]:
        rows = select(KeptService).where(self.own_rows(), KeptService.state == KeptState.SHOWN)
        for row in self.db.scalars(rows.order_by(KeptService.name, KeptService.id)):
            yield row.content
        yield from self.shown_national()

    def _row(self, uid: str) -> KeptService | None:
        return self.db.scalar(
            select(KeptService).where(
                KeptService.practice_id == self.practice_id, KeptService.uid == uid
            )
        )


def directory_of(practice: Practice) -> Directory:
    """Give the directory of a practice, in the session that its row was loaded in."""
    db = object_session(practice)
    assert db is not None, "the row of a practice belongs to the session of the request"
    return Directory(db, practice.id)


def content_of(uid: str, kept: KeptService | None) -> HelpService | None:
    """Give what is known of a service: by its row, or packaged with the application.

    Packaged examples are known in every practice, because an old plan may name one.

    Args:
        uid: the id that it has now.
        kept: its row, if it has one.
    """
    if kept is not None and kept.source is not Source.NATIONAL:
        return kept.content
    packaged = (*load_services(NATIONAL), *load_services(EXAMPLE))
    found = next((each for each in packaged if each.id == uid), None)
    return _checked(found, kept) if found else None


def is_shown(kept: KeptService | None) -> bool:
    """Say whether patients find a national line; without a row, nobody has hidden it."""
    return kept is None or kept.state is KeptState.SHOWN


def has_topic(topic: str) -> ColumnElement[bool]:
    """Give the condition for services that help with a topic."""
    return KeptService.topics.contains(f",{topic},", autoescape=True)


def _checked(service: HelpService, kept: KeptService | None) -> HelpService:
    """Give a packaged service the date on which the practice last checked it, if that is later."""
    dates = [each for each in (service.assured_on, kept.assured_on if kept else None) if each]
    return replace(service, assured_on=max(dates, default=None))
