"""Keys that change."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("key_holder", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # Not as a batch: SQLite would make the table anew, and those that refer to it would lose rows.
    op.drop_column("key_holder", "verified_at")
