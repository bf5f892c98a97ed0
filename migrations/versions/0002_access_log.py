"""The access log as a chain that the database lets nobody change.

Entries from before are hung on the chain in the order in which they were written.
"""

import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from pwa.vault.master.ring import master_keys

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = ("access_event", "access_anchor")
COLUMNS = (
    "practice_id",
    "at",
    "actor",
    "membership_id",
    "role",
    "action",
    "conversation_id",
    "outcome",
    "strength",
    "network",
    "request_id",
)


def upgrade() -> None:
    before = _old_entries()
    op.drop_table("access_event")
    _create_entries()
    _create_chain()
    _create_anchors()
    _hang_on_chains(before)
    refuse = _refuse_in_sqlite if _is_sqlite() else _refuse_in_postgresql
    refuse()


def downgrade() -> None:
    entries = [dict(row) for row in _rows(_table(*COLUMNS, "number"), "practice_id", "number")]
    for table in ("access_anchor", "access_chain", "access_event"):
        op.drop_table(table)
    if not _is_sqlite():
        op.execute("DROP FUNCTION refuse_change()")
    _create_old_entries()
    for number, entry in enumerate(entries, start=1):
        del entry["number"]
        entry["id"] = number
        # Before, nothing could end like this.
        entry["outcome"] = "refused" if entry["outcome"] == "failed" else entry["outcome"]
    if entries:
        op.bulk_insert(_table("id", *COLUMNS), entries)
        if not _is_sqlite():
            op.execute("SELECT setval('access_event_id_seq', (SELECT max(id) FROM access_event))")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _table(*names: str) -> sa.TableClause:
    types: dict[str, sa.types.TypeEngine[Any]] = {
        "at": sa.DateTime(timezone=True),
        "conversation_id": sa.Uuid(),
        "mac": sa.LargeBinary(),
        **dict.fromkeys(("id", "number", "practice_id", "membership_id"), sa.Integer()),
    }
    columns = [sa.column(name, types.get(name, sa.String())) for name in names]
    return sa.table("access_event", *columns)


def _rows(table: sa.TableClause, *order: str) -> sa.MappingResult:
    ordered = sa.select(table).order_by(*(table.c[name] for name in order))
    return op.get_bind().execute(ordered).mappings()


def _old_entries() -> list[dict[str, object]]:
    return [dict(row) for row in _rows(_table("id", *COLUMNS), "practice_id", "id")]


def _hang_on_chains(entries: list[dict[str, object]]) -> None:
    """As pwa/audit did it when this was written; the form of what is signed must never change."""
    chains = sa.table(
        "access_chain",
        *(sa.column(name, sa.Integer()) for name in ("practice_id", "number")),
        *(sa.column(name, sa.LargeBinary()) for name in ("key", "mac", "seal")),
    )
    for practice_id, group in groupby(entries, lambda entry: entry["practice_id"]):
        key, mac, number = secrets.token_bytes(32), bytes(32), 0
        rows = []
        for number, entry in enumerate(group, start=1):
            mac = hmac.digest(key, mac + _signed(number, entry), hashlib.sha256)
            named = {name: entry[name] for name in COLUMNS}
            rows.append({**named, "number": number, "mac": mac})
        op.bulk_insert(_table(*COLUMNS, "number", "mac"), rows)
        head = b"head" + _write(practice_id, number, mac.hex())
        chain = {
            "practice_id": practice_id,
            "key": master_keys().wrap(key, f"access chain {practice_id}"),
            "number": number,
            "mac": mac,
            "seal": hmac.digest(key, head, hashlib.sha256),
        }
        op.bulk_insert(chains, [chain])


def _signed(number: int, entry: dict[str, object]) -> bytes:
    at, conversation = entry["at"], entry["conversation_id"]
    assert isinstance(at, datetime)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return _write(
        number,
        at.isoformat(timespec="milliseconds"),
        entry["practice_id"],
        entry["actor"],
        entry["membership_id"],
        entry["role"],
        entry["action"],
        str(conversation) if isinstance(conversation, UUID) else None,
        entry["outcome"],
        entry["strength"],
        None,
        entry["network"],
        entry["request_id"],
        None,
    )


def _write(*fields: object) -> bytes:
    return json.dumps(fields, separators=(",", ":")).encode()


def _enum(name: str, length: int, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=length)


def _common_columns(*outcomes: str) -> list[sa.Column[object]]:
    return [
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", _enum("actor", 20, "patient", "staff", "system"), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", _enum("outcome", 20, *outcomes), nullable=False),
        sa.Column(
            "strength",
            _enum("strength", 20, "none", "secret", "password", "two_factors"),
            nullable=False,
        ),
        sa.Column("network", sa.String(length=50), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
    ]


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _create_entries() -> None:
    op.create_table(
        "access_event",
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_common_columns("done", "refused", "failed"),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        _to("access_event", "practice_id", "practice"),
        _to("access_event", "membership_id", "membership"),
        _to("access_event", "about_id", "membership"),
        sa.PrimaryKeyConstraint("practice_id", "number", name=op.f("pk_access_event")),
    )
    for name, columns in (
        ("practice_id_access_event_at", ("practice_id", "at")),
        ("conversation_id", ("conversation_id",)),
        ("member", ("practice_id", "membership_id", "number")),
        ("action", ("practice_id", "action", "number")),
    ):
        op.create_index(op.f(f"ix_access_event_{name}"), "access_event", list(columns))


def _create_chain() -> None:
    op.create_table(
        "access_chain",
        sa.Column("practice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        _to("access_chain", "practice_id", "practice"),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_access_chain")),
    )


def _create_anchors() -> None:
    op.create_table(
        "access_anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", _enum("mark", 10, "head", "cut"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        _to("access_anchor", "practice_id", "practice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_anchor")),
    )
    op.create_index(
        op.f("ix_access_anchor_practice_id_access_anchor_number"),
        "access_anchor",
        ["practice_id", "number"],
    )


def _create_old_entries() -> None:
    op.create_table(
        "access_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        *_common_columns("done", "refused"),
        _to("access_event", "practice_id", "practice"),
        _to("access_event", "membership_id", "membership"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
    )
    op.create_index(op.f("ix_access_event_conversation_id"), "access_event", ["conversation_id"])
    op.create_index(
        op.f("ix_access_event_practice_id_access_event_at"), "access_event", ["practice_id", "at"]
    )


def _refuse_in_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END"
    for table in KEPT:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
            )
    # INSERT OR REPLACE removes a row without asking the triggers above.
    for table, same in (
        ("access_event", "practice_id = NEW.practice_id AND number = NEW.number"),
        ("access_anchor", "id = NEW.id"),
    ):
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {refuse}"
        )


def _refuse_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the access log is never changed'; END $$"
    )
    for table in KEPT:
        for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION refuse_change()"
            )
