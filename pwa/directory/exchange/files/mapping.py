"""Turn a line of a source file into a service of ours, or into the reason why it is refused."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from pwa.directory.exchange.files.core import SourceLine
from pwa.directory.exchange.result import ReadLine, Said
from pwa.directory.hsds import read_service
from pwa.text import N_

_NO_SERVICE = N_("This is no service that we can read.")


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the services of a file are read.

    Attributes:
        today: a check later than this day is not believed.
        namespace: below it, ids that are no UUID become one.
    """

    today: date
    namespace: UUID | None

    def map_line(self, line: SourceLine) -> ReadLine:
        """Read the service of a line."""
        name = line.values.get("name")
        called = name[:120] if isinstance(name, str) else ""
        if line.refused:
            return ReadLine(place=line.place, name=called, reasons=(line.refused,))
        try:
            service = read_service(line.values)
        except msgspec.ValidationError:
            return ReadLine(place=line.place, name=called, reasons=(Said(_NO_SERVICE),))
        return ReadLine(place=line.place, service=service, name=service.name, uid=service.id)
