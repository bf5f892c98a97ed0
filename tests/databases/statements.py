"""Collect the SQL statements of an app, so that a test can count them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from pwa.web.extensions import db

Statement = tuple[str, Any]


@contextmanager
def statements(app: Flask) -> Iterator[list[Statement]]:
    """Collect the SQL statements that the app executes in this block."""
    with app.app_context():
        engine = db.engine
    seen: list[Statement] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "set_config" not in statement:  # sets the practice for row-level security; reads no data
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
