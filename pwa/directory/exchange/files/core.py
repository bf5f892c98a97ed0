"""The lines of a source file, and the limits within which a file is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pwa.directory.exchange.reading import say
from pwa.directory.exchange.result import Said
from pwa.errors import PersonalError
from pwa.text import N_

MAX_UPLOAD_BYTES: Final = 10_000_000
MAX_UNPACKED_BYTES: Final = 200_000_000
MAX_ENTRIES: Final = 50
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200
MAX_FIELD: Final = 100_000  # characters
MAX_LINE: Final = 2_000_000  # characters of a line of a table
MAX_DEPTH: Final = 32
_LOOKED_AT: Final = 1_000

IN_LINE: Final = N_("line %(line)d")
IN_FILE_LINE: Final = N_("%(file)s, line %(line)d")
IN_SERVICE: Final = N_("service %(line)d of the file")

EMPTY: Final = N_("There is nothing in the file.")
TOO_BIG: Final = N_(
    "The file is bigger than 10 MB. Make several files of it, and upload them one by one."
)
TOO_MUCH: Final = N_(
    "Reading the file takes more memory than we allow. Make several files of it, and upload them one by one."
)
TOO_SLOW: Final = N_(
    "Reading the file takes too long. Make several files of it, and upload them one by one."
)
TOO_LONG: Final = N_(
    "There is a text of more than 100,000 characters in the file. Make it shorter, and upload the file again."
)
TOO_MANY_ROWS: Final = N_(
    "There are more than 50,000 rows in the file. Make several files of it, and upload them one by one."
)
UNREADABLE: Final = N_("We could not read the file. Save it again, and upload it once more.")
NO_SERVICES: Final = N_("The file can be read, but there are no services in it.")


class FileRefused(PersonalError):
    """The file as a whole is not read; the message says what to do.

    Words of the file in its values are made short, and fit to be shown.
    """

    def __init__(self, message: str, values: Mapping[str, str | int] | None = None) -> None:
        self.said = say(message, **shortened(values or {}))
        super().__init__(message, self.said.values)


def shortened(values: Mapping[str, str | int]) -> dict[str, str | int]:
    """Shorten words of a file, of which a sentence shows the beginning at most."""
    return {
        name: value[:_LOOKED_AT] if isinstance(value, str) else value
        for name, value in values.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One service as the file has it.

    Attributes:
        place: where it stands, for people.
        values: in the nested shape of a full service of HSDS; nothing in it is trusted but that it
            is JSON, at most MAX_DEPTH deep.
        refused: why the line cannot be read; None if it can.
    """

    place: Said
    values: Mapping[str, object] = field(default_factory=dict)
    refused: Said | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The lines of a file, read as they are asked for.

    Attributes:
        total: how many lines there are, as far as that is known before they are read.
    """

    total: int
    lines: Iterator[SourceLine]
