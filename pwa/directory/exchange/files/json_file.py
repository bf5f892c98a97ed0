"""Records from JSON, decoded one by one, so that a big file never lies in memory as objects."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from pwa.directory.exchange.files.core import (
    MAX_DEPTH,
    MAX_FIELD,
    MAX_ROWS,
    NO_SERVICES,
    TOO_MANY_ROWS,
    FileRefused,
    SourceFile,
    shortened,
)
from pwa.directory.exchange.files.json_shapes import PACKAGE, Record, find_services, read_tabular
from pwa.directory.exchange.reading import say
from pwa.text import N_

_NO_JSON: Final = N_(
    "The file looks like JSON, but there is a mistake in it, so it cannot be read. "
    "Save it again in the program that made it, and upload it once more."
)
_TOO_DEEP: Final = N_("There is too much nested in one another.")
_TWICE: Final = N_("The name “%(name)s” stands twice in one part of it.")
_MISTAKE: Final = N_("There is a number in it that is none, or is endless.")
_LETTERS: Final = N_("There are characters in it that do not belong in a text.")
_TOO_LONG: Final = N_("There is a text of more than 100,000 characters in it.")
# What a page of an API has its records in.
_CONTENTS: Final = "contents"
_MAX_DIGITS: Final = 30


class _Mistake(ValueError):
    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.said = say(message, **shortened(values))


def read_json(text: bytes) -> SourceFile:
    """Read services, organizations with their services, or a page or list of them.

    Args:
        text: UTF-8 without a byte order mark.

    Raises:
        FileRefused: it is no JSON, has no services, or too many.
    """
    try:
        items = _items(text)
        if items is None:
            return read_tabular(_decode(msgspec.Raw(text)))
    except RecursionError as error:
        raise FileRefused(_TOO_DEEP) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FileRefused(_NO_JSON) from error
    except _Mistake as mistake:
        raise FileRefused(mistake.said.message, mistake.said.values) from mistake
    if len(items) > MAX_ROWS:
        raise FileRefused(TOO_MANY_ROWS)
    if not items:
        raise FileRefused(NO_SERVICES)
    return SourceFile(len(items), find_services(_records(items)))


def _items(text: bytes) -> list[msgspec.Raw] | None:
    """Cut the file into its records, which are not read yet; None for tables in one file."""
    if text.startswith(b"["):
        return msgspec.json.decode(text, type=list[msgspec.Raw])
    fields = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    if _CONTENTS in fields and "id" not in fields:
        return msgspec.json.decode(fields[_CONTENTS], type=list[msgspec.Raw])
    return None if PACKAGE in fields else [msgspec.Raw(text)]


def _records(items: list[msgspec.Raw]) -> Iterator[Record]:
    for number, item in enumerate(items, 1):
        try:
            yield Record(number, _decode(item))
        except _Mistake as mistake:
            yield Record(number, None, mistake.said)


def _decode(item: msgspec.Raw) -> Any:
    try:
        value = json.loads(
            bytes(item).decode(),
            object_pairs_hook=_once,
            parse_constant=_refuse_number,
            parse_int=_whole,
            parse_float=_broken,
        )
    except _Mistake:
        raise
    except RecursionError as error:
        raise _Mistake(_TOO_DEEP) from error
    except ValueError as error:
        raise _Mistake(_NO_JSON) from error
    _check(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise _Mistake(_TWICE, name=max(counts, key=counts.__getitem__))
    return record


def _refuse_number(_text: str) -> float:
    """Refuse NaN and Infinity, which Python would take and JSON does not have."""
    raise _Mistake(_MISTAKE)


def _whole(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise _Mistake(_MISTAKE)
    return int(text)


def _broken(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _Mistake(_MISTAKE)
    return number


def _check(value: object) -> None:
    """Refuse what is nested too deep, texts that are too long, NUL, and halves of characters."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH + 1:  # the values inside the deepest object are one more
            raise _Mistake(_TOO_DEEP)
        level = [inner for outer in level for inner in _inside(outer)]


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        _check_text(value)
    return []


def _check_text(text: str) -> None:
    if len(text) > MAX_FIELD:
        raise _Mistake(_TOO_LONG)
    if "\0" in text:
        raise _Mistake(_LETTERS)
    try:
        text.encode()
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise _Mistake(_LETTERS) from error
