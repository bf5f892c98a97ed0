"""Passkeys and own sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SESSION = (
    ("challenge", sa.LargeBinary()),
    ("network", sa.String(length=50)),
    ("browser", sa.String(length=20)),
)


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"])
    op.add_column("account", sa.Column("passkey_handle", sa.LargeBinary(), nullable=True))
    for name, kind in _SESSION:
        op.add_column("staff_session", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    # Who had passkeys only sets up a second factor at the next login, like a newcomer. Not as a batch:
    # SQLite would make the tables anew, and those that refer to them would lose rows.
    for name, _ in reversed(_SESSION):
        op.drop_column("staff_session", name)
    op.drop_column("account", "passkey_handle")
    op.drop_index(op.f("ix_passkey_account_id"), table_name="passkey")
    op.drop_table("passkey")
