"""Colleagues who are invited."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROLES = ("gp", "poh", "assistant", "social_worker", "manager")


def upgrade() -> None:
    op.create_table(
        "team_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "join",
                "reset",
                name="link_purpose",
                native_enum=False,
                create_constraint=True,
                length=10,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("wrapped_keys", sa.LargeBinary(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("drops_second_factor", sa.Boolean(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_team_link_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["membership.id"], name=op.f("fk_team_link_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_team_link_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_team_link_digest")),
    )
    op.create_index(op.f("ix_team_link_practice_id"), "team_link", ["practice_id"])
    op.add_column(
        "membership", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    # Not as a batch: SQLite would make the table anew, and those that refer to it would lose rows.
    op.drop_column("membership", "suspended_at")
    op.drop_index(op.f("ix_team_link_practice_id"), table_name="team_link")
    op.drop_table("team_link")
