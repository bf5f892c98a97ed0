"""Lists beyond the usual number are folded, and lists of nobody's patients are put aside."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NEW = {
    "ix_conversation_day": ("conversation", ["practice_id", "is_folded", "consult_on"]),
    "ix_conversation_aside": ("conversation", ["practice_id", "ended_at", "set_aside_at"]),
    "ix_submission_day": (
        "submission",
        ["practice_id", "list_part", "received_at", "conversation_id"],
    ),
}
OLD = {
    "ix_conversation_practice_id_conversation_consult_on": (
        "conversation",
        ["practice_id", "consult_on"],
    ),
    "ix_submission_practice_id_submission_received_at": (
        "submission",
        ["practice_id", "received_at"],
    ),
}


def upgrade() -> None:
    # Not as a batch: SQLite would make the tables anew, and those that refer to them would lose rows.
    folded = sa.Column("is_folded", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("conversation", folded)
    moment = sa.DateTime(timezone=True)
    op.add_column("conversation", sa.Column("set_aside_at", moment, nullable=True))
    membership = sa.ForeignKey("membership.id", name="fk_conversation_set_aside_by_id")
    op.add_column(
        "conversation",
        sa.Column("set_aside_by_id", sa.Integer(), membership, nullable=True),
        inline_references=True,
    )
    part = sa.Column("list_part", sa.String(length=10), nullable=False, server_default="day")
    op.add_column("submission", part)
    # The names that databases would be given by the naming convention are too long for PostgreSQL.
    for name, (table, columns) in NEW.items():
        op.create_index(name, table, columns)
    for name, (table, _columns) in OLD.items():
        op.drop_index(op.f(name), table)


def downgrade() -> None:
    for name, (table, columns) in OLD.items():
        op.create_index(op.f(name), table, columns)
    for name, (table, _columns) in NEW.items():
        op.drop_index(name, table)
    op.drop_column("submission", "list_part")
    for name in ("set_aside_by_id", "set_aside_at", "is_folded"):
        op.drop_column("conversation", name)
