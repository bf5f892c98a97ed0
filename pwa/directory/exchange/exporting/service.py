"""Which services go into the file that a practice exports."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptService, KeptState, Source

_CHUNK: Final = 500


def stream_services(db: Session, practice_id: int) -> Iterator[HelpService]:
    """Give what patients find, but the national lines, which every installation has.

    It reads in chunks, and each transaction ends so that others may write.
    """
    last = 0
    while True:
        rows = db.execute(
            select(KeptService.id, KeptService.content)
            .where(
                KeptService.practice_id == practice_id,
                KeptService.state == KeptState.SHOWN,
                KeptService.source != Source.NATIONAL,
                KeptService.id > last,
            )
            .order_by(KeptService.id)
            .limit(_CHUNK)
        ).all()
        db.rollback()
        if not rows:
            return
        yield from (row.content for row in rows)
        last = rows[-1].id
