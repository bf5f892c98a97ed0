"""Local help is kept by the practice: services, their history, imports, reports and sets."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PRACTICE = "practice_id = NULLIF(current_setting('app.practice', true), '')::integer"
MOMENT = sa.DateTime(timezone=True)


def _one_of(name: str, length: int, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=length)


STATES = ("shown", "hidden", "gone")
OF_A_PRACTICE = (
    "kept_service",
    "service_change",
    "service_report",
    "service_alias",
    "known_term",
    "help_import",
    "set_subscription",
)


def upgrade() -> None:
    op.add_column(
        "practice",
        sa.Column("help_revision", sa.Integer(), nullable=False, server_default=sa.text("1")),
    )
    _make_sets()
    _make_imports()
    _make_services()
    _make_history()
    if op.get_bind().dialect.name == "postgresql":
        for table in OF_A_PRACTICE:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY practice ON {table} USING ({PRACTICE})")


def _practice() -> sa.Column[int]:
    return sa.Column("practice_id", sa.Integer(), sa.ForeignKey("practice.id"), nullable=False)


def _make_sets() -> None:
    op.create_table(
        "help_set",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(60), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
    )
    op.create_table(
        "set_service",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "set_id",
            sa.Integer(),
            sa.ForeignKey("help_set.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("content", sa.UnicodeText(), nullable=False),
        sa.UniqueConstraint("set_id", "uid"),
    )
    op.create_table(
        "set_subscription",
        sa.Column("id", sa.Integer(), primary_key=True),
        _practice(),
        sa.Column("set_id", sa.Integer(), sa.ForeignKey("help_set.id"), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.UniqueConstraint("practice_id", "set_id"),
    )


def _make_imports() -> None:
    op.create_table(
        "help_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("membership.id")),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("file", sa.LargeBinary()),
        sa.Column("result", sa.LargeBinary()),
        sa.Column("preview", sa.LargeBinary()),
        sa.Column(
            "state",
            _one_of(
                "import_state",
                12,
                "reading",
                "read",
                "refused",
                "publishing",
                "published",
                "undone",
                "dropped",
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("alive_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("undone_at", MOMENT),
        sa.Column("origin_id", sa.Uuid()),
    )
    op.create_index("ix_help_import_of", "help_import", ["practice_id", "created_at"])


def _make_services() -> None:
    op.create_table(
        "kept_service",
        sa.Column("id", sa.Integer(), primary_key=True),
        _practice(),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("source", _one_of("help_source", 10, "own", "set", "national"), nullable=False),
        sa.Column("set_id", sa.Integer(), sa.ForeignKey("help_set.id")),
        sa.Column("import_id", sa.Uuid(), sa.ForeignKey("help_import.id")),
        sa.Column("state", _one_of("help_state", 10, *STATES), nullable=False),
        sa.Column("content", sa.UnicodeText(), nullable=False),
        sa.Column("set_content", sa.UnicodeText()),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("topics", sa.String(400), nullable=False),
        sa.Column("assured_on", sa.Date()),
        sa.Column("open_reports", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.UniqueConstraint("practice_id", "uid"),
    )
    op.create_index("ix_kept_service_changed", "kept_service", ["practice_id", "updated_at"])
    op.create_index(
        "ix_kept_service_list",
        "kept_service",
        [
            "practice_id",
            "state",
            "name",
            "id",
            "source",
            "assured_on",
            "open_reports",
            "topics",
        ],
    )
    op.create_index("ix_kept_service_import_id", "kept_service", ["import_id"])
    op.create_table(
        "service_alias",
        sa.Column("id", sa.Integer(), primary_key=True),
        _practice(),
        sa.Column("old_uid", sa.String(36), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.UniqueConstraint("practice_id", "old_uid"),
    )
    op.create_table(
        "known_term",
        sa.Column("id", sa.Integer(), primary_key=True),
        _practice(),
        sa.Column("taxonomy", sa.String(200), nullable=False),
        sa.Column("term", sa.String(200), nullable=False),
        sa.Column("codes", sa.UnicodeText(), nullable=False),
        sa.UniqueConstraint("practice_id", "taxonomy", "term"),
    )


def _make_history() -> None:
    op.create_table(
        "service_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        _practice(),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("before", sa.UnicodeText()),
        sa.Column("set_before", sa.UnicodeText()),
        sa.Column("state_before", _one_of("help_state_before", 10, *STATES)),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("membership.id")),
        sa.Column("import_id", sa.Uuid(), sa.ForeignKey("help_import.id")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
    )
    op.create_index("ix_service_change_of", "service_change", ["practice_id", "uid", "id"])
    op.create_index("ix_service_change_import_id", "service_change", ["import_id"])
    op.create_table(
        "service_report",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _practice(),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("desk_key_id", sa.Integer(), sa.ForeignKey("practice_key.id"), nullable=False),
        sa.Column("word_key", sa.LargeBinary()),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
    )
    op.create_index("ix_service_report_of", "service_report", ["practice_id", "uid"])


def downgrade() -> None:
    for table in (
        "service_report",
        "service_change",
        "known_term",
        "service_alias",
        "kept_service",
        "help_import",
        "set_subscription",
        "set_service",
        "help_set",
    ):
        op.drop_table(table)
    op.drop_column("practice", "help_revision")
