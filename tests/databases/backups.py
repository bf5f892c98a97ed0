"""Backups of a test's installation, and the installations that are restored from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import Result
from flask import Flask
from pyrage.x25519 import Identity

from tests.databases.homes import Backend, Home


@dataclass
class Operator:
    """An operator of an installation: makes backups, loses the database, restores a backup.

    Attributes:
        identity: file with the private age key, which an operator stores on another machine.
        made: addresses of the databases that restores made.
    """

    backend: Backend
    home: Home
    folder: Path
    identity: Path = field(init=False)
    made: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        pair = Identity.generate()
        self.identity = self.new_identity("identity", pair)
        self.settings = {"GESPREK_BACKUP_RECIPIENT": str(pair.to_public())}

    def new_identity(self, name: str, pair: Identity | None = None) -> Path:
        """Write a private key to a file as `age-keygen` does."""
        path = self.folder / name
        path.write_text(f"# created: today\n{pair or Identity.generate()}\n", encoding="utf-8")
        return path

    def run(self, *args: str, home: Home | None = None, **settings: str) -> Result:
        """Run a command of the application."""
        with (home or self.home).app(**{**self.settings, **settings}) as app:
            return app.test_cli_runner().invoke(args=args, catch_exceptions=False)

    def backup(self) -> Path:
        """Make a backup; return its file."""
        before = set(self.backups())
        result = self.run("backup")
        assert result.exit_code == 0, result.output
        (made,) = set(self.backups()) - before
        return made

    def backups(self) -> list[Path]:
        """Return the files in the folder of the backups."""
        return sorted((self.home.instance / "backups").glob("*"))

    def new_home(self) -> Home:
        """Return the same installation with an empty database, as after the loss of the old one."""
        folder = self.folder / f"database {len(self.made)}"
        folder.mkdir()
        url = self.backend.create(folder)
        self.made.append(url)
        return Home(self.home.instance, url, self.home.costs)

    def restore(self, file: Path, *options: str) -> tuple[Home, str]:
        """Restore a backup into a new database; return the installation and the output."""
        home = self.new_home()
        result = self.try_restore(file, *options, home=home)
        assert result.exit_code == 0, result.output
        return home, result.output

    def try_restore(self, file: Path, *options: str, home: Home | None = None) -> Result:
        """Run the restore command, which may fail; return its result."""
        identity = () if "--identity" in options else ("--identity", str(self.identity))
        return self.run("restore", str(file), *identity, *options, home=home or self.new_home())

    @contextmanager
    def restored(self, file: Path, *options: str) -> Iterator[Flask]:
        """Restore a backup, and open the application on its database."""
        home, _ = self.restore(file, *options)
        with home.app() as app:
            yield app

    def close(self) -> None:
        """Drop the databases that restores made."""
        for url in self.made:
            self.backend.drop(url)
