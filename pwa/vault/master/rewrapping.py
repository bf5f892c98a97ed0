"""Replace the master key while the application runs.

The new key is put in front of the key file. Every worker reads the file again before its next wrap,
and wraps with the new key from then on; blobs in the database are rewrapped here, in batches. When
no blob names an older key any more, that key can be taken out of the file. Columns are found by
their declaration with `columns.wrapped_column`.
"""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, inspect, select
from sqlalchemy.orm import Session

from pwa.config import KEY_BYTES, change_kek_file, read_keks
from pwa.store.tenants import each_practice
from pwa.vault.columns import WrappedColumn, wrapped_columns
from pwa.vault.crypto import CannotOpen
from pwa.vault.master.master_keys import InstalledKeys

_BATCH = 200
# Longer than any request lasts: after it, no request that read the older key is running.
_GRACE = timedelta(minutes=2)


class CannotRetire(Exception):
    """The older keys are, or may be, still needed; the message says for what."""


@dataclass(frozen=True)
class Rewrapped:
    """The result of `rewrap_all`.

    Attributes:
        done: how many blobs were wrapped anew.
        unreadable: "table.column" to the number of its blobs that no key of the file opens.
    """

    done: int
    unreadable: Counter[str]


def add_master_key(master: InstalledKeys) -> None:
    """Put a new key in front of the key file.

    Raises:
        OSError: the folder of the key file cannot be written to; nothing has changed.
    """
    new = secrets.token_bytes(KEY_BYTES)
    change_kek_file(master.path, lambda keks: (new, *keks))
    master.refresh()


def rewrap_all(db: Session, master: InstalledKeys) -> Rewrapped:
    """Wrap by the newest key every blob that names an older one; commits after each batch.

    The work may be stopped and started again at any time.
    """
    done, unreadable = 0, Counter[str]()
    for column in wrapped_columns():
        for of_practice in each_practice(db, column.model):
            others, last = of_practice & _names_another(column, master), None
            while rows := _next_batch(db, column, others, last):
                last = _identity(column, rows[-1])
                for row in rows:
                    done += _rewrap(row, column, master, unreadable)
                db.commit()
    return Rewrapped(done, unreadable)


def retire_master_keys(db: Session, master: InstalledKeys, now: datetime) -> int:
    """Take the older keys out of the key file.

    Returns:
        How many there were.

    Raises:
        CannotRetire: a blob in the database names an older key, or a request may still use one.
        OSError: the folder of the key file cannot be written to; nothing has changed.
    """
    current, *older = read_keks(master.path)
    if not older:
        return 0
    age = now - datetime.fromtimestamp(master.path.stat().st_mtime, UTC)
    if age < _GRACE:
        raise CannotRetire(
            "the newest key is younger than two minutes: wait until all work with it"
        )
    left = {_name(column): _count_others(db, column, master) for column in wrapped_columns()}
    named = ", ".join(f"{name} ({count})" for name, count in left.items() if count)
    if named:
        raise CannotRetire(f"wrapped by an older key: {named}. Run `flask keys rewrap`")
    # Keep every key up to `current`: somebody may have put a newer one in front of it since.
    change_kek_file(master.path, lambda keks: keks[: keks.index(current) + 1])
    master.refresh()
    return len(older)


def _next_batch(
    db: Session, column: WrappedColumn, others: ColumnElement[bool], last: Any
) -> list[Any]:
    key = _primary_key(column)
    query = select(column.model).where(others).order_by(key).limit(_BATCH)
    if last is not None:  # rows that no key opens still match the query: go on behind them
        query = query.where(key > last)
    # Lock this table only, with FOR NO KEY UPDATE: an INSERT that refers to the row by a foreign
    # key, as sharing does, need not wait, so the two transactions cannot deadlock.
    return list(db.scalars(query.with_for_update(of=column.model, key_share=True)))


def _rewrap(
    row: Any, column: WrappedColumn, master: InstalledKeys, unreadable: Counter[str]
) -> int:
    blob = getattr(row, column.column.key)
    try:
        wrapped = master.rewrap(blob, [context(row) for context in column.contexts])
    except CannotOpen:
        unreadable[_name(column)] += 1
        return 0
    setattr(row, column.column.key, wrapped)
    return 1


def _count_others(db: Session, column: WrappedColumn, master: InstalledKeys) -> int:
    query = select(func.count()).select_from(column.model).where(_names_another(column, master))
    return sum(db.scalars(query.where(own)).one() for own in each_practice(db, column.model))


def _names_another(column: WrappedColumn, master: InstalledKeys) -> ColumnElement[bool]:
    """Compare the first bytes of a blob, which name its key; ended sessions have an empty blob."""
    start = master.current.wrap_start
    return (func.length(column.column) > 0) & (func.substr(column.column, 1, len(start)) != start)


def _primary_key(column: WrappedColumn) -> ColumnElement[Any]:
    (key,) = inspect(column.model).primary_key
    found: ColumnElement[Any] = key
    return found


def _identity(column: WrappedColumn, row: Any) -> Any:
    (identity,) = inspect(column.model).primary_key_from_instance(row)
    return identity


def _name(column: WrappedColumn) -> str:
    return f"{column.model.__tablename__}.{column.column.key}"
