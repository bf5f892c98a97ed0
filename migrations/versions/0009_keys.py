"""Keys that change: a root key that outlives the master key, and a recovery key that was tried."""

import os
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from flask import current_app

from pwa.config import KEY_BYTES, read_keks

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("key_holder", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    bind = op.get_bind()
    if not sa.inspect(bind).has_table("server_key"):
        server_key = op.create_table(
            "server_key",
            sa.Column("label", sa.String(length=80), nullable=False),
            sa.Column("wrap", sa.LargeBinary(), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("label", name=op.f("pk_server_key")),
        )
        op.bulk_insert(server_key, [_root(bind)])


def downgrade() -> None:
    # Not as a batch: SQLite would make the table anew, and those that refer to it would lose rows.
    op.drop_column("key_holder", "verified_at")
    # Codes, links and second factors hang on the root key, so it stays for the way back up.
    if not _is_used(op.get_bind()):
        op.drop_table("server_key")


def _root(bind: sa.Connection) -> dict[str, object]:
    # Where people have codes already these hang on the master key of today.
    master = current_app.extensions["master_keys"]
    key = read_keks(master.path)[0] if _is_used(bind) else os.urandom(KEY_BYTES)
    wrap = master.wrap(key, "server key root")
    return {"label": "root", "wrap": wrap, "created_at": datetime.now(UTC)}


def _is_used(bind: sa.Connection) -> bool:
    return bind.execute(sa.text("SELECT 1 FROM practice LIMIT 1")).first() is not None
