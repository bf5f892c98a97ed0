"""Lists of items that wait in a session until its transaction commits; a rollback drops them."""

from typing import Any, Generic, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

T = TypeVar("T")


class Waiting(Generic[T]):
    """A list per session, emptied at the end of a transaction.

    When a savepoint is rolled back, the items that were added since are dropped.
    """

    def __init__(self, name: str) -> None:
        self._items, self._marks = f"{name}: waiting", f"{name}: at each savepoint"
        event.listen(Session, "after_transaction_create", self._note_savepoint)
        event.listen(Session, "after_soft_rollback", self._drop_with_savepoint)
        event.listen(Session, "after_transaction_end", self._drop_with_transaction)

    def of(self, db: Session) -> list[T]:
        """Give the list of a session, to read and to append to."""
        items: list[T] = db.info.setdefault(self._items, [])
        return items

    def _marks_of(self, db: Session) -> dict[SessionTransaction, int]:
        marks: dict[SessionTransaction, int] = db.info.setdefault(self._marks, {})
        return marks

    def _note_savepoint(self, db: Session, transaction: SessionTransaction) -> None:
        if transaction.nested:
            self._marks_of(db)[transaction] = len(self.of(db))

    def _drop_with_savepoint(self, db: Session, transaction: SessionTransaction) -> None:
        marks: dict[Any, int] = self._marks_of(db)
        if transaction in marks:
            del self.of(db)[marks[transaction] :]

    def _drop_with_transaction(self, db: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            self.of(db).clear()
            self._marks_of(db).clear()
