"""The headings of a spreadsheet, in Dutch and in English, and what each of them is for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pwa.typed.folding import fold


class Column(StrEnum):
    """A column that we ask for; the value is the heading in the example file."""

    NAME = "naam"
    ORGANIZATION = "organisatie"
    WHAT = "wat"
    TOPICS = "onderwerpen"
    AUDIENCE = "voor wie"
    COST = "kosten"
    PHONE = "telefoon"
    EMAIL = "e-mail"
    WEBSITE = "website"
    STREET = "adres"
    POSTAL_CODE = "postcode"
    CITY = "plaats"
    DISTRICT = "wijk"
    DIRECTIONS = "route"
    HOURS = "openingstijden"
    LANGUAGES = "talen"
    INTERPRETER = "tolk"
    CONTACT = "contactpersoon"
    ACCESS = "aanmelden"
    CHECKED = "gecontroleerd op"
    ID = "id"


_OTHER_NAMES: Final[Mapping[Column, str]] = {
    Column.NAME: "name|titel|title|dienst|aanbod|naam aanbod|service|service name",
    Column.ORGANIZATION: "organization|organisation|aanbieder|instelling|provider",
    Column.WHAT: "what|beschrijving|omschrijving|description|wat is het",
    Column.TOPICS: "onderwerp|thema|themas|topic|topics|subject|subjects|category|categorie",
    Column.AUDIENCE: "doelgroep|for whom|audience|eligibility|eligibility_description",
    Column.COST: "prijs|cost|costs|fee|fees|price|fees_description",
    Column.PHONE: "telefoonnummer|tel|tel nr|phone|phone number|telephone",
    Column.EMAIL: "email|mail|e-mailadres|emailadres|email address",
    Column.WEBSITE: "url|site|web|webadres|web address",
    Column.STREET: "straat|straat en huisnummer|address|street|address_1",
    Column.POSTAL_CODE: "postal code|postal_code|postcodes|zip|zip code",
    Column.CITY: "woonplaats|stad|gemeente|city|town",
    Column.DISTRICT: "buurt|gebied|werkgebied|wijken|district|districts|area|neighbourhood",
    Column.DIRECTIONS: "hoe komt u er|directions|transportation|bereikbaarheid",
    Column.HOURS: "open|tijden|opening hours|opening times|hours",
    Column.LANGUAGES: "taal|languages|language|gesproken talen",
    Column.INTERPRETER: "interpreter",
    Column.CONTACT: "contact|contact person",
    Column.ACCESS: "aanmelding|hoe aanmelden|how to apply|application_process",
    Column.CHECKED: "laatst gecontroleerd|controle|checked on|checked|assured_date",
    Column.ID: "nummer|identifier|uuid",
}

_BY_HEADING: Final = {
    fold(heading): column
    for column in Column
    for heading in (column.value, *_OTHER_NAMES.get(column, "").split("|"))
    if heading
}


def find_column(heading: str) -> Column | None:
    """Find what a heading is for; capitals, accents, dashes and underscores do not matter."""
    return _BY_HEADING.get(fold(heading))
