"""Warm handovers, and the links of their letters."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"
MOMENT = sa.DateTime(timezone=True)
STATES = (
    "agreed",
    "told",
    "tried",
    "contact",
    "failed",
    "done",
    "taken_back",
    "ended",
    "over",
)


def upgrade() -> None:
    state = sa.Enum(
        *STATES, name="handover_state", native_enum=False, create_constraint=True, length=12
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        sa.Column(
            "conversation_id",
            sa.Uuid(),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("step_uid", sa.String(12), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("moves", sa.String(600), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("own_key", sa.LargeBinary(), nullable=False),
        sa.Column("own", sa.LargeBinary(), nullable=False),
        sa.Column("letter_key", sa.LargeBinary(), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("answer_key", sa.LargeBinary()),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("desk_key_id", sa.Integer(), sa.ForeignKey("practice_key.id"), nullable=False),
        sa.Column("note_key", sa.LargeBinary()),
        sa.Column("note", sa.LargeBinary()),
        sa.Column("origin_id", sa.Uuid()),
    )
    op.create_index("ix_handover_list", "handover", ["practice_id", "closed_at", "created_at"])
    op.create_index("ix_handover_of", "handover", ["conversation_id"])
    op.create_table(
        "handover_link",
        sa.Column("digest", sa.LargeBinary(), primary_key=True),
        _practice(),
        sa.Column(
            "handover_id",
            sa.Uuid(),
            sa.ForeignKey("handover.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.Column("wrap", sa.LargeBinary()),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    # `handover_link` has no policy: it is looked up before the practice is known, like `code_lookup`.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE handover ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE handover FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY practice ON handover USING ({PRACTICE})")


def _practice() -> sa.Column[int]:
    return sa.Column("practice_id", sa.Integer(), sa.ForeignKey("practice.id"), nullable=False)


def downgrade() -> None:
    op.drop_table("handover_link")
    op.drop_table("handover")
