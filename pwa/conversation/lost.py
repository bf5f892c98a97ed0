"""Lists that a restore lost: somebody with a right key to one is told so, and can share again.

They are newer than the backup that was restored. The journal names them by digests, and
`flask restore` puts those into the table of `LostList` (`pwa/backup/missing.py`).
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
        practice_id: of the list; the patient is told to call this practice.
    """

    def __init__(self, practice_id: int) -> None:
        super().__init__()
        self.practice_id = practice_id


def refuse_lost_key(work: Work, digest: bytes, *, practice_id: int | None = None) -> None:
    """Raise `Lost` if a key that no row has belonged to a list that a restore lost.

    Args:
        digest: of the key, as in `CodeLookup.digest`.
        practice_id: look only among this practice's lists; None for all practices.

    Raises:
        Lost: the key's list was lost.
    """
    key = journal_of(work.master).key
    _refuse(work.db, row_digest(key, CodeLookup.__tablename__, [digest]), practice_id)


def refuse_lost_list(work: Work, conversation_id: UUID) -> None:
    """Raise `Lost` if a conversation that has no row is one that a restore lost.

    Raises:
        Lost: the conversation was lost.
    """
    _refuse(work.db, target_digest(journal_of(work.master).key, CodeLookup, conversation_id))


def forget_lost(work: Work, practice: Practice) -> int:
    """Delete the rows of lost lists whose last day of telling (`told_until`) is over."""
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
