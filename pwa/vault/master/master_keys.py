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
    """The master keys in the key file, read again when it is another one and that matters.

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
        """The key of this installation that outlives the ring, from the database."""
        if self._root is None:
            self._root = MasterKey(find_root(db.session(), self))
        return self._root

    def refresh(self) -> None:
        """Read the key file again if it was replaced; what cannot be read changes nothing."""
        try:
            stamp = _stamp_of(self.path)
            if stamp == self._stamp:
                return
            ring = tuple(map(MasterKey, read_keks(self.path)))
        except (OSError, SettingsError) as error:
            if self._is_readable:  # said once, not at every request
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
            # Another worker read the new file a moment earlier, and wrote what is read here.
            self.refresh()
            found = super()._find(short_id)
        return found


def init_app(app: Flask, path: Path, costs: Costs, *, is_command: bool) -> None:
    """Read the key file, and keep the keys where `master_keys` finds them.

    Args:
        is_command: for one command of `flask`; what needs no key runs without a key file, because
            one of these commands makes it.

    Raises:
        SettingsError: the key file is missing or not safe.
    """
    try:
        app.extensions[_NAME] = InstalledKeys(path, costs)
    except SettingsError as error:
        if not is_command:
            raise
        app.extensions[_NAME] = _NoKeys(str(error))


def master_keys() -> InstalledKeys:
    """Give the keys that live outside the database."""
    master: InstalledKeys = current_app.extensions[_NAME]
    return master


class _NoKeys:
    """Stands for the keys in a command that runs without a key file, until somebody asks for them."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def __getattr__(self, name: str) -> Never:
        raise click.ClickException(self._sentence)


def _stamp_of(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
