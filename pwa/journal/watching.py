"""Write to the journal what a transaction destroys, before its commit, and what it began, after it.

Events of the SQLAlchemy session lead here, whatever code changes a row, so an erasure that is
programmed next year is in the journal as well. What is noted of a table stands in its
`__journal__`.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

from flask import Flask, current_app, has_app_context
from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Mapper, ORMExecuteState, Session, object_session
from sqlalchemy.sql.elements import BindParameter

from pwa.journal.core import (
    Cleared,
    Notes,
    Unwatched,
    Watched,
    row_digest,
    to_json,
    value_digest,
    write_begun,
)
from pwa.journal.file import JournalAway, JournalFile
from pwa.store.waiting import Waiting
from pwa.vault.crypto import MasterKey, MasterKeys
from pwa.vault.master.master_keys import master_keys
from pwa.web import watch
from pwa.web.extensions import Base

# Execution option for a bulk statement that a restore must not repeat; its value is the reason.
NOT_JOURNALED: Final = "journal_skips_because"
_IS_OFF: Final = "journal: off"
_NAME: Final = "journal_file"
_LABEL: Final = "journal"
_NOTES = Waiting[Notes]("journal")
# One thread of a process at a time writes what began; the others wait for this lock so many
# seconds, and then skip their note. If the folder hangs, only one thread hangs, and others go on
# sharing.
_TURN: Final = Lock()
_PATIENCE_S: Final = 0.05


def init_app(app: Flask, path: Path) -> None:
    """Set the path of the application's journal."""
    app.extensions[_NAME] = path


def journal_of(master: MasterKeys | MasterKey) -> JournalFile:
    """Give the journal of the application.

    Args:
        master: the master keys, or the root key alone, from which the journal's key is derived.
    """
    return JournalFile(current_app.extensions[_NAME], master.derive(_LABEL))


def turn_off(db: Session) -> None:
    """Note nothing of a session, because it repeats what the journal says already."""
    db.info[_IS_OFF] = True


def note_superseded(db: Session, practice_key: Base) -> None:
    """Note that a key of a practice is replaced, because somebody may not use it any more."""
    key = _key(db)
    if key is not None:
        _NOTES.of(db).append(Notes(superseded={digest_of(practice_key, key)}))


def plan_of(model: type[Any]) -> Watched | Cleared | Unwatched:
    """Give the plan of a table: its `__journal__`."""
    plan: Watched | Cleared | Unwatched = model.__journal__
    return plan


def digest_of(row: Any, key: bytes) -> str:
    """Compute the digest that names a row in the journal."""
    model = type(row)
    return row_digest(
        key, model.__tablename__, [getattr(row, item.key) for item in identity_of(model)]
    )


def named_value(key: bytes, row: Any, column: str) -> str | None:
    """Compute the digest of the value of a column with a secret; None for an empty one."""
    return value_digest(key, f"{row.__tablename__}.{column}", getattr(row, column))


def identity_of(model: type[Any]) -> list[InstrumentedAttribute[Any]]:
    """Give the columns that identify a row for ever: the primary key, and `created_at` if any."""
    mapper = inspect(model)
    names = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
    if "created_at" in mapper.column_attrs and "created_at" not in names:
        names.append("created_at")
    return [getattr(model, name) for name in names]


def _key(db: Session) -> bytes | None:
    """Give the key of the digests; None after `turn_off`, or outside of an application."""
    if db.info.get(_IS_OFF) or not has_app_context():
        return None
    return master_keys().derive(_LABEL)


def _watched(model: type[Any]) -> Watched | None:
    plan = getattr(model, "__journal__", None)
    return plan if isinstance(plan, Watched) else None


def target_digest(key: bytes, model: type[Any], value: object) -> str:
    """Compute the digest that names what rows of a table lead to.

    Args:
        value: of the column that the table's plan names as `leads_to`.
    """
    plan = _watched(model)
    assert plan is not None
    name = value_digest(key, f"{model.__tablename__}.{plan.leads_to}", value)
    assert name is not None
    return name


