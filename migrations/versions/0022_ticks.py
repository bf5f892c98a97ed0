"""A tick of the patient is recognised when the phone sends it again."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("sent_mac", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    # An older version knows no ticks, and could not read them.
    op.execute("DELETE FROM document WHERE kind = 'tick'")
    op.drop_column("document", "sent_mac")
