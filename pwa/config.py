"""Settings from the environment; a production start with weak or missing secrets is refused.

Each setting is described in docs/operations.md (a test compares the two).
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pwa.list_budgets import Budgets, read_budgets
from pwa.web import limit_store

# Holds the login of the example practice.
DEMO_FILE = "demo.json"
KEY_BYTES = 32
LEAST_TOKEN = 20
# The access log is kept at least so long: docs/privacy.md promises it, NEN 7513 asks for it.
LEAST_LOG_YEARS = 5
ROOT = Path(__file__).resolve().parent.parent
# Where a key file is looked for outside a demo: never beside the database, because whoever copies
# that folder, for a backup or as a thief, would have both.
DEFAULT_KEK_FILE = Path("/etc/mijn-gesprek/keys/kek")
# With one of these set only GESPREK_DEMO=1 makes a demo, not what is left of one in the folder.
_OF_AN_INSTALLATION = ("GESPREK_BASE_URL", "GESPREK_DATABASE_URL", "GESPREK_KEK_FILE")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# The absolute folder: a relative one would be looked for inside the package.
TRANSLATIONS = ROOT / "i18n"


class SettingsError(RuntimeError):
    """The application cannot start like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between installations.

    Attributes:
        kek_file: holds the key-encryption keys, which are never in the database.
        base_url: the site's address without a slash at the end; empty in a demo, which takes that
            of each request.
        trusted_proxies: how many proxies in front may tell the visitor's address.
        limits_url: where rate limits are counted; in memory it is per worker.
        owner_database_url: the database as the role that owns the tables.
        anchor_file: where the ends of the access log are written down, outside the database.
        journal_file: where erasing and ending is written down before it is done, for restores.
        log_years: how long the access log is kept.
        metrics_token: who knows it may read the counters; empty for nobody.
        keeps_offline: phones may keep the pages, to open them without a network.
        budgets: how many new lists are usual.
        backup_folder: where backups are written to.
        backup_recipients: public keys that they are encrypted to; empty for none yet.
        backup_database_url: the database as a role that may read every row.
        voice_folder: where the clips of the computer voice are.
    """

    database_url: str
    kek_file: Path
    is_demo: bool
    base_url: str
    trusted_proxies: int
    limits_url: str
    owner_database_url: str
    anchor_file: Path
    journal_file: Path
    log_years: int
    metrics_token: str
    keeps_offline: bool
    budgets: Budgets
    backup_folder: Path
    backup_recipients: str
    backup_database_url: str
    voice_folder: Path


def find_folder(environ: Mapping[str, str]) -> Path:
    """Give the folder that an installation may write to."""
    return Path(environ.get("GESPREK_FOLDER") or ROOT / "instance")


def load_settings(environ: Mapping[str, str], instance: Path) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: something is missing or unsafe; the message says what to do.
    """
    is_demo = _is_demo(environ, instance)
    base_url = environ.get("GESPREK_BASE_URL", "").rstrip("/")
    trusted_proxies = _read_proxies(environ.get("GESPREK_TRUSTED_PROXIES", "0"))
    _check_address(base_url, trusted_proxies, is_demo=is_demo)
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    default_database = f"sqlite:///{instance / 'gesprek.sqlite3'}"
    database_url = environ.get("GESPREK_DATABASE_URL", default_database)
    owner_database_url = environ.get("GESPREK_OWNER_DATABASE_URL", database_url)
    anchor_file = Path(environ.get("GESPREK_ANCHOR_FILE", instance / "access-log-anchors.jsonl"))
    journal_file = anchor_file.with_name("journal.jsonl")  # both have to outlive the database
    return Settings(
        database_url=database_url,
        kek_file=_find_kek_file(environ, instance, database_url, is_demo=is_demo),
        is_demo=is_demo,
        base_url=base_url,
        trusted_proxies=trusted_proxies,
        limits_url=environ.get("GESPREK_LIMITS_URL", "memory://"),
        owner_database_url=owner_database_url,
        anchor_file=anchor_file,
        journal_file=Path(environ.get("GESPREK_JOURNAL_FILE", journal_file)),
        log_years=_read_log_years(environ.get("GESPREK_LOG_YEARS", str(LEAST_LOG_YEARS))),
        metrics_token=_read_metrics_token(environ.get("GESPREK_METRICS_TOKEN", "")),
        keeps_offline=_read_switch("GESPREK_OFFLINE", environ.get("GESPREK_OFFLINE", "on")),
        budgets=_read_budgets(environ),
        backup_folder=Path(environ.get("GESPREK_BACKUP_FOLDER", instance / "backups")),
        backup_recipients=environ.get("GESPREK_BACKUP_RECIPIENT", ""),
        backup_database_url=environ.get("GESPREK_BACKUP_DATABASE_URL", owner_database_url),
        voice_folder=Path(environ.get("GESPREK_VOICE_FOLDER", instance / "voices")),
    )


def _is_demo(environ: Mapping[str, str], instance: Path) -> bool:
    demo = environ.get("GESPREK_DEMO", "")
    if demo or any(name in environ for name in _OF_AN_INSTALLATION):
        return demo == "1"
    # A demo that was set up once stays a demo, so that `flask` finds it without the variable.
    return (instance / DEMO_FILE).exists()


def _read_proxies(value: str) -> int:
    if not value.isdecimal():
        raise SettingsError(f"GESPREK_TRUSTED_PROXIES is {value!r}; it must be a whole number.")
    return int(value)


