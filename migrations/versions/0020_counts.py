"""Counts of events, sealed tallies, their sums, and which question was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"
EVENTS = ("invited", "shared", "read", "planned", "looked_back")
TABLES = ("event_count", "tally_box", "tally_sum", "answered_after")


def upgrade() -> None:
    op.create_table(
        "event_count",
        _practice(),
        sa.Column("quarter", sa.String(6), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                *EVENTS,
                name="counted_event",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", "quarter", "event"),
    )
    op.create_table(
        "tally_box",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        sa.Column("quarter", sa.String(6), nullable=False),
        _care_key(),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.Column("slips", sa.LargeBinary(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_tally_box_of", "tally_box", ["practice_id", "quarter"])
    op.create_table(
        "tally_sum",
        sa.Column("id", sa.Integer(), primary_key=True),
        _practice(),
        sa.Column("quarter", sa.String(6), nullable=False),
        _care_key(),
        sa.Column("state", sa.LargeBinary()),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.UniqueConstraint("practice_id", "quarter"),
    )
    op.create_table(
        "answered_after",
        sa.Column(
            "conversation_id",
            sa.Uuid(),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("by", sa.String(10), nullable=False),
        _practice(),
        sa.PrimaryKeyConstraint("conversation_id", "by"),
    )
    op.create_index("ix_answered_after_practice_id", "answered_after", ["practice_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY practice ON {table} USING ({PRACTICE})")


def _practice() -> sa.Column[int]:
    return sa.Column("practice_id", sa.Integer(), sa.ForeignKey("practice.id"), nullable=False)


def _care_key() -> sa.Column[int]:
    return sa.Column("care_key_id", sa.Integer(), sa.ForeignKey("practice_key.id"), nullable=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
