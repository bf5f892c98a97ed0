"""Repeat on a restored database what the journal says was destroyed since.

The journal names rows and secrets by digests only, so each row of the database is looked up in it.
All lines of the journal are repeated, also those from before the backup: a row that is not there
need not be deleted, and of several changes of a row the last one counts.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, exists, inspect, select, update
from sqlalchemy.orm import Session

from pwa.conversation.erasure import end_without_documents
from pwa.journal.core import Cleared, Notes, Watched, from_json, row_digest
from pwa.journal.watching import digest_of, identity_of, models, named_value, plan_of, turn_off
from pwa.practice.models import Practice
from pwa.store.tenants import each_practice, practice_ids, use_practice
from pwa.team.keys import renew_practice_keys
from pwa.vault.practice.models import KeyHolder, KeyKind, KeyWrap
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work
from pwa.web.extensions import Base

_AT_ONCE = 500


@dataclass
class Replayed:
    """What `replay` repeated.

    Attributes:
        rows: table to how many of its rows were deleted or changed.
        keys: how many keys of practices were replaced.
        spared: practices whose replaced recovery key still opens, because nothing else does.
    """

    rows: Counter[str] = field(default_factory=Counter)
    keys: int = 0
    spared: list[str] = field(default_factory=list)


def clear(db: Session) -> None:
    """Empty the tables that are empty after every restore: logins, and links that may have been used."""
    turn_off(db)
    for model in _children_first(Cleared):
        for own in each_practice(db, model):
            db.execute(delete(model).where(own))


def replay(work: Work, notes: Notes, key: bytes) -> Replayed:
    """Repeat everything; the caller commits.

    Args:
        notes: of the whole journal.
        key: of the journal's digests.
    """
    turn_off(work.db)
    done = Replayed()
    for model in _children_first(Watched):
        for own in each_practice(work.db, model):
            _change(work.db, model, own, notes, key, done)
            gone = _named(work.db, model, own, notes.gone, key)
            if model in (KeyWrap, KeyHolder):
                gone -= _spared(work.db, model, notes.gone, key, done)
            done.rows[model.__tablename__] += len(gone)
            _remove(work.db, model.__table__, sorted(gone, key=str))
    for practice_id in practice_ids(work.db):
        use_practice(work.db, practice_id)
        end_without_documents(work, practice_id)
        done.keys += _replace_keys(work, practice_id, notes, key)
    work.db.flush()
    return done


def _children_first(sort: type) -> list[type[Any]]:
    """Give the tables with a plan of this class, each before the tables that it refers to."""
    order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
    found = [model for model in models() if isinstance(plan_of(model), sort)]
    return sorted(found, key=lambda model: order[model.__table__], reverse=True)


def _change(
    db: Session, model: type[Any], own: Any, notes: Notes, key: bytes, done: Replayed
) -> None:
    plan = plan_of(model)
    assert isinstance(plan, Watched)
    for identity in _named(db, model, own, notes.changed.keys(), key):
        row = db.get_one(model, identity)
        done.rows[model.__tablename__] += _set(row, plan, notes.changed[digest_of(row, key)], key)
    db.flush()


def _set(row: Any, plan: Watched, values: dict[str, Any], key: bytes) -> bool:
    """Set the values of a row that the journal notes; say whether that changed anything."""
    wanted: dict[str, Any] = {}
    for name, value in values.items():
        if name not in plan.named:
            sort = row.__table__.c[name].type.python_type
            wanted[name] = from_json(value, sort)
        elif named_value(key, row, name) not in (None, value):  # a secret that was replaced since
            wanted |= dict.fromkeys(plan.named[name])
    different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _named(db: Session, model: type[Any], own: Any, digests: Any, key: bytes) -> set[Any]:
    """Find the rows that are named in the journal.

    Returns:
        Their primary keys.
    """
    if not digests:
        return set()
    found = db.execute(select(*identity_of(model)).where(own)).yield_per(_AT_ONCE)
    (primary,) = inspect(model).primary_key
    place = [item.key for item in identity_of(model)].index(
        inspect(model).get_property_by_column(primary).key
    )
    return {row[place] for row in found if row_digest(key, model.__tablename__, row) in digests}


def _remove(db: Session, table: SqlTable, ids: list[Any]) -> None:
    """Delete rows, and the rows that refer to them by a column that cannot be NULL."""
    (primary,) = table.primary_key
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for child, column in _referring(table):
            if column.nullable:
                db.execute(update(child).where(column.in_(some)).values({column.name: None}))
            else:
                (own,) = child.primary_key
                _remove(db, child, list(db.scalars(select(own).where(column.in_(some)))))
        db.execute(delete(table).where(primary.in_(some)))
    db.expire_all()


def _referring(table: SqlTable) -> Iterator[tuple[SqlTable, Any]]:
    for child in Base.metadata.sorted_tables:
        for column in child.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield child, column


def _spared(db: Session, model: type[Any], gone: set[str], key: bytes, done: Replayed) -> set[int]:
    """Find the rows of a replaced recovery key that stay, because nothing else opens the answers.

    To lose every list of a practice would be worse than that an old recovery key still opens them.
    The key opens nothing without a login, and nobody can log in with a password that was replaced.

    Returns:
        Primary keys of rows of `model`: `KeyWrap` or `KeyHolder`.
    """
    spared: set[int] = set()
    for holder in db.scalars(select(KeyHolder)):
        if holder.membership_id is not None or digest_of(holder, key) not in gone:
            continue
        care = current_key(db, holder.practice_id, KeyKind.CARE)
        others = db.scalars(
            select(KeyHolder)
            .where(KeyHolder.practice_id == holder.practice_id, KeyHolder.id != holder.id)
            .where(
                exists().where(
                    KeyWrap.holder_id == KeyHolder.id, KeyWrap.practice_key_id == care.id
                )
            )
        )
        if any(digest_of(other, key) not in gone for other in others):
            continue
        if model is KeyWrap:
            spared |= {wrap.id for wrap in holder.key_wraps}
        else:
            spared.add(holder.id)
            done.spared.append(db.get_one(Practice, holder.practice_id).slug)
    return spared


def _replace_keys(work: Work, practice_id: int, notes: Notes, key: bytes) -> int:
    """Replace each key that was replaced since the backup: a member who left may have copied it."""
    kinds = [
        kind
        for kind in KeyKind
        if digest_of(current_key(work.db, practice_id, kind), key) in notes.superseded
    ]
    renew_practice_keys(work, practice_id, kinds)
    return len(kinds)
