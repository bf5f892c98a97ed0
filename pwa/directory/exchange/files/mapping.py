"""Turn a line of a source file into a service of ours, or into the reason why it is refused."""

import msgspec

from pwa.directory.exchange.files.core import SourceLine
from pwa.directory.exchange.result import ReadLine, Said
from pwa.directory.hsds import read_service
from pwa.text import N_

_NO_SERVICE = N_("This is no service that we can read.")


def map_line(line: SourceLine) -> ReadLine:
    """Map one line."""
    name = line.values.get("name")
    called = name[:120] if isinstance(name, str) else ""
    if line.refused:
        return ReadLine(place=line.place, name=called, reasons=(line.refused,))
    try:
        service = read_service(line.values)
    except msgspec.ValidationError:
        return ReadLine(place=line.place, name=called, reasons=(Said(_NO_SERVICE),))
    return ReadLine(place=line.place, service=service, name=service.name)
