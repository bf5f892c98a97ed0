"""What is written for one service when an import is published."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row

from pwa.directory.exchange.hsds_reader import Gap, find_gaps
from pwa.directory.exchange.importing.core import Judged, Kept, OwnWish, is_same
from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptState, Source

# Where the practice's wish is about the service as a whole, nothing is noted.
_LEAVES: Final = frozenset({OwnWish.REMOVED, OwnWish.MISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is written for one service when an import is published.

    Attributes:
        kind: of its `ServiceChange`: add, change or remove; empty when only `said` is noted.
        row_id: of its `KeptService`; None if it has none yet.
        content: None if it stays as it is.
        said: the `set_content` afterwards.
        state: afterwards.
        before, said_before, state_before: as they were.
        old_uid: the id as the file has it, if that is no UUID.
    """

    kind: str
    uid: str
    row_id: int | None
    content: HelpService | None
    said: HelpService | None
    state: KeptState
    before: HelpService | None = None
    said_before: HelpService | None = None
    state_before: KeptState | None = None
    old_uid: str = ""


def kept_of(row: Row[Any]) -> Kept:
    """Give a row as the comparison takes it; it has the columns that `Comparison` asks for."""
    return Kept(
        uid=row.uid,
        content=row.content,
        # What a set says is not what an earlier file said.
        said=row.set_content if row.source is Source.OWN else None,
        is_gone=row.state is KeptState.GONE,
        is_locked=row.source is Source.NATIONAL,
    )


def step_for(service: HelpService, row: Row[Any] | None, judged: Judged) -> Step | None:
    """Say what publishing writes for a service; None if nothing.

    Args:
        service: as the file has it; for what it has no more, as the directory has it.
    """
    if row is None:
        if judged.content is None:
            return None  # a national line
        return Step(
            kind="add",
            uid=service.id,
            row_id=None,
            content=service,
            said=service,
            state=first_state(service),
        )
    said = service if row.source is Source.OWN else row.set_content
    kind, state = _what(row, judged)
    if not kind:
        is_news = row.source is Source.OWN and not is_same(row.set_content, service)
        if row.set_content is None or judged.wish in _LEAVES or not is_news:
            return None
    return Step(
        kind=kind,
        uid=row.uid,
        row_id=row.id,
        content=judged.content,
        said=None if judged.removes else said,
        state=state,
        before=row.content,
        said_before=row.set_content,
        state_before=row.state,
    )


def first_state(service: HelpService) -> KeptState:
    """Give the state of a new service: hidden when there is nothing that a patient could do with it."""
    return KeptState.HIDDEN if Gap.CHANNEL in find_gaps(service) else KeptState.SHOWN


def _what(row: Row[Any], judged: Judged) -> tuple[str, KeptState]:
    """Give the kind of change and the state after it."""
    if judged.removes:
        return "remove", KeptState.GONE
    if judged.content is None:
        return "", row.state
    if row.state is KeptState.GONE:
        return "add", KeptState.SHOWN
    return "change", row.state
