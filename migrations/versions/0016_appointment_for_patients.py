"""Invitations hold the appointment for the patient's first page, sealed under the link's token."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitation", sa.Column("appointment", sa.LargeBinary(), nullable=True))
    op.add_column(
        "practice",
        sa.Column("hides_clinician", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("practice", "hides_clinician")
    op.drop_column("invitation", "appointment")
