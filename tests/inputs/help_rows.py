"""Rows of a practice's directory."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from pwa.directory.hsds import HelpService
from pwa.directory.keeping.service import find_columns
from pwa.directory.models import KeptService, KeptState, Source
from pwa.practice.models import Practice


def add_row(
    session: Session,
    practice: Practice,
    service: HelpService,
    source: Source = Source.OWN,
    state: KeptState = KeptState.SHOWN,
) -> None:
    """Add a service as it is, without history and log; the caller commits."""
    row = KeptService(
        practice_id=practice.id,
        uid=service.id,
        source=source,
        state=state,
        updated_at=datetime.now(UTC),
        **find_columns(service),
    )
    session.add(row)
