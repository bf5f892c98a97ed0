"""A patient's code and link say of which generation of keys they are, as passes and tokens do."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


# Those that are there are of the newest: older ones were deleted when they died.
FILL = """
    UPDATE code_lookup SET generation =
        (SELECT keys_generation FROM conversation WHERE conversation.id = conversation_id)
    WHERE practice_id = :practice_id
"""


def upgrade() -> None:
    generation = sa.Column("generation", sa.Integer(), nullable=False, server_default="1")
    op.add_column("code_lookup", generation)
    connection = op.get_bind()
    for practice_id in connection.scalars(sa.text("SELECT id FROM practice")).all():
        if connection.dialect.name == "postgresql":  # its owner sees one practice at a time as well
            say = sa.text("SELECT set_config('app.practice', :practice, true)")
            connection.execute(say, {"practice": str(practice_id)})
        connection.execute(sa.text(FILL), {"practice_id": practice_id})


def downgrade() -> None:
    op.drop_column("code_lookup", "generation")
