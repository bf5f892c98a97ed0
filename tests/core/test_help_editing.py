"""The form of a help service: what it shows, what it reads, and what it refuses."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings

from pwa.directory.hsds import Access, CostOption, Frequency, HelpService, Phone
from pwa.directory.keeping.editing.contacts import is_web_address
from pwa.directory.keeping.editing.core import ReadForm, write_form
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from tests.inputs.help_form import RIGHT, WALK, change, read, words
from tests.inputs.help_services import SERVICES


@pytest.mark.parametrize(
    "service", [*load_services(NATIONAL), *load_services(EXAMPLE)], ids=lambda each: each.name
)
def test_a_form_that_nobody_changed_is_the_service_itself(service: HelpService) -> None:
    found = read(write_form(service, words), service)

    assert found == ReadForm(service)
    assert found.service.what is service.what, "texts are not even made anew"


@settings(max_examples=30)
@given(SERVICES)
def test_one_change_changes_nothing_else(service: HelpService) -> None:
    """Whatever a file may have brought, no rule looks at what was not changed."""
    shown = write_form(service, words)
    assert read(shown, service).service == service

    found = read({**shown, "contact": ["Fatma van de balie"]}, service)

    assert "contact" not in found.errors
    assert found.service == replace(service, contacts=found.service.contacts)
    assert found.service.contacts[0].name == "Fatma van de balie"
    assert found.service.contacts[1:] == service.contacts[1:]


def test_what_a_file_has_beyond_the_rows_stays() -> None:
    phones = tuple(Phone(id=f"p{number}", number="112") for number in range(150))
    hours = tuple(replace(WALK.schedules[0], id=f"h{number}") for number in range(150))
    many = replace(WALK, phones=phones, schedules=hours)

    found = change(many, **{"phone-1": ["113"], "open-1-from": ["10:30"]})

    assert found.errors == {}
    assert found.service.phones[1:] == phones[1:]
    assert found.service.schedules[1:] == hours[1:]
    assert found.service.phones[0].number == "113"


FULL = {
    **RIGHT,
    "what-en": ["Coffee with the neighbours."],
    "audiences": ["women", "carers"],
    "audience-nl": ["ook met kind"],
    "cost": ["paid"],
    "fees-nl": ["2 euro"],
    "access": ["walk_in", "call", "doctor_refers"],
    "phone-2": ["112"],
    "street": ["Lindelaan 1"],
    "postal_code": ["3561ab"],
    "city": ["Utrecht"],
    "directions-nl": ["Bus 5"],
    "contact": ["Fatma"],
    "url": ["www.delinde.example"],
    "email": ["info@delinde.example.org"],
    "area": ["Overvecht, Zuilen"],
    "strengths": ["friends", "cooking"],
    "interpreter": ["1"],
    "sensitive": ["1"],
    "spoken": ["ar", "nl"],
    "open-1-day": ["TH", "MO"],
    "open-1-from": ["10"],
    "open-1-to": ["1130"],
    "open-1-every": ["second-week"],
    "open-1-start": ["3-12"],
    "open-2-day": ["TU"],
    "open-2-from": ["9 uur"],
    "open-2-to": ["0:00"],
    "open-2-every": ["last"],
    "open-2-holidays": ["1"],
}


def test_a_form_brings_back_what_was_typed_into_an_empty_one() -> None:
    found = read(FULL)

    assert found.errors == {}
    service = found.service
    assert service.organization.name == service.name == "Buurthuis De Linde"
    assert service.access == (Access.CALL, Access.WALK_IN, Access.DOCTOR_REFERS)
    assert service.audience == {
        "nl": "nl For women · nl For people who care for someone · ook met kind"
    }
    assert (service.is_free, service.fees) == (False, {"nl": "2 euro"})
    assert [phone.number for phone in service.phones] == ["030 271 99 99", "112"]
    address = service.locations[0].address
    assert address is not None
    assert address.line == "Lindelaan 1, 3561 AB Utrecht"
    assert service.url == "https://www.delinde.example"
    assert [area.name for area in service.areas] == ["Overvecht", "Zuilen"]
    assert service.spoken == ("nl", "ar")
    first, second = service.schedules
    assert (first.freq, first.interval, first.byday) == (Frequency.WEEKLY, 2, "MO,TH")
    assert (first.dtstart, first.opens_at, first.closes_at) == (
        date(2026, 12, 3),
        time(10),
        time(11, 30),
    )
    assert (second.freq, second.byday, second.holds_on_holidays) == (
        Frequency.MONTHLY,
        "-1TU",
        True,
    )
    assert read(write_form(service, words), service).service == service


def test_what_the_form_does_not_show_stays() -> None:
    rich = replace(
        WALK,
        minimum_age=55,
        cost_options=(CostOption(id="c", amount=3),),
        what={**WALK.what, "pl": "Spacer"},
        topics=WALK.topics | {"foreign"},
        strengths=frozenset({"unheard"}),
    )

    found = change(rich, name=["Wandelclub"], topics=["pain"], **{"what-nl": ["Wij wandelen."]})

    assert found.errors == {}
    assert found.service == replace(
        rich,
        name="Wandelclub",
        organization=replace(rich.organization, name="Wandelclub"),
        what={**rich.what, "nl": "Wij wandelen."},
        topics=frozenset({"pain", "foreign"}),
    )


def test_a_number_or_an_address_that_nobody_touched_is_not_refused() -> None:
    old = next(each for each in load_services(EXAMPLE) if each.name == "Buurtteam Overvecht")
    assert old.phones[0].number == "030 000 00 01", "no number that could be dialled"

    found = change(old, **{"phone-2": ["030 271 99 99"]})

    assert found.errors == {}
    assert [phone.number for phone in found.service.phones] == ["030 000 00 01", "030 271 99 99"]
    assert found.service.phones[0] == old.phones[0]


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ("name", "name"),
        ("phone-1", "phone-1"),
        ("spoken", "spoken"),
        ("area", "area"),
        ("topics", "topics"),
    ],
)
def test_what_the_house_rule_asks_for_is_missed_at_its_field(missing: str, field: str) -> None:
    assert read(RIGHT).errors == {}

    found = read({name: values for name, values in RIGHT.items() if name != missing})

    assert field in found.errors
    assert found.errors.keys() <= {field, "access"}


def test_one_way_that_works_is_enough() -> None:
    bare = {name: values for name, values in RIGHT.items() if name not in {"phone-1", "access"}}
    place = {"street": ["A 1"], "postal_code": ["1234 AB"], "city": ["B"]}

    assert list(read(bare).errors) == ["access"]
    assert list(read({**bare, **place}).errors) == ["access"], "an address where nobody may come"
    assert list(read({**bare, "access": ["walk_in"]}).errors) == ["access", "street"]
    for way in (
        {"phone-1": ["0800-0113"]},
        {**place, "access": ["walk_in"]},
        {"access": ["doctor_refers"]},
        {"url": ["example.org"]},
        {"email": ["a@example.org"]},
    ):
        assert read({**bare, **way}).errors == {}, way


def test_what_is_wrong_is_told_once_and_where_it_is() -> None:
    wrong = {
        **RIGHT,
        "phone-1": ["12345678901"],
        "street": ["Lindelaan 1"],
        "postal_code": ["AB 3561"],
        "url": ["javascript:alert(1)"],
        "email": ["nobody"],
        "open-1-day": ["MO"],
        "open-1-from": ["25:00"],
        "open-1-to": [""],
        "open-2-from": ["9"],
        "open-2-to": ["10"],
        "open-2-every": ["second-week"],
        "open-2-start": ["31-2"],
        "what-en": ["x" * 201],
    }

    found = read(wrong)

    assert set(found.errors) == {
        "phone-1", "postal_code", "city", "url", "email", "what-en",
        "open-1-from", "open-1-to", "open-2-day", "open-2-start",
    }  # fmt: skip
    assert found.service.what == {"nl": "Koffie drinken met de buren."}


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org", "https://www.example.org/a?b=c#d", "https://xn--bcher-kva.example",
        "https://bücher.example:8443/", "https://example.org/%C3%A9",
    ],
)  # fmt: skip
def test_an_address_of_the_web_is_taken(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org",
        "https://a@example.org", "https://example.org@evil.example", "https://localhost",
        "https://127.0.0.1", "https://[::1]/", "https://[", "https://exa mple.org", "https://",
        "https://example.org/\u202ea", "https://example.org\\@evil.example", "https://example.org:x",
        'https://example.org/"onclick=', "https://-a.example", "https://example..org",
    ],
)  # fmt: skip
def test_another_address_is_refused(url: str) -> None:
    assert not is_web_address(url)
    if "\u202e" not in url:  # taken out before it is looked at
        assert "url" in read({**RIGHT, "url": [url]}).errors
