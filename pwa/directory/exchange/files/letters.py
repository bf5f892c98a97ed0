"""The letters of a text file: UTF-8 and nothing else."""

from typing import Final

from pwa.directory.exchange.files.core import FileRefused
from pwa.text import N_

NOT_UTF8: Final = N_(
    "The file has letters that we cannot read, because it is not saved as UTF-8. "
    "In Excel choose “CSV UTF-8 (Comma delimited)” under “Save as”, and upload it again."
)
HAS_NUL: Final = N_(
    "There are characters in the file that do not belong in a text. "
    "Save it again in the program that made it, and upload it once more."
)

_BOM: Final = b"\xef\xbb\xbf"
# Byte order marks of UTF-16 and UTF-32.
_OTHERS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


def check_letters(data: bytes) -> bytes:
    """Check that a text is UTF-8, and give it without a byte order mark.

    Raises:
        FileRefused: it is in another encoding, or has a NUL.
    """
    text = data.removeprefix(_BOM)
    if text.startswith(_OTHERS):
        raise FileRefused(NOT_UTF8)
    if b"\0" in text:
        raise FileRefused(HAS_NUL)
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise FileRefused(NOT_UTF8) from error
    return text
