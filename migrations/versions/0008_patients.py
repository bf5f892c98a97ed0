"""What patients ask for: keys that are renewed, conversations that are merged, an end for everything."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CONVERSATION = ("last_used_on", "keys_generation", "merged_into_id", "merged_at", "ended_at")
# Until now the last mark or the taking back said when nothing was left; those few without either
# have been over at least since they began.
_END = """
UPDATE conversation SET ended_at = coalesce(
    (SELECT max(erased_at) FROM submission WHERE submission.conversation_id = conversation.id),
    withdrawn_at,
    created_at
) WHERE care_wrap IS NULL
"""


def upgrade() -> None:
    # Not as a batch: SQLite would make the tables anew, and those that refer to them would lose rows.
    op.add_column("conversation", sa.Column("last_used_on", sa.Date(), nullable=True))
    generation = sa.Column("keys_generation", sa.Integer(), nullable=False, server_default="1")
    op.add_column("conversation", generation)
    op.add_column("conversation", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    op.add_column("conversation", sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("conversation", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("document", sa.Column("origin_id", sa.Uuid(), nullable=True))
    op.add_column("submission", sa.Column("origin_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_conversation_merged_into_id"), "conversation", ["merged_into_id"], unique=False
    )
    op.execute(_END)


def downgrade() -> None:
    op.drop_index(op.f("ix_conversation_merged_into_id"), table_name="conversation")
    op.drop_column("submission", "origin_id")
    op.drop_column("document", "origin_id")
    for name in reversed(_CONVERSATION):
        op.drop_column("conversation", name)
