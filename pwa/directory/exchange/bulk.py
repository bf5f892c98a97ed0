"""Write many services at once: objects of the ORM would take a minute for 50,000."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, update
from sqlalchemy.orm import InstrumentedAttribute

from pwa.directory.models import KeptService


def update_rows(
    connection: Connection, key: InstrumentedAttribute[Any], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Update rows of `kept_service` in bulk.

    Args:
        key: the column that finds a row, unique among those that the transaction may see.
        rows: column to value, the same columns in each, the key's among them.
    """
    if not rows:
        return
    # SQLAlchemy keeps the plain names for itself.
    prefixed = [{f"to_{name}": value for name, value in row.items()} for row in rows]
    values: dict[str, ColumnElement[Any]] = {
        name: bindparam(f"to_{name}") for name in rows[0] if name != key.key
    }
    connection.execute(
        update(KeptService)
        .where(key == bindparam(f"to_{key.key}"))
        .values({**values, "edition": KeptService.edition + 1}),
        prefixed,
    )
