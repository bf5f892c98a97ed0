"""Services of other people's HSDS files: what comes in, what is left out, and what is said."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from pwa.directory.exchange.hsds_reader import Gap, Read, read_hsds
from pwa.directory.exchange.proposals import propose_codes
from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.exchange.terms import TermMap
from pwa.directory.hsds import Access, Address, Frequency, HelpService
from tests.inputs.foreign_service import foreign_service

TODAY = date(2026, 11, 30)
LEAST = {"id": "a7b1", "name": "Taalcafé", "status": "active"}


def read(values: object, terms: TermMap | None = None, **names: UUID) -> Read:
    return read_hsds(values, terms or {}, today=TODAY, **names)


def accepted(values: object) -> HelpService:
    service = read(values).service
    assert service is not None
    return service


def test_a_full_service_of_somebody_else_comes_in() -> None:
    service = accepted(foreign_service())

    assert service.what == {"nl": "Samen Nederlands oefenen.\nKoffie & thee."}
    assert service.audience == {"nl": "Voor iedereen die Nederlands leert"}
    assert (service.fees, service.is_free) == ({"nl": "Gratis"}, True)
    assert (service.minimum_age, service.maximum_age) == (18, 99)
    assert service.spoken == ("nl", "tr")
    assert [phone.number for phone in service.phones] == ["030 271 99 99", "030 271 99 98"]
    assert service.phones[0].extension == "12"
    assert service.access == (Access.CALL,)
    place = service.locations[0]
    assert place.address == Address("Dreef 1, hal B", "3561 AB", "Utrecht")
    assert (place.state_province, place.directions) == ("Utrecht", {"nl": "Bus 1"})
    assert service.schedules[0].freq is Frequency.WEEKLY
    assert (service.schedules[0].opens_at, service.schedules[0].byday) == (time(10), "MO,TH")
    assert service.organization.url == "http://taalhuis.example"
    assert service.assured_on == date(2026, 10, 1)


def test_what_a_foreign_file_has_beyond_our_model_is_named() -> None:
    assert read(foreign_service()).beyond == (
        "contact.department",
        "location.accessibility",
        "organization.funding",
        "service.alternate_name",
        "service.wait_time",
    )


def test_the_least_that_hsds_asks_for_comes_in_hidden_and_unchecked() -> None:
    found = read({**LEAST, "assured_date": "2026-10-01"})

    assert found.service is not None
    assert set(found.gaps) == set(Gap) - {Gap.DATE}
    assert found.service.assured_on is None
    assert found.service.organization.name == "Taalcafé"


def test_only_a_missing_topic_leaves_the_date_of_the_check() -> None:
    found = read(foreign_service())

    assert found.gaps == (Gap.TOPIC,)
    assert found.service is not None
    assert found.service.assured_on is not None


def test_an_id_that_is_no_uuid_becomes_the_same_one_at_every_reading() -> None:
    of_a_set = UUID(int=7)
    first, again = read(LEAST), read({**LEAST, "name": "Anders"})

    assert (first.uid, first.old_uid) == (again.uid, "a7b1")
    assert str(UUID(first.uid)) == first.uid
    assert read(LEAST, namespace=of_a_set).uid != first.uid


def test_ids_of_two_tables_do_not_meet() -> None:
    service = accepted(foreign_service())
    ids = [service.phones[0].id, service.contacts[0].id, service.schedules[0].id]

    assert len(set(ids)) == 3


def test_services_of_one_organization_share_it() -> None:
    one, other = accepted(foreign_service()), accepted(foreign_service(id="9", name="Ander"))

    assert one.organization == other.organization
    assert one.locations == other.locations


@pytest.mark.parametrize("status", ["inactive", "defunct", "Temporarily closed"])
def test_what_is_not_active_any_more_is_removed(status: str) -> None:
    found = read(foreign_service(status=status))

    assert (found.is_removed, found.service, found.reasons) == (True, None, ())


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ("a text", "does not belong"),
        (None, "does not belong"),
        ({**LEAST, "id": ""}, "no id"),
        ({**LEAST, "name": "<b> </b>"}, "no name"),
        ({**LEAST, "name": "x" * 121}, "more than"),
        ({**LEAST, "name": ["x"]}, "does not belong"),
        ({**LEAST, "status": "maybe"}, "no status"),
        ({**LEAST, "phones": {"id": "1"}}, "does not belong"),
        ({**LEAST, "phones": ["030"]}, "does not belong"),
        ({**LEAST, "phones": [{"number": True}]}, "does not belong"),
        ({**LEAST, "phones": [{"id": str(n)} for n in range(201)]}, "more than"),
        ({**LEAST, "organization": "x"}, "does not belong"),
        ({**LEAST, "assured_date": "1404-09-09"}, "no day"),  # the calendar of Iran
        ({**LEAST, "assured_date": "2569-11-30"}, "no day"),  # of Thailand
        ({**LEAST, "assured_date": "1448-06-10"}, "no day"),  # of Mecca
        ({**LEAST, "assured_date": "5787-03-10"}, "no day"),  # the Hebrew one
        ({**LEAST, "assured_date": "令和8年11月30日"}, "no day"),
        ({**LEAST, "assured_date": "٢٠٢٦-١١-٣٠"}, "no day"),
        ({**LEAST, "assured_date": "2026-02-30"}, "no day"),
        ({**LEAST, "assured_date": "30-11-2026"}, "no day"),
        ({**LEAST, "assured_date": "2026-W48-1"}, "no day"),
        ({**LEAST, "schedules": [{"id": "1", "until": "2026-13-01"}]}, "no day"),
        ({**LEAST, "cost_options": [{"id": "1", "valid_to": "soon"}]}, "no day"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(values: object, reason: str) -> None:
    found = read(values)

    assert found.service is None
    assert [reason in said.message for said in found.reasons] == [True]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"phones": [{"id": "1", "number": "12345678901234567890"}]}, "Nobody can call"),
        ({"url": "https://:www.utrecht.nl@example.org"}, "no website"),
        ({"url": "javascript:alert(1)"}, "no website"),
        ({"url": "https://good.example@evil.example"}, "no website"),
        ({"url": "https://[::1"}, "no website"),
        ({"email": "nobody"}, "no e-mail"),
        ({"languages": [{"id": "1", "name": "Klingels"}]}, "do not know"),
        ({"cost_options": [{"id": "1", "amount": "veel"}]}, "no amount"),
        ({"cost_options": [{"id": "1", "amount": -5}]}, "no amount"),
        ({"assured_date": "2026-12-01"}, "still to come"),
        ({"description": "x" * 1001}, "more than"),
    ],
)
def test_what_nobody_can_use_is_left_out_and_said(changes: dict[str, Any], note: str) -> None:
    found = read(foreign_service(**changes))

    assert found.service is not None
    assert [note in said.message for said in found.notes] == [True]


def test_words_of_the_file_are_short_in_what_is_said() -> None:
    (said,) = read({**LEAST, "status": "<b>" + "x" * 5000}).reasons

    assert str(said.values["value"]).startswith("x" * 50)
    assert len(str(said.values["value"])) <= 60


def test_a_text_that_is_too_long_is_not_cut_but_stays_out() -> None:
    found = read(foreign_service(description="x" * 1001))

    assert found.service is not None
    assert found.service.what == {}
    assert "service.description" in found.beyond
    assert Gap.WHAT in found.gaps


def test_a_point_that_is_not_on_earth_stays_out() -> None:
    values = foreign_service()
    values["service_at_locations"][0]["location"]["latitude"] = 100
    found = read(values)

    assert found.service is not None
    assert found.service.locations[0].latitude is None
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("www.taalhuis.example/a", "https://www.taalhuis.example/a"),
        (" https://taalhuis.example ", "https://taalhuis.example"),
        ("mailto:noord@taalhuis.example", ""),
    ],
)
def test_a_website_is_read_as_people_write_it(written: str, read_as: str) -> None:
    service = accepted(foreign_service(url=written, email=None))

    assert service.url == read_as
    assert service.email == ("noord@taalhuis.example" if "mailto" in written else "")


def test_a_post_office_box_is_no_place_to_go_to() -> None:
    place = {"id": "7", "location_type": "postal", "name": "Postbus 1"}
    found = read(foreign_service(service_at_locations=[{"id": "1", "location": place}]))

    assert found.service is not None
    assert found.service.locations == ()
    assert "location (postal)" in found.beyond


def test_without_phones_of_its_own_the_organization_is_called() -> None:
    service = accepted(foreign_service(phones=None, service_at_locations=None))

    assert [phone.number for phone in service.phones] == ["030 271 99 90"]


def test_a_fax_is_no_number_to_call() -> None:
    fax = [{"id": "1", "number": "030 271 99 99", "type": "fax"}]
    found = read(foreign_service(phones=fax, service_at_locations=None, organization=None))

    assert found.service is not None
    assert (found.service.phones, found.service.access) == ((), ())


@pytest.mark.parametrize(
    ("code", "name", "known"),
    [
        ("eng", "", "en"),
        ("pt-BR", "", "pt"),
        ("NL", "", "nl"),
        ("", "Arabisch", "ar"),
        ("xx", "Pools", "pl"),
        ("iw", "", "he"),
        ("Turks", "", "tr"),
    ],
)
def test_languages_are_known_by_code_or_name(code: str, name: str, known: str) -> None:
    languages = [{"id": "1", "code": code, "name": name}]

    assert accepted(foreign_service(languages=languages)).spoken == (known,)


def test_terms_of_others_mean_what_the_practice_said() -> None:
    term = ForeignTerm("Sociale kaart", "t 1", "Taal")
    unknown = read(foreign_service())
    known = read(foreign_service(), {(term.taxonomy, term.term): ("letters", "strength:work")})
    nothing = read(foreign_service(), {(term.taxonomy, term.term): ()})

    assert unknown.terms == (term,)
    assert known.terms == nothing.terms == ()
    assert known.service is not None
    assert known.service.topics == {"letters"}
    assert known.service.strengths == {"work"}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Schuldhulpverlening", ("money",)),
        ("Mental Health", ("low_mood", "anxious")),
        ("Vrijwilligerswerk", ("strength:work",)),
        ("Marteling", ()),
    ],
)
def test_a_meaning_is_proposed_by_the_words(name: str, codes: tuple[str, ...]) -> None:
    assert propose_codes(ForeignTerm("", "", name)) == codes


def test_a_file_of_hsds_3_1_comes_in_with_its_new_fields_named() -> None:
    found = read(
        foreign_service(
            additional_urls=[{"id": "1", "label": "agenda", "url": "https://a.example"}],
            service_capacity=[{"id": "1", "available": 3, "unit": {"id": "1", "name": "plek"}}],
        )
    )

    assert found.service is not None
    assert {"service.additional_urls", "service.service_capacity"} <= set(found.beyond)
