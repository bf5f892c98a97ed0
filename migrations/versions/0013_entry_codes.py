"""Codes by which a list comes in: of an invitation, of the waiting room; a practice may take no others."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CODES = "ix_invitation_practice_id_invitation_code_digest"


def upgrade() -> None:
    no, first = sa.false(), sa.text("1")
    op.add_column(
        "practice", sa.Column("takes_coded_only", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column(
        "practice",
        sa.Column("waiting_room_number", sa.Integer(), nullable=False, server_default=first),
    )
    # Invitations that are there already get theirs when the desk next opens them: a code is derived
    # from the token, which is sealed.
    op.add_column("invitation", sa.Column("code_digest", sa.LargeBinary(), nullable=True))
    op.create_index(op.f(_CODES), "invitation", ["practice_id", "code_digest"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f(_CODES), "invitation")
    op.drop_column("invitation", "code_digest")
    op.drop_column("practice", "waiting_room_number")
    op.drop_column("practice", "takes_coded_only")
