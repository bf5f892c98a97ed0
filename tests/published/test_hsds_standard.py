"""Our export is valid by the standard's own schema, and the standard's own examples come in."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from pwa.directory.exchange.hsds_reader import Gap, read_hsds
from pwa.directory.exchange.hsds_writer import write_json
from pwa.directory.hsds import HelpService
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from tests.inputs.help_services import SERVICES
from tests.inputs.standard import STANDARD

TODAY = date(2026, 11, 30)

if STANDARD is None:
    pytest.skip("the published files of HSDS 3.0 do not lie here", allow_module_level=True)
PUBLISHED: Path = STANDARD


def _published(path: str) -> Any:
    return json.loads((PUBLISHED / path).read_text("utf-8"))


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    schema = _published("schema/compiled/service_with_definitions.json")
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _faults(schema: Draft202012Validator, *services: HelpService) -> list[str]:
    written = json.loads(b"".join(write_json(services)))
    return [fault.message for values in written for fault in schema.iter_errors(values)]


def test_the_schema_finds_what_is_wrong(schema: Draft202012Validator) -> None:
    wrong = {"id": "1", "name": "x", "status": "open", "phones": [{"id": str(PUBLISHED)}]}

    assert len(list(schema.iter_errors(wrong))) == 4


def test_the_packaged_services_are_valid(schema: Draft202012Validator) -> None:
    assert _faults(schema, *load_services(NATIONAL), *load_services(EXAMPLE)) == []


def test_every_service_of_our_model_is_valid(schema: Draft202012Validator) -> None:
    @settings(max_examples=100)
    @given(SERVICES)
    def check(service: HelpService) -> None:
        assert _faults(schema, service) == []

    check()


def test_the_full_example_of_the_standard_comes_in() -> None:
    read = read_hsds(_published("examples/service_full.json"), {}, today=TODAY)

    assert read.service is not None
    assert read.reasons == ()
    assert read.service.name == "Community Counselling"
    assert [phone.number for phone in read.service.phones] == ["+44 1234 234567"]
    assert read.service.spoken == ("ur",)
    assert read.service.contacts[0].name == "Ann Persona"
    assert read.service.locations[0].latitude is None  # the example has 100 degrees
    assert read.service.schedules[0].description.startswith("The service is available from 10 am")
    assert read.service.schedules[0].opens_at is None  # only in weeks 41 and 42
    assert read.service.assured_on == date(2005, 1, 1)
    assert read.gaps == (Gap.TOPIC,)
    assert [term.name for term in read.terms] == ["name"]
    assert {"service.funding", "service.program", "service.required_documents"} <= set(read.beyond)


def test_the_list_of_the_standard_comes_in() -> None:
    for values in _published("examples/service_list.json")["contents"]:
        read = read_hsds(values, {}, today=TODAY)

        assert read.service is not None
        assert Gap.CHANNEL not in read.gaps  # it has a website and an e-mail address
        assert {Gap.LANGUAGE, Gap.AREA} <= set(read.gaps)
        assert read.service.assured_on is None


def test_what_came_in_goes_out_and_comes_back(schema: Draft202012Validator) -> None:
    service = read_hsds(_published("examples/service_full.json"), {}, today=TODAY).service
    assert service is not None

    again = read_hsds(json.loads(b"".join(write_json([service])))[0], {}, today=TODAY)

    assert again.service == service
    assert _faults(schema, service) == []
