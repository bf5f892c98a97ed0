"""What was lost with the database: lists that began after the backup, as digests."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEX = "ix_lost_list_practice_id_lost_list_told_until"


def upgrade() -> None:
    # No policy on PostgreSQL: like `code_lookup` it is asked before a practice is known.
    op.create_table(
        "lost_list",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("told_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_lost_list_practice_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_lost_list")),
    )
    op.create_index(INDEX, "lost_list", ["practice_id", "told_until"])


def downgrade() -> None:
    op.drop_table("lost_list")
