"""What goes out as HSDS comes back as it was: `read(write(x)) == x`."""

import json
from datetime import date

from hypothesis import given, settings

from pwa.directory.exchange.hsds_reader import Gap, Read, read_hsds
from pwa.directory.exchange.hsds_writer import write_json
from pwa.directory.hsds import HelpService
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from tests.inputs.help_services import SERVICES

TODAY = date(2026, 11, 30)


def through_json(*services: HelpService) -> list[Read]:
    written = json.loads(b"".join(write_json(services)))
    return [read_hsds(values, {}, today=TODAY) for values in written]


@settings(max_examples=500)
@given(SERVICES)
def test_a_service_comes_back_as_it_went(service: HelpService) -> None:
    (read,) = through_json(service)

    assert read.service == service
    assert (read.reasons, read.notes, read.beyond, read.terms) == ((), (), (), ())


def test_the_packaged_services_come_back_as_they_went() -> None:
    services = [*load_services(NATIONAL), *load_services(EXAMPLE)]

    assert [read.service for read in through_json(*services)] == services
    assert not any(Gap.CHANNEL in read.gaps for read in through_json(*services))
