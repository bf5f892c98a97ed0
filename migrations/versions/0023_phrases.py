"""A practice's own phrases, a row for each version."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"


def upgrade() -> None:
    op.create_table(
        "phrase_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("practice_id", sa.Integer(), sa.ForeignKey("practice.id"), nullable=False),
        sa.Column("uid", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(30), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("membership.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("practice_id", "uid", "version"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE phrase_version ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE phrase_version FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY practice ON phrase_version USING ({PRACTICE})")


def downgrade() -> None:
    op.drop_table("phrase_version")
