"""Single values of a foreign file: text, ids, dates, times, numbers, addresses of the web.

Nothing in a file is trusted: a value may be of any type, of any length, and of another calendar.
"""

import re
from datetime import date, time
from hashlib import sha1
from html import escape, unescape
from typing import Final
from urllib.parse import urlsplit

import nh3
from babel import Locale
from babel.core import get_global

from pwa.directory.hsds import FALLBACK
from pwa.text import clean_text
from pwa.typed.folding import fold

# Whatever is longer is not even looked at.
MAX_RAW: Final = 20_000
_HUGE: Final = 10**30
MAX_URL: Final = 500
MAX_EMAIL: Final = 254
# Other calendars have other years: 1404 is now in Iran, 1448 in Mecca, 2569 in Bangkok.
FIRST_YEAR, LAST_YEAR = 1900, 2199

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.]{4,20}(?:Z|[+-][0-9:]{2,6})?)?")
# What most values look like; `clean_text` would give them back as they are.
_IS_CLEAN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TIME = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?", re.IGNORECASE
)
# The offsets of the Netherlands, in winter and in summer.
_HERE = frozenset({"", "+01:00", "+02:00", "+0100", "+0200"})
_EMAIL = re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:.]+")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s]*)?", re.IGNORECASE)
_NOT_IN_URL = re.compile(r'[\s"<>\\]')
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8}){0,4}", re.IGNORECASE)
_ALIASES: Final = get_global("language_aliases")
_ENGLISH: Final = Locale("en").languages
_BY_NAME: Final = {
    fold(name): code
    for language in ("en", FALLBACK)
    for code, name in Locale(language).languages.items()
    if "_" not in code
}


class Unreadable(ValueError):
    """A value is there, but it is not what its field is for."""


def clean(text: str) -> str:
    """Do what `clean_text` does, at once when there is nothing to do: files have many values."""
    return text if not text or _IS_CLEAN.fullmatch(text) else clean_text(text)


def plain_text(text: str) -> str:
    """Take markup out of a text; a break of lines or paragraphs becomes a new line."""
    if "<" in text or "&" in text:
        # The letter in front keeps nh3 from dropping a byte order mark at the beginning.
        text = unescape(nh3.clean("x" + _BREAK.sub("\n", text), tags=set()))[1:]
    return clean(text)


def as_markup(text: str) -> str:
    """Write a text so that `plain_text` gives it back; most texts need no change for that."""
    is_plain = ("<" not in text and "&" not in text) or plain_text(text) == text
    return text if is_plain else escape(text, quote=False)


def as_text(value: object) -> str:
    """Give a text, or a number as a text; empty for a value that is not there.

    Raises:
        Unreadable: it is something else, or longer than MAX_RAW.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else _number_as_text(value)
    if len(text) > MAX_RAW:
        raise Unreadable("length")
    return text


def _number_as_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unreadable(type(value).__name__)
    if isinstance(value, int):
        if abs(value) >= _HUGE:  # Python refuses to write numbers of thousands of digits
            raise Unreadable("number")
        return str(value)
    return f"{value:.0f}" if value.is_integer() else repr(value)


def read_uuid(text: str) -> str | None:
    """Read a UUID in its usual form, with hyphens; None for any other id."""
    return text.lower() if _UUID.fullmatch(text) else None


def make_uuid(owner: str, words: str) -> str:
    """Do what `uuid5` of Python does, in a fifth of the time: a file needs twenty a service.

    Args:
        owner: the UUID of the namespace.

    Source: RFC 9562, version 5.
    """
    # Names, not secrets: SHA-1 is what version 5 is made of.
    digest = bytearray(sha1(bytes.fromhex(owner.replace("-", "")) + words.encode()).digest()[:16])  # noqa: S324
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def read_date(text: str) -> date | None:
    """Read a date of ISO 8601, also with a time behind it; None if there is none.

    Raises:
        Unreadable: there is no such day, or it is a day of another calendar.
    """
    written = text.strip()
    if not written:
        return None
    found = _DAY.fullmatch(written)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(written)
    return day


def read_time(text: str) -> time | None:
    """Read a time of the day; 24:00 is the midnight at its end. None if there is none.

    Raises:
        Unreadable: there is no such time, or it is told for another time zone than ours.
    """
    written = text.strip()
    if not written:
        return None
    found = _TIME.fullmatch(written)
    if found is None or (found[4] or "") not in _HERE:
        raise Unreadable(written)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if (hour, minute, second) == (24, 0, 0):
        return time()
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise Unreadable(written) from error


def read_url(text: str) -> str:
    """Read an address of the web, of http or https; `www.` alone gets https before it.

    Raises:
        Unreadable: it leads elsewhere, such as `javascript:`, or hides where it leads.
    """
    written = text.strip()
    if not written:
        return ""
    if "://" not in written and _HOST.fullmatch(written):
        written = f"https://{written}"
    if len(written) > MAX_URL or _NOT_IN_URL.search(written):
        raise Unreadable(written)
    try:
        parts = urlsplit(written)
        is_good = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        _ = parts.port
    except ValueError as error:
        raise Unreadable(written) from error
    if not is_good:
        raise Unreadable(written)
    return written


def read_email(text: str) -> str:
    """Read an address for e-mail, also behind `mailto:`.

    Raises:
        Unreadable: it is none.
    """
    written = text.strip().removeprefix("mailto:")
    if written and (len(written) > MAX_EMAIL or not _EMAIL.fullmatch(written)):
        raise Unreadable(written)
    return written


def read_number(value: object) -> float | None:
    """Read a number, also one that a file of texts gives; None if there is none.

    Raises:
        Unreadable: it is no number, or an endless one.
    """
    text = as_text(value).strip()
    if not text:
        return None
    try:
        number = float(value if isinstance(value, (int, float)) else text)
    except ValueError as error:
        raise Unreadable(text) from error
    if not abs(number) < 1e15:
        raise Unreadable(text)
    return number


def read_whole(value: object, *, least: int, most: int) -> int | None:
    """Read a whole number between two others, both included; None if there is none.

    Raises:
        Unreadable: it is not.
    """
    number = read_number(value)
    if number is None:
        return None
    if number != int(number) or not least <= number <= most:
        raise Unreadable(as_text(value))
    return int(number)


def read_language(code: str, name: str) -> str | None:
    """Read a language by its code of BCP 47 or ISO 639, else by its English or Dutch name.

    Returns:
        The code of the language alone, such as `pt` for `pt-BR`; None if nobody knows it.
    """
    found = _LANGUAGE.fullmatch(code.strip())
    if found:
        alone = found[1].lower()
        alone = str(_ALIASES.get(alone, alone)).split("_")[0]
        if alone in _ENGLISH:
            return alone
    return _BY_NAME.get(fold(name)) or _BY_NAME.get(fold(code))