@event.listens_for(Base, "before_insert", propagate=True)
def _note_begun(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    plan, db = _watched(mapper.class_), object_session(row)
    if plan is None or plan.leads_to is None or db is None or not (key := _key(db)):
        return
    name = digest_of(row, key)
    target = target_digest(key, mapper.class_, getattr(row, plan.leads_to))
    begun = {name: write_begun(key, name, target, row.practice_id)}
    _NOTES.of(db).append(Notes(begun=begun))


@event.listens_for(Base, "before_delete", propagate=True)
def _note_delete(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    plan, db = _watched(mapper.class_), object_session(row)
    if plan is None or not plan.is_gone or db is None:
        return
    if key := _key(db):
        _NOTES.of(db).append(Notes(gone={digest_of(row, key)}))


@event.listens_for(Base, "before_update", propagate=True)
def _note_update(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    plan, db = _watched(mapper.class_), object_session(row)
    if plan is None or db is None or not (key := _key(db)):
        return
    state = inspect(row)
    changed = {}
    for name in (*plan.carried, *plan.emptied):
        if state.attrs[name].history.has_changes():
            changed[name] = getattr(row, name)
    blocked = {name for name, other in plan.unless.items() if getattr(row, other) is not None}
    values = _told(plan, changed, blocked)
    for name in plan.named:
        if state.attrs[name].history.has_changes():
            values[name] = named_value(key, row, name)
    if values:
        _NOTES.of(db).append(Notes(changed={digest_of(row, key): values}))


@event.listens_for(Session, "do_orm_execute")
def _note_bulk(state: ORMExecuteState) -> None:
    """Note the rows of a bulk DELETE or UPDATE before it runs."""
    if not (state.is_delete or state.is_update) or state.bind_mapper is None:
        return
    model = state.bind_mapper.class_
    plan = _watched(model)
    if plan is None or NOT_JOURNALED in state.execution_options:
        return
    # Not earlier: to open the key is a query of the application's session, which may have to wait
    # for a lock that another session holds.
    if (key := _key(state.session)) is None:
        return
    if state.is_delete:
        if plan.is_gone:
            gone = set(_digests(state, model, key))
            _NOTES.of(state.session).append(Notes(gone=gone))
        return
    values = _told(plan, _values_of(state.statement, plan), set())
    if values:
        changed = dict.fromkeys(_digests(state, model, key), values)
        _NOTES.of(state.session).append(Notes(changed=changed))


def _told(plan: Watched, changed: dict[str, Any], blocked: set[str]) -> dict[str, Any]:
    """Choose what is noted of changed columns: column to its new value, as JSON can hold it."""
    told = {}
    for name, value in changed.items():
        if name in blocked:
            continue
        if name in plan.carried:
            told[name] = to_json(value)
        elif not value:  # a new value in the column is no erasure
            told[name] = None
    return told


def _digests(state: ORMExecuteState, model: type[Any], key: bytes) -> Iterator[str]:
    wanted = select(*identity_of(model))
    where = state.statement.whereclause  # type: ignore[attr-defined]  # of a DELETE or UPDATE
    if where is not None:
        wanted = wanted.where(where)
    for identity in state.session.execute(wanted).all():
        yield row_digest(key, model.__tablename__, identity)


def _values_of(statement: Any, plan: Watched) -> dict[str, Any]:
    """Read the values that a bulk UPDATE sets, of the columns that the plan names.

    Raises:
        RuntimeError: the database computes the value, or the column holds a secret or belongs to
            `unless`: set it on the objects instead.
    """
    on_objects = {*plan.named, *plan.unless, *plan.unless.values()}
    found: dict[str, Any] = {}
    values: dict[Any, Any] = statement._values or {}  # no public attribute has them
    for column, value in values.items():
        if column.key in {*plan.carried, *plan.emptied, *on_objects}:
            if column.key in on_objects or not isinstance(value, BindParameter):
                raise RuntimeError(
                    f"{column} is in the journal: set it on the objects, not in bulk"
                )
            found[column.key] = value.value
    return found


@event.listens_for(Session, "before_commit")
def _write_down(db: Session) -> None:
    if db.in_nested_transaction():
        return
    if db.new or db.dirty or db.deleted:
        db.flush()  # the flush of the commit itself would come after the notes are written
    notes = _all_of(db)
    if notes.destroys:
        journal_of(master_keys()).append(notes, datetime.now(UTC))
        _NOTES.of(db).clear()


@event.listens_for(Session, "after_commit")
def _write_down_what_began(db: Session) -> None:
    """Note new rows after the commit, when the transaction holds no write lock any more.

    The note may fail without harm to the list. A list that was not noted counts as unknown after a
    restore, instead of lost.
    """
    if db.in_nested_transaction() or not (notes := _all_of(db)):
        return
    if not _TURN.acquire(timeout=_PATIENCE_S):
        watch.alarm("journal-slow")
        return
    try:
        journal_of(master_keys()).append(notes, datetime.now(UTC))
    except JournalAway:
        watch.alarm("journal-away")
    finally:
        _TURN.release()


def _all_of(db: Session) -> Notes:
    together = Notes()
    for item in _NOTES.of(db):
        together.add(item)
    return together


def models() -> Sequence[type[Any]]:
    """Give every table of the application, as classes."""
    return sorted(
        (mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__tablename__
    )
