"""Remove the entries that are older than the log is kept, from its beginning up to an anchor.

A trigger of the database refuses to remove entries. The owner of the tables can switch the trigger
off for a moment; the role that the application works with cannot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from pwa.audit.anchors import AnchorFile, add_anchor, anchors_of, newest_cut
from pwa.audit.chain import lock_chain, open_key
from pwa.audit.core import START, Mark
from pwa.audit.models import AccessEvent
from pwa.audit.recording import record_system
from pwa.vault.work import Work

_REFUSAL = "access_event_no_delete"


def purge(work: Work, practice_id: int, file: AnchorFile, *, before: datetime) -> int:
    """Remove the entries up to the last anchor that is old enough, and anchor the cut.

    Args:
        work: its session is one of the database's owner.
        before: only anchors from before this moment count; later entries stay.

    Returns:
        How many entries were removed.
    """
    chain = lock_chain(work.db, practice_id)
    if chain is None:
        return 0
    key = open_key(chain, work.master)
    known = [anchor for anchor in anchors_of(work.db, practice_id) if anchor.is_sealed(key)]
    last_cut = newest_cut(known)
    done = last_cut.link.number if last_cut else 0
    old = [item.link for item in known if item.mark is Mark.HEAD and item.at < before]
    cut = max(old, key=lambda link: link.number, default=START)
    if cut.number <= done:
        return 0
    with _removal(work.db):
        work.db.execute(
            delete(AccessEvent).where(
                AccessEvent.practice_id == practice_id, AccessEvent.number <= cut.number
            )
        )
    add_anchor(work, practice_id, Mark.CUT, cut, key, file)
    record_system(work.db, action="log:purge", practice_id=practice_id, at=work.now)
    return cut.number - done


@contextmanager
def _removal(db: Session) -> Iterator[None]:
    """Switch the trigger off inside this transaction; for all other transactions it stays on."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text(f"ALTER TABLE access_event DISABLE TRIGGER {_REFUSAL}"))
        yield
        db.execute(text(f"ALTER TABLE access_event ENABLE TRIGGER {_REFUSAL}"))
    else:
        named = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
        refusal = db.execute(named, {"name": _REFUSAL}).scalar_one()
        db.execute(text(f"DROP TRIGGER {_REFUSAL}"))
        yield
        db.execute(text(refusal))
