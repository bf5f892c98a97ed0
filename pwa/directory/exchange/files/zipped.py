"""What may be in a zip, and how it is unpacked: counted while reading, and never onto a disk."""

import io
import re
import stat
import struct
import zlib
from codecs import IncrementalDecoder, getincrementaldecoder, lookup
from collections.abc import Iterator
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pwa.directory.exchange.files.core import (
    MAX_ENTRIES,
    MAX_LINE,
    MAX_UNPACKED_BYTES,
    TOO_LONG,
    FileRefused,
)
from pwa.directory.exchange.files.letters import HAS_NUL, NOT_UTF8
from pwa.text import N_

BROKEN_ZIP: Final = N_(
    "The zip file is damaged or cut off. Make it again, and upload it once more."
)
_ENCRYPTED: Final = N_("The zip file has a password. Make it again without one, and upload it.")
_TOO_MANY: Final = N_(
    "There are more than 50 files in the zip. Leave out what is not datapackage.json or a table."
)
_TOO_BIG: Final = N_(
    "Unpacked, the file is bigger than 200 MB. Make several files of it, and upload them one by one."
)
_NO_PATHS: Final = N_(
    "A file in the zip points to another place: %(file)s. "
    "Make the zip again, with nothing but datapackage.json and the tables."
)
_ENCRYPTED_FLAG: Final = 0x1
_CHUNK: Final = 65_536
# Python loads these when they are first asked for, and the child can open no files then. The second
# is what zipfile reads old names of entries with.
_UTF8: Final = getincrementaldecoder("utf-8-sig")
lookup("cp437")
# What zipfile raises when the bytes are not what the list of entries promises.
_DAMAGED: Final = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
)
# At most one folder around everything, as zipping a folder gives it.
_NAME: Final = re.compile(r"(?:[^/\\:\0]{1,100}/)?[^/\\:\0]{1,100}")
# Made by computers of Apple beside what people put in.
_LITTER: Final = re.compile(r"__MACOSX/.*|(?:.*/)?(?:\.DS_Store|\._[^/]*)")
_DEPTH_OF_OFFICE: Final = re.compile(r"(?:[\w .\-\[\]]{1,100}/){0,5}[\w .\-\[\]]{1,100}")


class Zipped:
    """A zip whose entries have good names, and whose bytes are counted as they are unpacked."""

    def __init__(
        self,
        data: bytes,
        *,
        max_entries: int = MAX_ENTRIES,
        max_unpacked: int = MAX_UNPACKED_BYTES,
    ) -> None:
        """Look at the list of entries.

        Args:
            max_entries: how many files may be in it.
            max_unpacked: how many bytes they may have together.

        Raises:
            FileRefused: it is no whole zip, or something in it is not allowed.
        """
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise FileRefused(BROKEN_ZIP) from error
        self._left = self._most = max_unpacked
        self._max_entries = max_entries
        self.entries = {entry.filename: entry for entry in self._allowed()}

    def _allowed(self) -> Iterator[ZipInfo]:
        entries = [entry for entry in self._zip.infolist() if not _LITTER.fullmatch(entry.filename)]
        files = [entry for entry in entries if not entry.is_dir()]
        if len(files) > self._max_entries:
            raise FileRefused(_TOO_MANY)
        if sum(entry.file_size for entry in files) > self._most:
            raise FileRefused(_TOO_BIG)
        names = [entry.filename for entry in files]
        for entry in files:
            kind = entry.external_attr >> 16
            is_odd = stat.S_IFMT(kind) not in (0, stat.S_IFREG) or names.count(entry.filename) > 1
            if is_odd or not is_good_name(entry.orig_filename):
                raise FileRefused(_NO_PATHS, {"file": entry.filename})
            if entry.flag_bits & _ENCRYPTED_FLAG:
                raise FileRefused(_ENCRYPTED)
            if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise FileRefused(BROKEN_ZIP)
        return iter(files)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack an entry in small parts.

        Raises:
            FileRefused: too much is unpacked in all, or the zip is damaged.
        """
        try:
            with self._zip.open(self.entries[name]) as entry:
                while part := entry.read(_CHUNK):
                    self._left -= len(part)
                    if self._left < 0:
                        raise FileRefused(_TOO_BIG)
                    yield part
        except _DAMAGED as error:
            raise FileRefused(BROKEN_ZIP) from error

    def lines(self, name: str) -> Iterator[str]:
        """Unpack an entry that is a text, and give its lines with their ends.

        Raises:
            FileRefused: as in `chunks`, or it is no UTF-8, has a NUL, or an endless line.
        """
        decoder, rest = _UTF8(), ""
        for part in self.chunks(name):
            if b"\0" in part:
                raise FileRefused(HAS_NUL)
            *lines, rest = (rest + _decode(decoder, part)).split("\n")
            if len(rest) > MAX_LINE:
                raise FileRefused(TOO_LONG)
            for line in lines:
                yield line + "\n"
        rest += _decode(decoder, b"", final=True)
        if rest:
            yield rest


def _decode(decoder: IncrementalDecoder, part: bytes, *, final: bool = False) -> str:
    try:
        return decoder.decode(part, final)
    except UnicodeDecodeError as error:
        raise FileRefused(NOT_UTF8) from error


def is_good_name(name: str) -> bool:
    """Say whether the name of an entry leads nowhere else than into the zip."""
    parts = name.split("/")
    is_inside = ".." not in parts and "." not in parts
    return is_inside and bool(_NAME.fullmatch(name) or _DEPTH_OF_OFFICE.fullmatch(name))
