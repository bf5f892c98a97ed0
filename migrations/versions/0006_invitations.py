"""Invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("consult_on", sa.Date(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("desk_key_id", sa.Integer(), nullable=False),
        sa.Column("label_key", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_invitation_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["desk_key_id"], ["practice_key.id"], name=op.f("fk_invitation_desk_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "practice_id", "token_digest", name=op.f("uq_invitation_practice_id_token_digest")
        ),
    )
    op.create_index(
        op.f("ix_invitation_practice_id_invitation_consult_on"),
        "invitation",
        ["practice_id", "consult_on"],
    )
    # Not as a batch: SQLite would make the table anew, and those that refer to it would lose rows.
    invitation = sa.ForeignKey("invitation.id", name="fk_conversation_invitation_id")
    op.add_column(
        "conversation",
        sa.Column("invitation_id", sa.Uuid(), invitation, nullable=True),
        inline_references=True,
    )
    op.add_column("conversation", sa.Column("consult_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_conversation_invitation_id"), "conversation", ["invitation_id"])
    op.create_index(
        op.f("ix_conversation_practice_id_conversation_consult_on"),
        "conversation",
        ["practice_id", "consult_on"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_conversation_practice_id_conversation_consult_on"), "conversation")
    op.drop_index(op.f("ix_conversation_invitation_id"), "conversation")
    op.drop_column("conversation", "consult_on")
    op.drop_column("conversation", "invitation_id")
    op.drop_table("invitation")
