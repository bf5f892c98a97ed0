"""Services from JSON, in the shapes in which HSDS 3.0 and 3.1 give them."""

import json
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from pwa.directory.exchange.files.core import (
    IN_SERVICE,
    MAX_DEPTH,
    MAX_ROWS,
    NO_SERVICES,
    TOO_MANY_ROWS,
    FileRefused,
    SourceFile,
    SourceLine,
)
from pwa.directory.exchange.result import Said
from pwa.text import N_

_NO_JSON: Final = N_(
    "The file looks like JSON, but there is a mistake in it, so it cannot be read. "
    "Save it again in the program that made it, and upload it once more."
)
_TOO_DEEP: Final = N_("There is too much nested in one another.")
_TWICE: Final = N_("The name “%(name)s” stands twice in one part of it.")
_NO_OBJECT: Final = N_("This is no service.")
_MISTAKE: Final = N_("There is a mistake in the JSON, such as a number that is none.")


class _Mistake(ValueError):
    def __init__(self, said: Said) -> None:
        super().__init__(said.message)
        self.said = said


def read_json(text: bytes) -> SourceFile:
    """Read one service, a list of them, an organization with its services, or a page of an API.

    Raises:
        FileRefused: it is no JSON, has none of these shapes, or more than MAX_ROWS services.
    """
    try:
        items = _items(text)
    except RecursionError as error:
        raise FileRefused(_TOO_DEEP) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FileRefused(_NO_JSON) from error
    if len(items) > MAX_ROWS:
        raise FileRefused(TOO_MANY_ROWS)
    if not items:
        raise FileRefused(NO_SERVICES)
    return SourceFile(len(items), _lines(items))


def _items(text: bytes) -> list[msgspec.Raw]:
    """Cut the file into its records, which are not read yet."""
    if text.lstrip()[:1] == b"[":
        return msgspec.json.decode(text, type=list[msgspec.Raw])
    fields = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    if "contents" in fields and "id" not in fields:
        return msgspec.json.decode(fields["contents"], type=list[msgspec.Raw])
    return [msgspec.Raw(text)]


def _lines(items: list[msgspec.Raw]) -> Iterator[SourceLine]:
    for number, item in enumerate(items, 1):
        place = Said(IN_SERVICE, {"line": number})
        try:
            record = _decode(item)
        except _Mistake as mistake:
            yield SourceLine(place=place, refused=mistake.said)
        else:
            yield SourceLine(place=place, values=record)


def _decode(item: msgspec.Raw) -> dict[str, Any]:
    try:
        record = json.loads(bytes(item), object_pairs_hook=_once, parse_constant=_refuse_constant)
    except _Mistake:
        raise
    except RecursionError as error:
        raise _Mistake(Said(_TOO_DEEP)) from error
    except ValueError as error:
        raise _Mistake(Said(_MISTAKE)) from error
    if not isinstance(record, dict):
        raise _Mistake(Said(_NO_OBJECT))
    if _depth(record) > MAX_DEPTH:
        raise _Mistake(Said(_TOO_DEEP))
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Mistake(Said(_TWICE, {"name": twice[:40]}))
    return record


def _refuse_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python would take and JSON does not have."""
    raise _Mistake(Said(_MISTAKE))


def _depth(value: object) -> int:
    """Count how deep values are nested; no deeper than one below the limit."""
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [inner for outer in level for inner in _inside(outer)]
    return depth


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
