"""The access log knows a fourth actor: the person who receives a warm handover."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "access_event"
CHECK = "ck_access_event_actor"
BEFORE = "actor IN ('patient', 'staff', 'system')"
AFTER = "actor IN ('patient', 'staff', 'system', 'receiver')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _replace_in_sqlite(BEFORE, AFTER)
    else:
        op.drop_constraint(op.f(CHECK), TABLE)
        op.create_check_constraint(op.f(CHECK), TABLE, AFTER)


def downgrade() -> None:
    # Entries of the log are never removed, so those of a receiver stay: the old rule is for new ones.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA ignore_check_constraints = ON")
        _replace_in_sqlite(AFTER, BEFORE)
        op.execute("PRAGMA ignore_check_constraints = OFF")
    else:
        op.drop_constraint(op.f(CHECK), TABLE)
        op.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {CHECK} CHECK ({BEFORE}) NOT VALID")


def _replace_in_sqlite(old: str, new: str) -> None:
    """Make the table again with another rule, because SQLite cannot change a rule.

    Alembic's batch mode would lose the triggers, which refuse every change of the log.
    """
    database = op.get_bind()
    found = sa.text(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"
    )
    parts = database.execute(found, {"table": TABLE}).all()
    (table,) = (part.sql for part in parts if part.type == "table")
    assert old in table
    columns = table.partition("(")[2].replace(old, new)
    database.exec_driver_sql(f"CREATE TABLE {TABLE}_new ({columns}")
    database.exec_driver_sql(f"INSERT INTO {TABLE}_new SELECT * FROM {TABLE}")  # noqa: S608
    database.exec_driver_sql(f"DROP TABLE {TABLE}")
    database.exec_driver_sql(f"ALTER TABLE {TABLE}_new RENAME TO {TABLE}")
    for part in parts:
        if part.type != "table":
            database.exec_driver_sql(part.sql)
