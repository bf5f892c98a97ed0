"""Turn a line of a source file into a service of ours, or into the reason why it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from phonenumbers.phonemetadata import PhoneMetadata

from pwa.directory.exchange.files.core import SourceLine
from pwa.directory.exchange.hsds_reader import read_hsds
from pwa.directory.exchange.result import ReadLine, Said
from pwa.text import clean_text, cut, one_line

_LONGEST_NAME: Final = 120
_EXAMPLE: Final[Mapping[str, object]] = {
    "id": "example",
    "name": "Example",
    "description": "<p>Example</p>",
    "assured_date": "2026-11-30",
    "phones": [{"number": "112"}, {"number": "030 236 17 40"}],
    "languages": [{"name": "Nederlands"}],
    "schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}],
}


@dataclass(frozen=True, slots=True)
class LineMapping:
    """How the services of a file are read.

    Attributes:
        today: a check later than this day is not believed.
        namespace: below it, ids that are no UUID become one.
    """

    today: date
    namespace: UUID

    def load(self) -> None:
        """Load what libraries load when it is first needed, while files can still be opened."""
        PhoneMetadata.load_all()
        self.map_line(SourceLine(place=Said(""), values=_EXAMPLE))

    def map_line(self, line: SourceLine) -> ReadLine:
        """Read the service of a line."""
        if line.refused:
            return ReadLine(place=line.place, name=_name(line.values), reasons=(line.refused,))
        read = read_hsds(dict(line.values), {}, namespace=self.namespace, today=self.today)
        return ReadLine(
            place=line.place,
            service=read.service,
            name=read.name,
            uid=read.uid,
            old_uid=read.old_uid,
            is_removed=read.is_removed,
            reasons=read.reasons,
            notes=read.notes,
            gaps=tuple(gap.value for gap in read.gaps),
            terms=read.terms,
            beyond=read.beyond,
        )


def _name(service: Mapping[str, object]) -> str:
    """Give the name of a service that was not read, fit to be shown."""
    name = service.get("name")
    return cut(one_line(clean_text(name[:1000])), _LONGEST_NAME) if isinstance(name, str) else ""