def _check_address(base_url: str, trusted_proxies: int, *, is_demo: bool) -> None:
    """Refuse an address that is no base for links, or https without a trusted proxy for limits."""
    if not base_url:
        if is_demo:
            return
        raise SettingsError(
            "Name the address of the site in GESPREK_BASE_URL, such as https://gesprek.example. "
            "Links and QR codes are written with it; what a request calls it may be anything."
        )
    parts = urlsplit(base_url)
    is_local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not (parts.scheme == "https" or is_local) or not parts.netloc or parts.path or parts.query:
        raise SettingsError(
            f"GESPREK_BASE_URL is {base_url!r}; it must be https:// and a name, without a path. "
            "Only on this machine, for localhost, it may be http://."
        )
    if parts.scheme == "https" and trusted_proxies == 0:
        raise SettingsError(
            "GESPREK_BASE_URL begins with https://, so there is a proxy in front, and "
            "GESPREK_TRUSTED_PROXIES must say how many (1 with deploy/nginx.conf). With 0 all "
            "visitors have the address of that proxy, and one who guesses locks out everybody."
        )


def _read_budgets(environ: Mapping[str, str]) -> Budgets:
    try:
        return read_budgets(environ)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _read_switch(name: str, value: str) -> bool:
    if value not in ("on", "off"):
        raise SettingsError(f"{name} is {value!r}; it must be on or off.")
    return value == "on"


def _read_metrics_token(value: str) -> str:
    if value and len(value) < LEAST_TOKEN:
        raise SettingsError(f"GESPREK_METRICS_TOKEN must have {LEAST_TOKEN} characters or more.")
    return value


def limits_store(limits_url: str) -> dict[str, Any]:
    """Give Flask-Limiter's settings for the store that limits are counted in."""
    if limits_url.startswith("memory"):
        return {"RATELIMIT_STORAGE_URI": limits_url}
    # A patient does not wait for a store that does not answer.
    waits = {"socket_connect_timeout": 1, "socket_timeout": 1} if "redis" in limits_url else {}
    return {
        "RATELIMIT_STORAGE_URI": f"{limit_store.SCHEME}://",
        "RATELIMIT_STORAGE_OPTIONS": {"store": limits_url, **waits},
    }


def _read_log_years(value: str) -> int:
    if not value.isdecimal() or int(value) < LEAST_LOG_YEARS:
        least = f"a whole number, {LEAST_LOG_YEARS} or more"
        raise SettingsError(f"GESPREK_LOG_YEARS is {value!r}; it must be {least}.")
    return int(value)


def _find_kek_file(
    environ: Mapping[str, str], instance: Path, database_url: str, *, is_demo: bool
) -> Path:
    """Say where the key file is; only a demo makes one by itself."""
    if name := environ.get("GESPREK_KEK_FILE"):
        path = Path(name)
    elif is_demo:
        path = instance / "kek"
        if not path.exists():
            create_kek_file(path)
    else:
        path = DEFAULT_KEK_FILE
    database = Path(database_url.removeprefix("sqlite:///"))
    is_beside = (
        database_url.startswith("sqlite") and path.parent.resolve() == database.parent.resolve()
    )
    if is_beside and not is_demo:
        raise SettingsError(
            f"The key file {path} lies beside the database, and would be copied with it. Move it to a "
            "folder of its own, and name it in GESPREK_KEK_FILE."
        )
    return path


def read_keks(path: Path) -> tuple[bytes, ...]:
    """Read a key file.

    Returns:
        The keys, newest first, 32 bytes each.

    Raises:
        SettingsError: it is not there, can be read by others, or holds something else.
    """
    if not path.exists():
        raise SettingsError(
            f"The key file {path} does not exist. Make one with `flask keys create {path}`, keep a "
            "copy apart from the backups of the database, and name it in GESPREK_KEK_FILE."
        )
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
        FileExistsError: a key is never overwritten; all data that it wraps would be lost.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def change_kek_file(path: Path, change: Callable[[tuple[bytes, ...]], Iterable[bytes]]) -> None:
    """Replace the key file atomically: whoever reads it gets the old or the new one.

    Args:
        change: gives the new keys from those of the file. A lock lets two changes at once wait for
            each other: if one dropped the other's key, all data that it wraps would be lost.

    Raises:
        OSError: the folder cannot be written to; nothing has changed.
        SettingsError: the file can be read by others, or holds something else.
    """
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        beside = path.with_name(f"{path.name}.new")
        _write_keks(beside, change(read_keks(path)))
        owner = path.stat()
        os.chown(beside, owner.st_uid, owner.st_gid)  # when root does it for the user of the server
        beside.replace(path)
        # Without this a power cut could bring back the old file, which lacks the new keys.
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_keks(path: Path, keks: Iterable[bytes]) -> None:
    path.unlink(missing_ok=True)  # left by an interrupted change
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{kek.hex()}\n" for kek in keks)
        file.flush()
        os.fsync(file.fileno())


def engine_options(database_url: str) -> dict[str, Any]:
    """Give the options of the connection pool for a database."""
    # Error messages without parameters: what people typed must not get into a log.
    hidden = {"hide_parameters": True}
    if database_url.startswith("sqlite"):
        return {**hidden, "connect_args": {"timeout": 30}}
    return {**hidden, "pool_pre_ping": True, "pool_recycle": 1800}
