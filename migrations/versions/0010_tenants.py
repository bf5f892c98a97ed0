"""Practices apart in PostgreSQL: no row of a practice is seen by whoever does not say for which one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Asked for before a practice is known: by a code or a link.
OUTSIDE = ("code_lookup",)
PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"
ACCOUNT = "account_id = NULLIF(current_setting('app.account', true), '')::integer"
OWN_MEMBERSHIPS = f"SELECT id FROM membership WHERE {ACCOUNT}"  # noqa: S608
# What somebody sees of the own account in every practice, and may change of it, because a password is
# one for all of them. Where somebody works, and which keys a practice has, is changed there only.
OWN = {
    "membership": ACCOUNT,
    "staff_session": ACCOUNT,
    "key_holder": f"membership_id IN ({OWN_MEMBERSHIPS})",
    "key_wrap": f"holder_id IN (SELECT id FROM key_holder WHERE membership_id IN ({OWN_MEMBERSHIPS}))",  # noqa: S608
    "practice_key": f"practice_id IN (SELECT practice_id FROM membership WHERE {ACCOUNT})",  # noqa: S608
}
READ_ONLY = ("membership", "practice_key")


def upgrade() -> None:
    for table in _tables():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY practice ON {table} USING ({PRACTICE})")
        if table in OWN:
            verbs = "SELECT" if table in READ_ONLY else "ALL"
            op.execute(f"CREATE POLICY own_account ON {table} FOR {verbs} USING ({OWN[table]})")


def downgrade() -> None:
    for table in _tables():
        op.execute(f"DROP POLICY practice ON {table}")
        if table in OWN:
            op.execute(f"DROP POLICY own_account ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def _tables() -> list[str]:
    """Name the tables whose rows belong to a practice; SQLite has no policies."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return []
    inspector = sa.inspect(connection)
    return [
        name
        for name in sorted(inspector.get_table_names())
        if name not in OUTSIDE
        and any(column["name"] == "practice_id" for column in inspector.get_columns(name))
    ]
