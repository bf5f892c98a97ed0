"""Meetings of a practice, and which documents are sheets for them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("practice_id", sa.Integer(), sa.ForeignKey("practice.id"), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("organisations", sa.String(300), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_meeting_practice_id_held_on", "meeting", ["practice_id", "held_on"])
    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("practice_id", sa.Integer(), sa.ForeignKey("practice.id"), nullable=False),
        sa.Column(
            "meeting_id",
            sa.Uuid(),
            sa.ForeignKey("meeting.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("document_id", sa.Uuid(), sa.ForeignKey("document.id", ondelete="SET NULL")),
        sa.Column("discussed_at", MOMENT),
    )
    op.create_index("ix_meeting_item_meeting_id", "meeting_item", ["meeting_id"])
    op.create_index("ix_meeting_item_document_id", "meeting_item", ["document_id"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        for table in ("meeting", "meeting_item"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY practice ON {table} USING ({PRACTICE})")


def downgrade() -> None:
    op.drop_table("meeting_item")
    op.drop_table("meeting")
