"""The master keys of this application, which may change while it runs."""

import logging
from pathlib import Path
from typing import Never

import click
from flask import Flask, current_app

from pwa.config import SettingsError, read_keks
from pwa.vault.crypto import MasterKey, MasterKeys
from pwa.vault.master.server_keys import find_root
from pwa.vault.stretching import COSTS, Costs
from pwa.web.extensions import db

_NAME = "master_keys"
_log = logging.getLogger(__name__)


class InstalledKeys(MasterKeys):
    """The master keys in the key file.

    A replaced file is read before the next wrap, and when a blob names a key that is not known yet.

    Attributes:
        path: of the key file.
    """

    def __init__(self, path: Path, costs: Costs = COSTS) -> None:
        self.path = path
        super().__init__(*read_keks(path), costs=costs)
        self._stamp = _stamp_of(path)
        self._is_readable = True
        self._root: MasterKey | None = None

    @property
    def root(self) -> MasterKey:
        """The root key of this installation, from the database; no rotation changes it."""
        if self._root is None:
            self._root = MasterKey(find_root(db.session(), self))
        return self._root

    def refresh(self) -> None:
        """Read the key file again if it was replaced; if that fails, go on with the older keys."""
        try:
            stamp = _stamp_of(self.path)
            if stamp == self._stamp:
                return
            ring = tuple(map(MasterKey, read_keks(self.path)))
        except (OSError, SettingsError) as error:
            if self._is_readable:  # logged once, not at every call
                _log.error("the key file cannot be read; going on with its older keys: %s", error)
            self._is_readable = False
            return
        self._ring, self._stamp, self._is_readable = ring, stamp, True

    def wrap(self, message: bytes, context: str) -> bytes:
        """Wrap by the newest key of the file, also in a command that runs for long."""
        self.refresh()
        return super().wrap(message, context)

    def _find(self, short_id: bytes) -> MasterKey | None:
        found = super()._find(short_id)
        if found is None:
            # Another worker may have read a newer key file, and wrapped this blob by its key.
            self.refresh()
            found = super()._find(short_id)
        return found


def init_app(app: Flask, path: Path, costs: Costs, *, is_command: bool) -> None:
    """Read the key file, and store the keys in `app.extensions`, where `master_keys` finds them.

    Args:
        is_command: whether a command of `flask` runs. One of the commands makes the key file, so a
            missing file is an error only when the command uses a key.

    Raises:
        SettingsError: the key file is missing or not safe, and no command runs.
    """
    try:
        app.extensions[_NAME] = InstalledKeys(path, costs)
    except SettingsError as error:
        if not is_command:
            raise
        app.extensions[_NAME] = _NoKeys(str(error))


def master_keys() -> InstalledKeys:
    """Give the master keys of the current application."""
    master: InstalledKeys = current_app.extensions[_NAME]
    return master


class _NoKeys:
    """Stands in for the master keys in a command without a key file; any use is an error."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def __getattr__(self, name: str) -> Never:
        raise click.ClickException(self._sentence)


def _stamp_of(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
