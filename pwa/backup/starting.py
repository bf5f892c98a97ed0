"""Refuse to start with a database that the key file does not fit, or whose restore did not end.

The check makes the first connection of the application, at which `tenants.refuse_strong_roles` also
refuses a database role that could bypass the policies.
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

# A table that exists only while a backup is being put back.
UNFINISHED: Final = "restore_unfinished"


def check_start(app: Flask) -> None:
    """Check that no restore was broken off, and that the key file opens the root key.

    Raises:
        SettingsError: the key file is the one of another database, or a restore was broken off.
        TooStrong: the database role could bypass the policies that keep practices apart.
    """
    with app.app_context():
        engine, master = db.engine, master_keys()
        if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
            return
        try:
            # When the database does not answer, the server starts all the same; requests then fail.
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
        # A command may run without a key file, such as the one that makes it.
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
