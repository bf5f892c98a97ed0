"""Lists that were lost with the database: who has a right key to one is told so, and can share again.

They began after the backup that was put back. The journal knows them as digests, and `flask restore`
puts those into a table (`pwa/backup/missing.py`).
"""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pwa.conversation.models import CodeLookup, LostList
from pwa.journal.core import row_digest
from pwa.journal.watching import journal_of, target_digest
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.vault.work import Work


class Lost(Exception):
    """The key was right, and the list that it opened was lost with the database.

    Attributes:
        practice_id: so that the patient is told whom to call.
    """

    def __init__(self, practice_id: int) -> None:
        super().__init__()
        self.practice_id = practice_id


def refuse_lost_key(work: Work, digest: bytes, *, practice_id: int | None = None) -> None:
    """Look whether an unknown key was one of a list that is lost.

    Args:
        digest: by which the key would be found.
        practice_id: only of this practice; None for any.

    Raises:
        Lost: it was.
    """
    key = journal_of(work.master).key
    _refuse(work.db, row_digest(key, CodeLookup.__tablename__, [digest]), practice_id)


def refuse_lost_list(work: Work, conversation_id: UUID) -> None:
    """Look whether a conversation that is not there is lost.

    Raises:
        Lost: it is.
    """
    _refuse(work.db, target_digest(journal_of(work.master).key, CodeLookup, conversation_id))


def forget_lost(work: Work, practice: Practice) -> int:
    """Forget the lists that nobody has to be told of any more."""
    own = LostList.practice_id == practice.id
    today = local_day(work.now)
    over = work.db.scalars(
        delete(LostList).where(own, LostList.told_until < today).returning(LostList)
    )
    return len(over.all())


def _refuse(db: Session, name: str, practice_id: int | None = None) -> None:
    row = db.get(LostList, bytes.fromhex(name))
    if row is not None and practice_id in (None, row.practice_id):
        raise Lost(row.practice_id)
