"""Settings from the environment; a production start with weak or missing secrets is refused.

Each setting is described in docs/operations.md (a test compares the two).
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Holds the login of the example practice.
DEMO_FILE = "demo.json"
KEY_BYTES = 32
ROOT = Path(__file__).resolve().parent.parent
# The absolute folder: a relative one would be looked for inside the package.
TRANSLATIONS = ROOT / "i18n"


class SettingsError(RuntimeError):
    """The application cannot start like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between installations.

    Attributes:
        kek: the key-encryption keys, newest first, 32 bytes each; never in the database.
        base_url: as patients reach the site, without a slash at the end; empty: as in the request.
        trusted_proxies: how many proxies in front may tell the visitor's address and scheme.
        limits_url: where rate limits are counted; in memory it is per worker.
    """

    database_url: str
    kek: tuple[bytes, ...]
    is_demo: bool
    base_url: str
    trusted_proxies: int
    limits_url: str


def load_settings(environ: Mapping[str, str], instance: Path) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a secret is missing, too short, or open to other users of the machine.
    """
    demo = environ.get("GESPREK_DEMO", "")
    # A demo that was set up once stays a demo, so that `flask` finds it without the variable.
    is_demo = demo == "1" or (demo != "0" and (instance / DEMO_FILE).exists())
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    default_database = f"sqlite:///{instance / 'gesprek.sqlite3'}"
    return Settings(
        database_url=environ.get("GESPREK_DATABASE_URL", default_database),
        kek=_read_keks(environ.get("GESPREK_KEK_FILE"), instance, is_demo),
        is_demo=is_demo,
        base_url=environ.get("GESPREK_BASE_URL", "").rstrip("/"),
        trusted_proxies=int(environ.get("GESPREK_TRUSTED_PROXIES", "0")),
        limits_url=environ.get("GESPREK_LIMITS_URL", "memory://"),
    )


def _read_keks(file_name: str | None, instance: Path, is_demo: bool) -> tuple[bytes, ...]:
    path = Path(file_name) if file_name else instance / "kek"
    if not path.exists():
        if not is_demo or file_name:
            raise SettingsError(
                f"The key file {path} does not exist. Make one with `flask keys create`, keep a copy "
                "apart from the backups of the database, and name it in GESPREK_KEK_FILE."
            )
        create_kek_file(path)
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"The key file {path} can be read by others. Run: chmod 400 {path}")
    try:
        keks = tuple(bytes.fromhex(line) for line in path.read_text().split())
    except ValueError:
        keks = ()
    if not keks or any(len(kek) != KEY_BYTES or len(set(kek)) < KEY_BYTES // 4 for kek in keks):
        raise SettingsError(
            f"The key file {path} must hold keys of 32 random bytes as 64 hex digits, a line each."
        )
    return keks


def create_kek_file(path: Path) -> None:
    """Write a new key file that only its owner can read.

    Raises:
        FileExistsError: never overwrites a key; what it wraps would be lost.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def engine_options(database_url: str) -> dict[str, Any]:
    """Give the options of the connection pool for a database."""
    # What people typed must not end in a log by way of an error message.
    hidden = {"hide_parameters": True}
    if database_url.startswith("sqlite"):
        return {**hidden, "connect_args": {"timeout": 30}}
    return {**hidden, "pool_pre_ping": True, "pool_recycle": 1800}
