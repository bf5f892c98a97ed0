"""The role that the author of a version had at that moment; for older ones as the access log tells."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# The log's newest entry of that person up to the moment of saving. Where nothing was logged, as in a
# database that somebody filled by hand, the role of today.
FILL = """
    UPDATE document SET author_role = COALESCE(
        (SELECT role FROM access_event
         WHERE access_event.practice_id = document.practice_id
           AND access_event.membership_id = document.author_id
           AND access_event.role IS NOT NULL
           AND access_event.at <= document.created_at
         ORDER BY access_event.number DESC LIMIT 1),
        (SELECT role FROM membership WHERE membership.id = document.author_id))
    WHERE author_id IS NOT NULL AND practice_id = :practice_id
"""


def upgrade() -> None:
    op.add_column("document", sa.Column("author_role", sa.String(length=20), nullable=True))
    connection = op.get_bind()
    for practice_id in connection.scalars(sa.text("SELECT id FROM practice")).all():
        if connection.dialect.name == "postgresql":  # its owner sees one practice at a time as well
            say = sa.text("SELECT set_config('app.practice', :practice, true)")
            connection.execute(say, {"practice": str(practice_id)})
        connection.execute(sa.text(FILL), {"practice_id": practice_id})


def downgrade() -> None:
    op.drop_column("document", "author_role")
