"""An attack by somebody who stole the database and the server's disk.

The thief knows the source code, so also every wrap context and AAD. Every plaintext is tried as a
key and as a blob again, until nothing new opens.
"""

import base64
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, MetaData, select

from pwa.vault.crypto import (
    CannotOpen,
    Format,
    MasterKey,
    decrypt,
    derive,
    open_sealed,
    unwrap_by_password,
    unwrap_by_secret,
)
from tests.databases.homes import CHEAP

KEY_BYTES = 32


@dataclass(frozen=True)
class Loot:
    """A stolen database.

    Attributes:
        cells: ("table.column", value as bytes) for every row.
        files: path to content, also of the write-ahead log.
    """

    cells: list[tuple[str, bytes]]
    files: dict[str, bytes]

    def places_of(self, needle: str | bytes) -> list[str]:
        """Return the places that hold a text or secret unencrypted, in any encoding."""
        spellings = spellings_of(needle)
        return [
            f"{place} ({spelling})"
            for place, content in [*self.cells, *self.files.items()]
            for spelling, searched in spellings.items()
            if searched in content
        ]


def steal(engine: Engine, *folders: Path) -> Loot:
    """Read every cell of every table, and all files in the folders of the database."""
    schema = MetaData()
    cells = []
    with engine.connect() as connection:
        schema.reflect(connection)
        for table in schema.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                cells += [(f"{table.name}.{name}", _as_bytes(row[name])) for name in row]
    return Loot(
        cells, {str(path): content for folder in folders for path, content in _read(folder)}
    )


def _read(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a running server renames and deletes files
            if path.is_file():
                yield path, path.read_bytes()


def spellings_of(needle: str | bytes) -> dict[str, bytes]:
    """Return the encodings of a text or secret: name to bytes."""
    raw = needle.encode() if isinstance(needle, str) else needle
    spellings = {
        "raw": raw,
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "percent": urllib.parse.quote(raw).encode(),
    }
    for offset in range(3):  # base64 depends on the position in a group of 3 bytes
        encoded = base64.b64encode(bytes(offset) + raw)
        # Only the characters (6 bits each) that do not depend on the bytes around the needle.
        whole = encoded[(offset * 8 + 5) // 6 : (offset + len(raw)) * 8 // 6]
        spellings[f"base64+{offset}"] = whole
        spellings[f"base64url+{offset}"] = whole.translate(bytes.maketrans(b"+/", b"-_"))
    if isinstance(needle, str):
        spellings |= {
            "utf-16-le": needle.encode("utf-16-le"),
            "utf-16-be": needle.encode("utf-16-be"),
            "json": json.dumps(needle)[1:-1].encode(),
            "upper": needle.upper().encode(),
            "lower": needle.lower().encode(),
        }
    return spellings


_master = cache(MasterKey)  # derives two keys; cached for thousands of attempts


@dataclass
class Thief:
    """Tries to decrypt every blob with every key, wrap context and AAD.

    Attributes:
        keys: whatever may be a key: secrets on the disk, public halves, stray bytes.
        labels: contexts of key wraps.
        addresses: AAD of documents.
        passwords: known passwords, which prove that the attack works with one.
        opened: plaintext to the format of its blob.
    """

    keys: set[bytes]
    labels: set[str]
    addresses: set[bytes]
    passwords: set[str] = field(default_factory=set)
    opened: dict[bytes, Format] = field(default_factory=dict)

    def open_everything(self, cells: Iterable[bytes]) -> None:
        """Try all keys on all cells, until nothing new opens."""
        blobs = {cell for cell in cells if cell[:1] in _FIRST_BYTES}
        tried: set[tuple[bytes, bytes]] = set()
        with_passwords: set[bytes] = set()
        while True:
            attempts = {(key, blob) for key in self.keys for blob in blobs} - tried
            found: dict[bytes, Format] = {}
            for key, blob in attempts:
                found |= dict(self._openings(key, blob))
            for blob in blobs - with_passwords:
                found |= dict(self._openings_by_password(blob))
            with_passwords |= blobs
            tried |= attempts
            new = found.keys() - self.opened.keys()
            if not new:
                return
            self.opened |= found
            blobs |= {plaintext for plaintext in new if plaintext[:1] in _FIRST_BYTES}
            self.keys |= {key for plaintext in new for key in keys_in(plaintext)}

    def _openings(self, key: bytes, blob: bytes) -> Iterator[tuple[bytes, Format]]:
        form = Format(blob[0])
        if form is Format.SEALED and len(key) == KEY_BYTES:
            with suppress(CannotOpen):
                yield open_sealed(key, blob), form
        if form is Format.CONTENT and len(key) == KEY_BYTES:
            for address in self.addresses:
                with suppress(CannotOpen):
                    yield decrypt(key, blob, address), form
        if form is Format.WRAPPED_BY_SECRET:
            for label in self.labels:
                with suppress(CannotOpen):
                    yield unwrap_by_secret(key, blob, label), form
        if form is Format.WRAPPED_BY_MASTER and len(key) == KEY_BYTES:
            master = _master(key)
            for label in self.labels:
                with suppress(CannotOpen):
                    yield master.unwrap(blob, label), form

    def _openings_by_password(self, blob: bytes) -> Iterator[tuple[bytes, Format]]:
        if blob[0] == Format.WRAPPED_BY_PASSWORD:
            for password in self.passwords:
                for label in self.labels:
                    with suppress(CannotOpen):
                        key = unwrap_by_password(password, blob, label, CHEAP.password)
                        yield key, Format.WRAPPED_BY_PASSWORD

    def has_read(self, needle: str) -> bool:
        """Return whether any decrypted plaintext holds this text."""
        spellings = spellings_of(needle).values()
        return any(searched in plaintext for plaintext in self.opened for searched in spellings)


def keys_in(content: bytes) -> set[bytes]:
    """Return possible keys in some bytes: the bytes themselves, and quoted hex strings in them."""
    keys = {content} if len(content) == KEY_BYTES else set()
    for text in re.findall(rb'"([0-9a-f]{64})"', content):
        keys.add(bytes.fromhex(text.decode()))
    return keys


def derived_keys(secret: bytes, labels: Iterable[str]) -> set[bytes]:
    """Return the keys that can be derived from a secret on the disk."""
    return {
        derive(secret, f"{purpose}{label}") for label in labels for purpose in ("", "mac ", "wrap ")
    }


def decode_cookie(value: str) -> bytes:
    """Return the secret in a cookie."""
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


_FIRST_BYTES = {bytes([form]) for form in Format}


def _as_bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, memoryview):
        return bytes(value)
    return str(value).encode("utf-8", "surrogatepass")
