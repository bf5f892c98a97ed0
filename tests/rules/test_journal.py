"""Tables declare what a restored backup must not bring back, and no SQL bypasses the journal."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Text, inspect

from pwa.app import create_app
from pwa.journal.core import Cleared, Unwatched, Watched
from pwa.journal.watching import models

ROOT = Path(__file__).resolve().parents[2]
create_app  # noqa: B018  # importing it loads every table
WATCHED = [model for model in models() if isinstance(vars(model).get("__journal__"), Watched)]


def columns_of(model: type[Any]) -> dict[str, Any]:
    return {item.key: item.columns[0] for item in inspect(model).column_attrs}


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__tablename__)
def test_every_table_says_what_the_journal_is_told(model: type[Any]) -> None:
    plan = vars(model).get("__journal__")

    assert isinstance(plan, Watched | Cleared | Unwatched)
    if not isinstance(plan, Watched):
        assert plan.why.endswith(".")


@pytest.mark.parametrize("model", WATCHED, ids=lambda model: model.__tablename__)
def test_every_column_that_can_be_emptied_is_accounted_for(model: type[Any]) -> None:
    plan: Watched = model.__journal__
    told = [*plan.carried, *plan.emptied, *plan.named, *plan.steady]
    columns = columns_of(model)

    assert len(told) == len(set(told))
    assert set(told) <= set(columns)
    assert {name for name, column in columns.items() if column.nullable} <= set(told)


@pytest.mark.parametrize("model", WATCHED, ids=lambda model: model.__tablename__)
def test_no_content_is_carried_into_the_journal(model: type[Any]) -> None:
    plan: Watched = model.__journal__
    sorts = {name: columns_of(model)[name].type for name in plan.carried}

    assert not [name for name, sort in sorts.items() if isinstance(sort, LargeBinary | Text)]


def test_rows_are_only_changed_where_the_journal_looks() -> None:
    """The journal listens to ORM events, and SQL as text or on `__table__` triggers none."""
    past = re.compile(
        r"""text\(\s*f?["'](?:DELETE|UPDATE|TRUNCATE)|exec_driver_sql\(\s*f?["'](?:DELETE|UPDATE)"""
        r"""|__table__\.(?:delete|update)\(|(?:delete|update)\([^)]*__table__""",
        re.IGNORECASE,
    )
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "pwa").rglob("*.py")
        if past.search(path.read_text(encoding="utf-8"))
    }

    assert found == set()
