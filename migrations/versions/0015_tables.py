"""The tables of the first release, made at once; nobody has installed an earlier revision."""

import os
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op
from flask import current_app

from pwa.config import KEY_BYTES

revision = "0015"
down_revision = None
branch_labels = None
depends_on = None


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        to: the table that the column refers to, by its `id`; empty for no foreign key.
        goes_along: whether the row is deleted with the row that it refers to (ON DELETE CASCADE).
    """

    name: str
    type: sa.types.TypeEngine[Any]
    to: str = ""
    goes_along: bool = False
    may_be_empty: bool = False
    default: Any = None


def _one_of(name: str, length: int, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=length)


NUMBER, BYTES, MOMENT = sa.Integer(), sa.LargeBinary(), sa.DateTime(timezone=True)
ROLE = _one_of("role", 20, "gp", "poh", "assistant", "social_worker", "manager")
KIND = _one_of("key_kind", 10, "desk", "care")
PURPOSE = _one_of("link_purpose", 10, "join", "reset")
ACTOR = _one_of("actor", 20, "patient", "staff", "system")
OUTCOME = _one_of("outcome", 20, "done", "refused", "failed")
STRENGTH = _one_of("strength", 20, "none", "secret", "password", "two_factors")
MARK = _one_of("mark", 10, "head", "cut")

# In an order in which each table refers only to tables before it.
TABLES: dict[str, tuple[Column, ...]] = {
    "account": (
        Column("id", NUMBER),
        Column("email", sa.String(255)),
        Column("name", sa.String(120)),
        Column("password", sa.String(255), may_be_empty=True),
        Column("active", sa.Boolean()),
        Column("fs_uniquifier", sa.String(64)),
        Column("tf_primary_method", sa.String(64), may_be_empty=True),
        Column("tf_totp_secret", sa.String(255), may_be_empty=True),
        Column("tf_last_counter", NUMBER, may_be_empty=True),
        Column("mf_recovery_codes", sa.Text(), may_be_empty=True),
        Column("created_at", MOMENT),
        Column("passkey_handle", BYTES, may_be_empty=True),
    ),
    "practice": (
        Column("id", NUMBER),
        Column("slug", sa.String(60)),
        Column("name", sa.String(120)),
        Column("phone", sa.String(30)),
        Column("out_of_hours_name", sa.String(120)),
        Column("out_of_hours_phone", sa.String(30)),
        Column("if_worse_text", sa.Text(), may_be_empty=True),
        Column("languages", sa.JSON()),
        Column("retention_days", NUMBER),
        Column("neighbourhood", sa.String(120), may_be_empty=True),
        Column("is_example", sa.Boolean()),
        Column("revision", NUMBER),
        Column("created_at", MOMENT),
        Column("updated_at", MOMENT),
        Column("takes_coded_only", sa.Boolean(), default=sa.false()),
        Column("waiting_room_number", NUMBER, default=sa.text("1")),
    ),
    "membership": (
        Column("id", NUMBER),
        Column("account_id", NUMBER, to="account"),
        Column("practice_id", NUMBER, to="practice"),
        Column("role", ROLE),
        Column("created_at", MOMENT),
        Column("ended_at", MOMENT, may_be_empty=True),
        Column("suspended_at", MOMENT, may_be_empty=True),
    ),
    "practice_key": (
        Column("id", NUMBER),
        Column("practice_id", NUMBER, to="practice"),
        Column("kind", KIND),
        Column("generation", NUMBER),
        Column("public_key", BYTES),
        Column("created_at", MOMENT),
    ),
    "key_holder": (
        Column("id", NUMBER),
        Column("practice_id", NUMBER, to="practice"),
        Column("membership_id", NUMBER, to="membership", may_be_empty=True),
        Column("public_key", BYTES),
        Column("wrap", BYTES),
        Column("created_at", MOMENT),
        Column("verified_at", MOMENT, may_be_empty=True),
    ),
    "key_wrap": (
        Column("id", NUMBER),
        Column("practice_id", NUMBER, to="practice"),
        Column("holder_id", NUMBER, to="key_holder"),
        Column("practice_key_id", NUMBER, to="practice_key"),
        Column("wrap", BYTES),
        Column("created_at", MOMENT),
    ),
    "staff_session": (
        Column("id", sa.Uuid()),
        Column("practice_id", NUMBER, to="practice"),
        Column("account_id", NUMBER, to="account"),
        Column("membership_id", NUMBER, to="membership"),
        Column("wrapped_keys", BYTES),
        Column("created_at", MOMENT),
        Column("seen_at", MOMENT),
        Column("confirmed_at", MOMENT, may_be_empty=True),
        Column("wrong_codes", NUMBER),
        Column("ended_at", MOMENT, may_be_empty=True),
        Column("challenge", BYTES, may_be_empty=True),
        Column("network", sa.String(50), may_be_empty=True),
        Column("browser", sa.String(20), may_be_empty=True),
    ),
    "passkey": (
        Column("id", NUMBER),
        Column("account_id", NUMBER, to="account"),
        Column("credential_id", BYTES),
        Column("public_key", BYTES),
        Column("sign_count", sa.BigInteger()),
        Column("transports", sa.JSON()),
        Column("name", sa.String(60)),
        Column("created_at", MOMENT),
        Column("used_at", MOMENT, may_be_empty=True),
    ),
    "kept_form": (
        Column("id", sa.Uuid()),
        Column("account_id", NUMBER, to="account", goes_along=True),
        Column("address", sa.String(200)),
        Column("body", BYTES),
        Column("created_at", MOMENT),
    ),
    "team_link": (
        Column("id", sa.Uuid()),
        Column("practice_id", NUMBER, to="practice"),
        Column("purpose", PURPOSE),
        Column("digest", BYTES),
        Column("made_by_id", NUMBER, to="membership"),
        Column("name", sa.String(120), may_be_empty=True),
        Column("email", sa.String(255), may_be_empty=True),
        Column("role", ROLE, may_be_empty=True),
        Column("wrapped_keys", BYTES, may_be_empty=True),
        Column("membership_id", NUMBER, to="membership", may_be_empty=True),
        Column("drops_second_factor", sa.Boolean()),
        Column("wrong_tries", NUMBER),
        Column("created_at", MOMENT),
    ),
    "practice_setup": (
        Column("id", NUMBER),
        Column("token_digest", BYTES),
        Column("draft", sa.JSON(), may_be_empty=True),
        Column("created_at", MOMENT),
        Column("expires_at", MOMENT),
        Column("finished_at", MOMENT, may_be_empty=True),
    ),
    "server_key": (
        Column("label", sa.String(80)),
        Column("wrap", BYTES),
        Column("created_at", MOMENT),
    ),
    "invitation": (
        Column("id", sa.Uuid()),
        Column("practice_id", NUMBER, to="practice"),
        Column("consult_on", sa.Date()),
        Column("token_digest", BYTES),
        Column("desk_key_id", NUMBER, to="practice_key"),
        Column("label_key", BYTES),
        Column("label", BYTES),
        Column("created_at", MOMENT),
        Column("code_digest", BYTES, may_be_empty=True),
    ),
    "conversation": (
        Column("id", sa.Uuid()),
        Column("practice_id", NUMBER, to="practice"),
        Column("public_key", BYTES),
        Column("care_key_id", NUMBER, to="practice_key"),
        Column("care_wrap", BYTES, may_be_empty=True),
        Column("created_at", MOMENT),
        Column("first_read_at", MOMENT, may_be_empty=True),
        Column("withdrawn_at", MOMENT, may_be_empty=True),
        Column("invitation_id", sa.Uuid(), to="invitation", may_be_empty=True),
        Column("consult_on", sa.Date(), may_be_empty=True),
        Column("last_used_on", sa.Date(), may_be_empty=True),
        Column("keys_generation", NUMBER, default="1"),
        Column("merged_into_id", sa.Uuid(), may_be_empty=True),
        Column("merged_at", MOMENT, may_be_empty=True),
        Column("ended_at", MOMENT, may_be_empty=True),
        Column("is_folded", sa.Boolean(), default=sa.false()),
        Column("set_aside_at", MOMENT, may_be_empty=True),
        Column("set_aside_by_id", NUMBER, to="membership", may_be_empty=True),
    ),
    "code_lookup": (
        Column("digest", BYTES),
        Column("practice_id", NUMBER, to="practice"),
        Column("conversation_id", sa.Uuid(), to="conversation", goes_along=True),
        Column("wrap", BYTES, may_be_empty=True),
        Column("generation", NUMBER, default="1"),
    ),
    "document": (
        Column("id", sa.Uuid()),
        Column("practice_id", NUMBER, to="practice"),
        Column("conversation_id", sa.Uuid(), to="conversation", goes_along=True),
        Column("kind", sa.String()),
        Column("number", NUMBER),
        Column("schema", NUMBER),
        Column("sealed_key", BYTES),
        Column("body", BYTES),
        Column("author_id", NUMBER, to="membership", may_be_empty=True),
        Column("created_at", MOMENT),
        Column("origin_id", sa.Uuid(), may_be_empty=True),
        Column("author_role", sa.String(20), may_be_empty=True),
    ),
    "submission": (
        Column("id", sa.Uuid()),
        Column("practice_id", NUMBER, to="practice"),
        Column("conversation_id", sa.Uuid(), to="conversation", goes_along=True),
        Column("uid_digest", BYTES),
        Column("body_mac", BYTES),
        Column("reply", BYTES, may_be_empty=True),
        Column("desk_key_id", NUMBER, to="practice_key"),
        Column("label_key", BYTES, may_be_empty=True),
        Column("label", BYTES, may_be_empty=True),
        Column("number", NUMBER),
        Column("received_at", MOMENT),
        Column("read_at", MOMENT, may_be_empty=True),
        Column("erased_at", MOMENT, may_be_empty=True),
        Column("origin_id", sa.Uuid(), may_be_empty=True),
        Column("list_part", sa.String(10), default="day"),
    ),
    "lost_list": (
        Column("digest", BYTES),
        Column("practice_id", NUMBER, to="practice"),
        Column("told_until", sa.Date()),
    ),
    "access_event": (
        Column("practice_id", NUMBER, to="practice"),
        Column("number", NUMBER),
        Column("at", MOMENT),
        Column("actor", ACTOR),
        Column("membership_id", NUMBER, to="membership", may_be_empty=True),
        Column("role", sa.String(20), may_be_empty=True),
        Column("action", sa.String(60)),
        Column("conversation_id", sa.Uuid(), may_be_empty=True),
        Column("outcome", OUTCOME),
        Column("strength", STRENGTH),
        Column("network", sa.String(50), may_be_empty=True),
        Column("request_id", sa.String(32), may_be_empty=True),
        Column("reason", sa.String(30), may_be_empty=True),
        Column("about_id", NUMBER, to="membership", may_be_empty=True),
        Column("mac", BYTES),
    ),
    "access_chain": (
        Column("practice_id", NUMBER, to="practice"),
        Column("key", BYTES),
        Column("number", NUMBER),
        Column("mac", BYTES),
        Column("seal", BYTES),
    ),
    "access_anchor": (
        Column("id", NUMBER),
        Column("practice_id", NUMBER, to="practice"),
        Column("at", MOMENT),
        Column("mark", MARK),
        Column("number", NUMBER),
        Column("mac", BYTES),
        Column("seal", BYTES),
    ),
}
# Primary keys; of all other tables it is `id`.
PRIMARY = {
    "server_key": ("label",),
    "code_lookup": ("digest",),
    "lost_list": ("digest",),
    "access_event": ("practice_id", "number"),
    "access_chain": ("practice_id",),
}
UNIQUE = (
    ("account", "email"),
    ("account", "fs_uniquifier"),
    ("practice", "slug"),
    ("membership", "account_id", "practice_id"),
    ("practice_key", "practice_id", "kind", "generation"),
    ("key_holder", "membership_id"),
    ("key_wrap", "holder_id", "practice_key_id"),
    ("passkey", "credential_id"),
    ("team_link", "digest"),
    ("practice_setup", "token_digest"),
    ("invitation", "practice_id", "token_digest"),
    ("document", "conversation_id", "kind", "number"),
    ("submission", "practice_id", "uid_digest"),
)
# Foreign keys that keep the names which PostgreSQL gave them in an earlier migration.
REFERENCES = {
    ("conversation", "invitation_id"): "conversation_invitation_id_fkey",
    ("conversation", "set_aside_by_id"): "conversation_set_aside_by_id_fkey",
}
INDEXES = {
    "ix_access_anchor_practice_id_access_anchor_number": ("access_anchor", "practice_id", "number"),
    "ix_access_event_action": ("access_event", "practice_id", "action", "number"),
    "ix_access_event_conversation_id": ("access_event", "conversation_id"),
    "ix_access_event_member": ("access_event", "practice_id", "membership_id", "number"),
    "ix_access_event_practice_id_access_event_at": ("access_event", "practice_id", "at"),
    "ix_code_lookup_conversation_id": ("code_lookup", "conversation_id"),
    "ix_conversation_aside": ("conversation", "practice_id", "ended_at", "set_aside_at"),
    "ix_conversation_day": ("conversation", "practice_id", "is_folded", "consult_on"),
    "ix_conversation_invitation_id": ("conversation", "invitation_id"),
    "ix_conversation_merged_into_id": ("conversation", "merged_into_id"),
    "ix_conversation_practice_id_conversation_created_at": (
        "conversation",
        "practice_id",
        "created_at",
    ),
    "ix_invitation_practice_id_invitation_consult_on": ("invitation", "practice_id", "consult_on"),
    "ix_kept_form_account_id": ("kept_form", "account_id"),
    "ix_lost_list_practice_id_lost_list_told_until": ("lost_list", "practice_id", "told_until"),
    "ix_membership_practice_id": ("membership", "practice_id"),
    "ix_passkey_account_id": ("passkey", "account_id"),
    "ix_staff_session_account_id": ("staff_session", "account_id"),
    "ix_submission_conversation_id": ("submission", "conversation_id"),
    "ix_submission_day": (
        "submission",
        "practice_id",
        "list_part",
        "received_at",
        "conversation_id",
    ),
    "ix_team_link_practice_id": ("team_link", "practice_id"),
}
UNIQUE_INDEXES = {
    "ix_invitation_practice_id_invitation_code_digest": ("invitation", "practice_id", "code_digest")
}

# Tables whose rows are never changed or removed, to a condition that finds the row of a new one.
NEVER_CHANGED = {
    "access_event": "practice_id = NEW.practice_id AND number = NEW.number",
    "access_anchor": "id = NEW.id",
}

# Conditions of the policies: PostgreSQL shows only rows of the practice or account that was set.
PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"
ACCOUNT = "account_id = NULLIF(current_setting('app.account', true), '')::integer"
OWN_MEMBERSHIPS = f"SELECT id FROM membership WHERE {ACCOUNT}"  # noqa: S608
# Tables without a policy: they are queried by a code or a link, before the practice is known.
OUTSIDE = ("code_lookup", "lost_list")
# Rows of the own account in every practice, which a person sees and, except in `READ_ONLY`, may
# change: one password holds for all practices. Memberships and practice keys are changed in their
# practice only.
OWN = {
    "membership": ACCOUNT,
    "staff_session": ACCOUNT,
    "key_holder": f"membership_id IN ({OWN_MEMBERSHIPS})",
    "key_wrap": f"holder_id IN (SELECT id FROM key_holder WHERE membership_id IN ({OWN_MEMBERSHIPS}))",  # noqa: S608
    "practice_key": f"practice_id IN (SELECT practice_id FROM membership WHERE {ACCOUNT})",  # noqa: S608
}
READ_ONLY = ("membership", "practice_key")


def upgrade() -> None:
    for name, columns in TABLES.items():
        _create(name, columns)
    for name, (table, *indexed) in INDEXES.items():
        op.create_index(op.f(name), table, indexed)
    for name, (table, *indexed) in UNIQUE_INDEXES.items():
        op.create_index(op.f(name), table, indexed, unique=True)
    # NULLs count as different in a UNIQUE, so the one recovery key of a practice needs an index.
    is_recovery = sa.text("membership_id IS NULL")
    op.create_index(
        "uq_key_holder_recovery",
        "key_holder",
        ["practice_id"],
        unique=True,
        sqlite_where=is_recovery,
        postgresql_where=is_recovery,
    )
    if op.get_bind().dialect.name == "sqlite":
        _refuse_in_sqlite()
    else:
        _refuse_in_postgresql()
        _set_up_walls()
    _make_root_key()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create(table: str, columns: tuple[Column, ...]) -> None:
    key = PRIMARY.get(table, ("id",))
    op.create_table(
        table,
        *(_column(each) for each in columns),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
        *(
            sa.UniqueConstraint(*unique, name=op.f("_".join(["uq", table, *unique])))
            for name, *unique in UNIQUE
            if name == table
        ),
        *(
            sa.ForeignKeyConstraint(
                [each.name],
                [f"{each.to}.id"],
                name=op.f(REFERENCES.get((table, each.name), f"fk_{table}_{each.name}")),
                ondelete="CASCADE" if each.goes_along else None,
            )
            for each in columns
            if each.to
        ),
    )


def _column(each: Column) -> sa.Column[Any]:
    return sa.Column(
        each.name,
        each.type,
        nullable=each.may_be_empty,
        server_default=each.default,
        autoincrement="auto" if each.name == "id" else False,
    )


def _refuse_in_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END"
    for table, is_there in NEVER_CHANGED.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
            )
        # INSERT OR REPLACE would remove a row without the DELETE trigger above.
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {is_there})"  # noqa: S608
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {refuse}"
        )


def _refuse_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the access log is never changed'; END $$"
    )
    for table in NEVER_CHANGED:
        for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION refuse_change()"
            )


def _set_up_walls() -> None:
    for table, columns in TABLES.items():
        if table in OUTSIDE or "practice_id" not in {each.name for each in columns}:
            continue
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY practice ON {table} USING ({PRACTICE})")
        if table in OWN:
            verbs = "SELECT" if table in READ_ONLY else "ALL"
            op.execute(f"CREATE POLICY own_account ON {table} FOR {verbs} USING ({OWN[table]})")


def _make_root_key() -> None:
    """Make the root key, from which all other keys of the server are derived."""
    key = os.urandom(KEY_BYTES)
    wrap = current_app.extensions["master_keys"].wrap(key, "server key root")
    server_key = sa.table(
        "server_key", *(sa.column(each.name, each.type) for each in TABLES["server_key"])
    )
    op.bulk_insert(server_key, [{"label": "root", "wrap": wrap, "created_at": datetime.now(UTC)}])
