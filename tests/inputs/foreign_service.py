"""A service as somebody else's HSDS file has it, made by hand from the standard's field names."""

import copy
from typing import Any

_FULL: dict[str, Any] = {
    "id": "c1f0b3a4-7d3e-4d39-9a0a-0d2f6f0c2a11",
    "name": "Ons Taalhuis",
    "alternate_name": "Taalhuis Noord",
    "description": "<p>Samen <b>Nederlands</b> oefenen.</p><p>Koffie &amp; thee.</p>",
    "url": "https://taalhuis.example/noord",
    "email": "noord@taalhuis.example",
    "status": "active",
    "fees_description": "Gratis",
    "wait_time": "2 weken",
    "eligibility_description": "Voor iedereen die Nederlands leert",
    "minimum_age": 18,
    "maximum_age": "99",
    "assured_date": "2026-10-01",
    "last_modified": "2026-10-01T09:00:00Z",
    "organization": {
        "id": "0a1f1a80-8b9c-4a51-8f7e-3f4a3a3a9d01",
        "name": "Taalhuizen",
        "description": "Een stichting",
        "website": "http://taalhuis.example",
        "phones": [{"id": "f0", "number": "030 271 99 90"}],
        "funding": [{"id": "1", "source": "de gemeente"}],
    },
    "phones": [{"id": "1", "number": "030 271 99 99", "extension": 12, "type": "voice"}],
    "languages": [{"id": "1", "code": "nld"}, {"id": "2", "name": "Turkish"}],
    "schedules": [{"id": "1", "byday": "MO,TH", "opens_at": "10:00", "closes_at": "12:00"}],
    "service_areas": [{"id": "1", "name": "Utrecht"}],
    "cost_options": [{"id": "1", "amount": 0, "currency": "eur", "option": "iedereen"}],
    "contacts": [{"id": "1", "name": "Fatma", "title": "docent", "department": "taal"}],
    "service_at_locations": [
        {
            "id": "1",
            "phones": [{"id": "2", "number": "030 271 99 98"}],
            "location": {
                "id": "7",
                "location_type": "physical",
                "name": "De Dreef",
                "latitude": 52.1,
                "longitude": 5.1,
                "transportation": "Bus 1",
                "accessibility": [{"id": "1", "description": "lift"}],
                "addresses": [
                    {
                        "id": "8",
                        "address_1": "Dreef 1",
                        "address_2": "hal B",
                        "city": "Utrecht",
                        "state_province": "Utrecht",
                        "postal_code": "3561 AB",
                        "country": "NL",
                        "address_type": "physical",
                    }
                ],
            },
        }
    ],
    "attributes": [
        {
            "id": "1",
            "taxonomy_term": {
                "id": "5",
                "code": "T-1",
                "name": "Taal",
                "taxonomy": "Sociale kaart",
            },
        }
    ],
}


def foreign_service(**changes: object) -> dict[str, Any]:
    """Give a full service, with some fields changed; None takes a field away."""
    values = copy.deepcopy(_FULL) | changes
    return {name: value for name, value in values.items() if value is not None}
