"""The directory of a practice: what it keeps itself, and the national lines it does not hide."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from pwa.directory.core import HelpOption
from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptService, KeptState, ServiceAlias, Source
from pwa.directory.options import make_option
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.practice.models import Practice


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
        kept = self.find_kept(option_id)
        if kept is not None and kept.source is not Source.NATIONAL:
            return kept.content
        uid = kept.uid if kept else option_id
        found = next((each for each in packaged_services() if each.id == uid), None)
        return _checked(found, kept) if found else None

    def find_kept(self, option_id: str) -> KeptService | None:
        """Find the row of a service by its id or an earlier one."""
        alias = select(ServiceAlias.uid).where(
            ServiceAlias.practice_id == self.practice_id, ServiceAlias.old_uid == option_id
        )
        uid = self.db.scalar(alias) or option_id
        return self.db.scalar(
            select(KeptService).where(
                KeptService.practice_id == self.practice_id, KeptService.uid == uid
            )
        )

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

    def _shown(self) -> Iterator[HelpService]:
        rows = select(KeptService).where(
            KeptService.practice_id == self.practice_id,
            KeptService.state == KeptState.SHOWN,
            KeptService.source != Source.NATIONAL,
        )
        for row in self.db.scalars(rows.order_by(KeptService.name, KeptService.id)):
            yield row.content
        for service, kept in self.national():
            if kept is None or kept.state is KeptState.SHOWN:
                yield service


def directory_of(practice: Practice) -> Directory:
    """Give the directory of a practice, in the session that its row was loaded in."""
    db = object_session(practice)
    assert db is not None, "the row of a practice belongs to the session of the request"
    return Directory(db, practice.id)


def packaged_services() -> Iterator[HelpService]:
    """Go through all services that come with the application, examples too: plans may name them."""
    for name in (NATIONAL, EXAMPLE):
        yield from load_services(name)


def _checked(service: HelpService, kept: KeptService | None) -> HelpService:
    """Give a packaged service the date on which the practice last checked it, if that is later."""
    dates = [each for each in (service.assured_on, kept.assured_on if kept else None) if each]
    return replace(service, assured_on=max(dates, default=None))
