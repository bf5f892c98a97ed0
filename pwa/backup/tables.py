"""The rows of a database as lines, exactly as the database itself stores them, and back again.

SQLite's rows are written as JSON, PostgreSQL's as its own COPY writes them: no value is
interpreted, so a later version of the application can put a backup back into tables of the same
revision.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import Engine, MetaData, create_engine, inspect
from sqlalchemy.pool import NullPool

from pwa.backup.core import BackupError
from pwa.config import engine_options

# Alembic's table with the revision. It is in no backup, because the header has the revision.
_REVISIONS = "alembic_version"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns, in the order in which its rows are written."""

    name: str
    columns: tuple[str, ...]


class Snapshot(Protocol):
    """The database as it was at one moment."""

    def rows(self, table: Table) -> Iterator[bytes]: ...


class Loader(Protocol):
    """A transaction that fills an empty database."""

    def take(self, table: Table, row: bytes) -> None: ...


@contextmanager
def work_on(url: str) -> Iterator[Engine]:
    """Open a database beside the application's own connections."""
    engine = create_engine(url, poolclass=NullPool, **_without_pool(url))
    try:
        yield engine
    finally:
        engine.dispose()


def tables_of(engine: Engine) -> list[Table]:
    """Give the tables, each after those that it refers to."""
    found = MetaData()
    found.reflect(engine)
    return [
        Table(table.name, tuple(column.name for column in table.columns))
        for table in found.sorted_tables
        if table.name != _REVISIONS
    ]


def revision_of(engine: Engine) -> str | None:
    """Give the revision of the last migration that ran; None for a database without tables."""
    if not inspect(engine).has_table(_REVISIONS):
        return None
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT version_num FROM {_REVISIONS}").scalar()  # noqa: S608
    return None if found is None else str(found)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Open a transaction that sees the database as it is now, while others go on writing.

    Raises:
        BackupError: the database role may not bypass the policies that keep practices apart.
    """
    with _raw(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.isolation_level = None
            connection.execute("BEGIN")
            yield _SqliteRows(connection)
            connection.rollback()
            return
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        # Raises an error where a policy would otherwise leave rows out silently.
        connection.execute("SET LOCAL row_security = off")
        try:
            yield _PostgresRows(connection)
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                "the role of GESPREK_BACKUP_DATABASE_URL may not read every row; it needs BYPASSRLS "
                f"and pg_read_all_data (docs/operations.md): {error}"
            ) from None


@contextmanager
def loading(engine: Engine) -> Iterator[Loader]:
    """Empty every table and fill the tables anew, in one transaction."""
    tables = tables_of(engine)
    with _raw(engine) as connection:
        loader: _SqliteLoader | _PostgresLoader
        loader = (
            _SqliteLoader(connection)
            if engine.dialect.name == "sqlite"
            else _PostgresLoader(connection)
        )
        loader.begin(tables)
        yield loader
        loader.end(tables)
        connection.commit()


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    """Give the driver's own connection; whatever was not committed is rolled back at the end."""
    connection = engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.rollback()
        connection.close()


def _without_pool(url: str) -> dict[str, Any]:
    options = engine_options(url)
    return {name: value for name, value in options.items() if not name.startswith("pool_")}


class _SqliteRows:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def rows(self, table: Table) -> Iterator[bytes]:
        names = ", ".join(map(_quoted, table.columns))
        query = f"SELECT {names} FROM {_quoted(table.name)} ORDER BY rowid"  # noqa: S608
        for row in self.connection.execute(query):
            yield json.dumps([_to_json(value) for value in row], ensure_ascii=False).encode(
                "utf-8", "surrogatepass"
            )


class _PostgresRows:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def rows(self, table: Table) -> Iterator[bytes]:
        copy_out = sql.SQL("COPY {} ({}) TO STDOUT").format(*_identifiers(table))
        with self.connection.cursor() as cursor, cursor.copy(copy_out) as copy:
            for row in copy:  # one row at a time; COPY escapes line breaks inside of values
                yield bytes(row).removesuffix(b"\n")


class _SqliteLoader:
    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.table: Table | None = None
        self.waiting: list[list[object]] = []

    def begin(self, tables: list[Table]) -> None:
        self.connection.isolation_level = None
        self.connection.execute("BEGIN IMMEDIATE")
        for table in reversed(tables):
            self.connection.execute(f"DELETE FROM {_quoted(table.name)}")  # noqa: S608

    def take(self, table: Table, row: bytes) -> None:
        if table != self.table or len(self.waiting) >= _AT_ONCE:
            self._write()
            self.table = table
        self.waiting.append(
            [_from_json(value) for value in json.loads(row.decode("utf-8", "surrogatepass"))]
        )

    def end(self, tables: list[Table]) -> None:
        self._write()

    def _write(self) -> None:
        if self.table is None or not self.waiting:
            return
        names = ", ".join(map(_quoted, self.table.columns))
        marks = ", ".join("?" for _ in self.table.columns)
        insert = f"INSERT INTO {_quoted(self.table.name)} ({names}) VALUES ({marks})"  # noqa: S608
        self.connection.executemany(insert, self.waiting)
        self.waiting.clear()


class _PostgresLoader:
    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.table: Table | None = None
        self.copying: Any = None
        self.copy: Any = None
        self.walled: list[str] = []

    def begin(self, tables: list[Table]) -> None:
        query = "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relkind = 'r'"
        self.walled = [name for (name,) in self.connection.execute(query)]
        self._force_walls(on=False)
        for table in reversed(tables):
            self.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))

    def take(self, table: Table, row: bytes) -> None:
        if table != self.table:
            self._close()
            copy_in = sql.SQL("COPY {} ({}) FROM STDIN").format(*_identifiers(table))
            self.copying = self.connection.cursor().copy(copy_in)
            self.copy, self.table = self.copying.__enter__(), table
        self.copy.write(row + b"\n")

    def end(self, tables: list[Table]) -> None:
        self._close()
        for table in tables:
            self._go_on_counting(table)
        self._force_walls(on=True)

    def _close(self) -> None:
        if self.copying is not None:
            self.copying.__exit__(None, None, None)
            self.copying = None

    def _go_on_counting(self, table: Table) -> None:
        """Set the table's sequences, so that new rows get numbers after those that were loaded."""
        name = sql.Identifier(table.name)
        for column in table.columns:
            (sequence,) = self.connection.execute(
                "SELECT pg_get_serial_sequence(quote_ident(%s), %s)", (table.name, column)
            ).fetchone()
            if sequence is not None:
                self.connection.execute(
                    sql.SQL("SELECT setval(%s, max({})) FROM {}").format(
                        sql.Identifier(column), name
                    ),
                    (sequence,),
                )

    def _force_walls(self, *, on: bool) -> None:
        """Switch FORCE ROW LEVEL SECURITY, so that the owner can load rows in this transaction."""
        force = sql.SQL("FORCE" if on else "NO FORCE")
        for name in self.walled:
            self.connection.execute(
                sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(sql.Identifier(name), force)
            )


def _identifiers(table: Table) -> tuple[sql.Identifier, sql.Composed]:
    names = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    return sql.Identifier(table.name), names


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _to_json(value: object) -> object:
    return {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_json(value: Any) -> object:
    return base64.b64decode(value["b"]) if isinstance(value, dict) else value
