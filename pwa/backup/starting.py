"""Refuse to work with a database that the key file does not fit, or that is not whole.

Its connection is the first one of the application, so a role that is too strong is refused here too.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import OperationalError

from pwa.config import SettingsError
from pwa.vault.crypto import CannotOpen, MasterKeys
from pwa.vault.master.master_keys import InstalledKeys, master_keys
from pwa.vault.master.server_keys import ROOT, ServerKey, server_wrap_context
from pwa.web.extensions import db

# A table that is there while a backup is being put back.
UNFINISHED: Final = "restore_unfinished"


def check_start(app: Flask) -> None:
    """Look at the root key, which every database has from its first migration on.

    Raises:
        SettingsError: the key file is the one of another database, or a restore was broken off.
        TooStrong: the role of the application may look past the walls between practices.
    """
    with app.app_context():
        engine, master = db.engine, master_keys()
        if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
            return
        try:
            # While the database is away the server starts all the same, and each request says so.
            with suppress(OperationalError), engine.connect() as connection:
                _look_at(connection, master)
        finally:
            engine.dispose()  # worker processes must not share a connection


def _look_at(connection: Connection, master: MasterKeys) -> None:
    tables = inspect(connection)
    if tables.has_table(UNFINISHED):
        raise SettingsError(
            "A restore into this database was broken off, so what was erased since the backup may be "
            "in it. Make the database anew, and run `flask restore` again."
        )
    if tables.has_table(ServerKey.__tablename__):
        wrap = connection.scalar(select(ServerKey.wrap).where(ServerKey.label == ROOT))
        # A command that makes the first key runs without one.
        if wrap is not None and isinstance(master, InstalledKeys):
            _refuse_wrong_key(master, wrap)


def _refuse_wrong_key(master: InstalledKeys, wrap: bytes) -> None:
    try:
        master.unwrap(wrap, server_wrap_context(ROOT))
    except CannotOpen:
        raise SettingsError(
            f"The key file {master.path} is not the one of this database: nothing in it can be opened. "
            "Name the right file in GESPREK_KEK_FILE. After a restore, add the key of that time as a "
            "last line of the file, and run `flask keys rewrap`."
        ) from None
