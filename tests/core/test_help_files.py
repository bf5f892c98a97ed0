"""Files of help services, read in a child process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from pwa.config import TRANSLATIONS
from pwa.directory.exchange.files import own_words
from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.process import run_child
from pwa.directory.exchange.hsds_writer import write_json
from pwa.directory.exchange.result import LinePacker, ResultDamaged, unpack_lines
from pwa.directory.exchange.terms import HOUSE
from pwa.directory.hsds import Address
from pwa.directory.packaged import EXAMPLE, load_services
from tests.inputs.help_files import (
    NUMBER,
    TODAY,
    a_service,
    a_zip,
    as_json,
    only_service,
    read_lines,
    refusal_of,
)
from tests.inputs.standard import STANDARD

TODAY_ID = UUID("00000000-0000-4000-8000-000020261130")


def _quietly(_done: int, _total: int) -> None:
    """Where a test does not look at the progress."""


# --- The child and what it gives back


def test_the_child_gives_what_reading_gives() -> None:
    told: list[tuple[int, int]] = []
    data = as_json([a_service(n) for n in range(600)])

    result = run_child(data, lambda *step: told.append(step), today=TODAY)

    assert (result.accepted, result.refused) == (600, 0)
    assert list(unpack_lines(result.packed)) == read_lines(data)
    assert told == [(0, 600), (250, 600), (500, 600), (600, 600)]


def test_ids_are_made_below_the_namespace_that_was_given() -> None:
    data = as_json({**a_service(), "id": "7"})

    for namespace, expected in ((None, HOUSE), (TODAY_ID, TODAY_ID)):
        result = run_child(data, _quietly, today=TODAY, namespace=namespace)

        (line,) = unpack_lines(result.packed)
        assert (line.uid, line.old_uid) == (str(uuid5(expected, "service:7")), "7")


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(FileRefused, match="takes too long"):
        run_child(as_json(a_service()), _quietly, today=TODAY, seconds=0.01)


def test_what_goes_wrong_while_progress_is_kept_is_told_to_the_caller() -> None:
    def fail(_done: int, _total: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        run_child(as_json(a_service()), fail, today=TODAY)


def test_a_child_that_was_killed_refuses_the_file() -> None:
    def kill(done: int, _total: int) -> None:
        if done:
            for pid in _children():
                os.kill(pid, signal.SIGKILL)

    with pytest.raises(FileRefused, match="could not read the file"):
        run_child(as_json([a_service(n) for n in range(5_000)]), kill, today=TODAY)


def _children() -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"files.child" in (folder / "cmdline").read_bytes():
                yield int(folder.name)


def test_the_child_can_open_nothing_and_has_little_memory() -> None:
    tries = "open('/etc/hosts')", "__import__('socket').socket()", "bytearray(300_000_000)"
    code = f"""
import socket
from pwa.bounded.child import give_up_rights
give_up_rights()
for code in {tries}:
    try:
        eval(code)
    except (OSError, MemoryError) as error:
        print(type(error).__name__)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["OSError", "OSError", "MemoryError"]


