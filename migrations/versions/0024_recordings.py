"""Recordings of sentences: who speaks, who was invited, the recordings; guests in the access log."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"
TABLES = ("recording_guest", "recording_speaker", "recording", "recording_import")
LOG = "access_event"
CHECK = "ck_access_event_actor"
BEFORE = "actor IN ('patient', 'staff', 'system', 'receiver')"
AFTER = "actor IN ('patient', 'staff', 'system', 'receiver', 'guest')"


def upgrade() -> None:
    op.create_table(
        "recording_guest",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("digest", sa.LargeBinary(), unique=True),
        _member("made_by_id", nullable=False),
        _moment("created_at", nullable=False),
        _moment("ended_at"),
    )
    op.create_table(
        "recording_speaker",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        sa.Column("name", sa.String(60)),
        sa.Column("agreed_words", sa.Text(), nullable=False),
        sa.Column("may_share", sa.Boolean(), nullable=False),
        _member("member_id"),
        _guest("guest_id"),
        _moment("created_at", nullable=False),
        _moment("withdrawn_at"),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("sentence_id", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file", sa.String(16), nullable=False),
        sa.Column("mp3", sa.LargeBinary()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), sa.ForeignKey("recording_speaker.id"), nullable=False),
        _member("made_member_id"),
        _guest("made_guest_id"),
        _member("checked_member_id"),
        _guest("checked_guest_id"),
        _moment("created_at", nullable=False),
        _moment("checked_at"),
        sa.UniqueConstraint("practice_id", "language", "sentence_id", "state"),
        sa.CheckConstraint("state IN ('waiting', 'accepted', 'refused')", name="recording_state"),
    )
    op.create_table(
        "recording_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        _member("member_id", nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        _moment("created_at", nullable=False),
    )
    for table in ("recording_guest", "recording_speaker", "recording_import"):
        op.create_index(f"ix_{table}_practice_id", table, ["practice_id"])
    if op.get_bind().dialect.name == "sqlite":
        _replace_in_sqlite(BEFORE, AFTER)
        return
    op.drop_constraint(op.f(CHECK), LOG)
    op.create_check_constraint(op.f(CHECK), LOG, AFTER)
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY practice ON {table} USING ({PRACTICE})")


def downgrade() -> None:
    for table in ("recording_import", "recording", "recording_speaker", "recording_guest"):
        op.drop_table(table)
    # Entries of the log are never removed, so those of a guest stay: the old rule is for new ones.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA ignore_check_constraints = ON")
        _replace_in_sqlite(AFTER, BEFORE)
        op.execute("PRAGMA ignore_check_constraints = OFF")
    else:
        op.drop_constraint(op.f(CHECK), LOG)
        op.execute(f"ALTER TABLE {LOG} ADD CONSTRAINT {CHECK} CHECK ({BEFORE}) NOT VALID")


def _practice() -> sa.Column[int]:
    return sa.Column("practice_id", sa.Integer(), sa.ForeignKey("practice.id"), nullable=False)


def _member(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("membership.id"), nullable=nullable)


def _guest(name: str) -> "sa.Column[sa.Uuid]":
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("recording_guest.id"))


def _moment(name: str, *, nullable: bool = True) -> "sa.Column[sa.DateTime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _replace_in_sqlite(old: str, new: str) -> None:
    """Make the table of the log again with another rule, because SQLite cannot change a rule.

    Alembic's batch mode would lose the triggers, which refuse every change of the log.
    """
    database = op.get_bind()
    found = sa.text(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"
    )
    parts = database.execute(found, {"table": LOG}).all()
    (table,) = (part.sql for part in parts if part.type == "table")
    assert old in table
    columns = table.partition("(")[2].replace(old, new)
    database.exec_driver_sql(f"CREATE TABLE {LOG}_new ({columns}")
    database.exec_driver_sql(f"INSERT INTO {LOG}_new SELECT * FROM {LOG}")  # noqa: S608
    database.exec_driver_sql(f"DROP TABLE {LOG}")
    database.exec_driver_sql(f"ALTER TABLE {LOG}_new RENAME TO {LOG}")
    for part in parts:
        if part.type != "table":
            database.exec_driver_sql(part.sql)
