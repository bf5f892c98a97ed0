"""The encrypted file: encrypted to public keys and decrypted with a private one, a piece at a time.

Source: age, format version 1 (https://age-encryption.org/v1): an authenticated stream in pieces of
64 kB. The last piece is marked, so that a file that was cut off is found.
"""

import io
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import pyrage
from pyrage.x25519 import Identity, Recipient

from pwa.backup.core import BackupError

_PIECE = 1 << 16


class Taker(Protocol):
    """Receives the lines of a backup, one by one."""

    def take(self, line: bytes) -> None: ...


def read_recipients(written: str) -> list[Recipient]:
    """Read the public keys that backups are encrypted to.

    Args:
        written: as in the setting, with blanks between several.

    Raises:
        BackupError: there is none, or one of them is no public key.
    """
    if not written.split():
        raise BackupError(
            "GESPREK_BACKUP_RECIPIENT is not set. Make a pair of keys with `age-keygen` on another "
            "machine, and name the public one (age1…) there"
        )
    try:
        return [Recipient.from_str(key) for key in written.split()]
    except pyrage.RecipientError:
        raise BackupError(
            "GESPREK_BACKUP_RECIPIENT holds something else than public keys (age1…)"
        ) from None


def read_identities(path: Path) -> list[Identity]:
    """Read the private keys of a file as `age-keygen` writes it.

    Raises:
        BackupError: it cannot be read, or holds none.
    """
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupError(f"{path} is no file with the private key of the backups") from None
    if not found:
        raise BackupError(f"{path} holds no private key")
    return found


def write_sealed(path: Path, lines: Iterable[bytes], recipients: list[Recipient]) -> None:
    """Write lines to a file that gets its name only when it is whole and on the disk (fsync).

    Raises:
        OSError: the folder cannot be written to, or is full.
    """
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)  # of a backup that was broken off
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            pyrage.encrypt_io(
                io.BufferedReader(_Stream(_squeezed(lines)), _PIECE), file, recipients
            )
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_sealed(path: Path, identities: list[Identity], taker: Taker) -> None:
    """Decrypt a file in memory, and give its lines to `taker` while the file is read.

    Raises:
        BackupError: another key, cut off, or changed; and whatever the taker raises.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        lines = _Lines(taker)
        try:
            pyrage.decrypt_io(file, lines, identities)
        except pyrage.DecryptError:
            raise BackupError(f"the private key does not open {path.name}") from None
        except (OSError, zlib.error) as error:
            raise BackupError(f"{path.name} was cut off or changed ({error})") from None
        lines.close()


def _squeezed(lines: Iterable[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(1)
    for line in lines:
        yield squeeze.compress(line + b"\n")
    yield squeeze.flush()


class _Stream(io.RawIOBase):
    """A stream over the pieces of an iterator, for `pyrage` to read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # any buffer
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        count = min(len(view), len(self._left))
        view[:count], self._left = self._left[:count], self._left[count:]
        return count


class _Lines:
    """Takes decrypted pieces apart into lines."""

    def __init__(self, taker: Taker) -> None:
        self._taker, self._rest, self._unsqueeze = taker, b"", zlib.decompressobj()

    def write(self, piece: bytes) -> int:
        *lines, self._rest = (self._rest + self._unsqueeze.decompress(piece)).split(b"\n")
        for line in lines:
            self._taker.take(line)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: `write` gives lines to the taker at once."""

    def close(self) -> None:
        if self._rest or not self._unsqueeze.eof:
            raise BackupError("the backup was cut off")
