"""Tell what kind of file was uploaded by its content, and read it."""

from pwa.directory.exchange.files.core import (
    EMPTY,
    MAX_UPLOAD_BYTES,
    TOO_BIG,
    UNREADABLE,
    FileRefused,
    SourceFile,
)
from pwa.directory.exchange.files.json_file import read_json


def read_file(data: bytes) -> SourceFile:
    """Read the bytes of a file; its name says nothing, because anybody can give it any name.

    Raises:
        FileRefused: the file as a whole; what is wrong with one service is told at its line.
    """
    if len(data) > MAX_UPLOAD_BYTES:
        raise FileRefused(TOO_BIG)
    text = data.strip()
    if not text:
        raise FileRefused(EMPTY)
    if text[:1] in (b"{", b"["):
        return read_json(text)
    raise FileRefused(UNREADABLE)