def test_a_result_that_is_cut_off_is_noticed() -> None:
    packer = LinePacker()
    for line in read_lines(as_json([a_service(n) for n in range(100)])):
        packer.add(line)
    packed = packer.finish().packed

    for damaged in (packed[:-20], packed[: len(packed) // 2], b"", b"nothing of ours"):
        with pytest.raises(ResultDamaged):
            list(unpack_lines(damaged))


def test_topics_are_looked_up_in_the_catalogue_of_the_application() -> None:
    assert own_words.TRANSLATIONS == TRANSLATIONS


# --- JSON


def test_services_come_in_every_shape_of_hsds() -> None:
    organization = {"id": "organization-1", "name": "Stichting"}
    place = {"id": "place-1", "location_type": "physical", "name": "Om de hoek"}
    shapes: dict[str, object] = {
        "one": a_service(organization=organization),
        "a list": [a_service(organization=organization)],
        "a page": {"page_number": 1, "contents": [a_service(organization=organization)]},
        "an organization": {**organization, "services": [a_service()]},
        "a visit": {"id": "v", "location": place, "service": a_service(organization=organization)},
        "tables": {
            "services.csv": [{**a_service(), "phones": None, "organization_id": "organization-1"}],
            "organizations.csv": [organization],
            "phones.csv": [{"id": "p", "service_id": a_service()["id"], "number": NUMBER}],
        },
    }

    for shape, value in shapes.items():
        service = only_service(read_lines(as_json(value)))

        assert service.name == "Buurthuis 1", shape
        assert service.organization.name == "Stichting", shape
        assert [phone.number for phone in service.phones] == [NUMBER], shape


def test_our_own_export_comes_back_as_it_was() -> None:
    services = load_services(EXAMPLE)

    lines = read_lines(b"".join(write_json(services)))

    assert [line.service for line in lines] == list(services)
    assert not any(line.notes or line.beyond or line.terms for line in lines)


def test_one_service_at_two_locations_is_one_service() -> None:
    visits = [
        {
            "id": f"visit-{n}",
            "service": a_service(),
            "location": {"id": f"l-{n}", "name": f"Huis {n}"},
        }
        for n in (1, 2)
    ]

    service = only_service(read_lines(as_json({"contents": visits})))

    assert [place.name for place in service.locations] == ["Huis 1", "Huis 2"]


def test_an_id_that_comes_twice_is_told_at_the_second_line() -> None:
    first, second = read_lines(as_json([a_service(1), a_service(1, name="Nog een")]))

    assert first.service
    assert [said.message for said in second.reasons] == [
        "It has the same id as number %(line)d in the file."
    ]


# --- Data packages

_TABLES = {
    "datapackage.json": "{}",
    "services.csv": "id,organization_id,name,status,minimum_age\ns1,o1,Buurthuis,active,12\n",
    "organizations.csv": "id,name,parent_organization_id\no1,Stichting,o1\n",
    "phones.csv": f"id,service_id,contact_id,number\np1,s1,,{NUMBER}\np2,,c1,0800 0113\n",
    "contacts.csv": "id,service_id,name\nc1,s1,Ann\n",
    "service_at_location.csv": "id,service_id,location_id\nv1,s1,l1\n",
    "locations.csv": "id,location_type,name\nl1,physical,Om de hoek\n",
    "addresses.csv": "id,location_id,address_1,postal_code,city\na1,l1,Straat 1,3561 AB,Utrecht\n",
    "schedules.csv": 'id,service_id,freq,byday,opens_at,closes_at\nx,s1,WEEKLY,"MO,TU",09:00,17:00\n',
    "languages.csv": "id,service_id,code\nt1,s1,ar\n",
    "service_areas.csv": "id,service_id,name\ng1,s1,Overvecht\n",
    "cost_options.csv": "id,service_id,amount,currency\nk1,s1,5,EUR\n",
    "attributes.csv": "id,link_id,taxonomy_term_id\nat1,s1,tt1\n",
    "taxonomy_terms.csv": "id,code,name,taxonomy_id\ntt1,D1,Dansen,tx1\n",
    "taxonomies.csv": "id,name\ntx1,Vrije tijd\n",
}


def test_the_tables_of_a_data_package_are_joined() -> None:
    for folder in "", "package/":
        (line,) = read_lines(a_zip({folder + name: text for name, text in _TABLES.items()}))
        service = line.service

        assert service
        assert line.place.values == {"file": "services.csv", "line": 2}
        assert service.organization.name == "Stichting"
        assert service.minimum_age == 12
        assert [phone.number for phone in service.phones] == [NUMBER]
        assert [phone.number for phone in service.contacts[0].phones] == ["0800 0113"]
        assert service.locations[0].address == Address("Straat 1", "3561 AB", "Utrecht")
        assert service.schedules[0].byday == "MO,TU"
        assert service.spoken == ("ar",)
        assert [area.name for area in service.areas] == ["Overvecht"]
        assert service.cost_options[0].amount == 5
        assert [(term.taxonomy, term.name) for term in line.terms] == [("Vrije tijd", "Dansen")]


def test_a_package_with_a_file_that_we_do_not_know_is_refused() -> None:
    assert refusal_of(a_zip({**_TABLES, "photo.csv": "id"})).startswith("We do not know the file")


# --- The standard's own examples, which are of others and no part of this project


@pytest.mark.skipif(STANDARD is None, reason="the data of the standard does not lie here")
def test_every_example_of_the_standard_is_read() -> None:
    assert STANDARD
    without_services = {"base", "location", "organization_list"}
    for path in sorted((STANDARD / "examples").glob("*.json")):
        (line,) = read_lines(path.read_bytes())
        if path.stem in without_services or path.stem.startswith("taxonomy"):
            assert line.reasons, path
        else:
            assert line.name == "Community Counselling", path
            assert line.service, line.reasons

    tables = {path.name: path.read_text() for path in (STANDARD / "examples/csv").iterdir()}
    assert read_lines(a_zip(tables))[0].service == read_lines(_tabular_example(STANDARD))[0].service


def _tabular_example(standard: Path) -> bytes:
    return (standard / "examples/tabular.json").read_bytes()
