"""What stands beside the form: whose plan it is, the map as both drew it, and the offered steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext
from sqlalchemy.orm import Session

from pwa.appointments.lines import entry_of
from pwa.conversation.core import CHECK
from pwa.conversation.documents import OpenConversation, read_document
from pwa.conversation.service import submissions_of
from pwa.directory.lookup import list_for_topics
from pwa.directory.service import directory_of
from pwa.locales import PRACTICE_LANGUAGE
from pwa.plan.core import Performer
from pwa.plan.lists import short_sentence
from pwa.plan.words.names import PRACTICE_PERFORMER_NAMES
from pwa.planning.offers import Offer, PracticeHelp, list_offers
from pwa.practice.models import Practice
from pwa.selfcheck.changes import Reader
from pwa.selfcheck.core import SelfCheck, load_selfcheck
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.map.shapes import LifeMap, Shape
from pwa.selfcheck.questions import DOMAINS, TOPIC_BY_CODE, topics_of
from pwa.staff.access import Staff
from pwa.text import lower_first
from pwa.then_and_now.invitation import LookingBack, write_looking_back

# Rows are targets of at least 24 px where the map is smallest, beside the form on half a screen.
SHAPE = Shape(width=410, field=166, size=15, line=18, row=30, least=140)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose plan it is: of what the list shows, only what the patient may see beside the GP.

    Attributes:
        name: by which the patient wants to be recognised; may be empty.
        at: the consult, in UTC.
        looking_back: a text to copy, in the language in which the patient read last.
    """

    name: str
    at: datetime | None
    looking_back: tuple[LookingBack, ...]


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A step that a press offers.

    Attributes:
        details: who usually does it, if it is not the patient, and with whose help.
    """

    code: str
    text: str
    help_id: str
    details: str


class Offers(NamedTuple):
    """The steps about one domain or topic.

    Attributes:
        code: of the domain or topic.
        domain: whose colour they bear.
    """

    code: str
    domain: str
    name: str
    offers: tuple[OfferLine, ...]


@dataclass(frozen=True)
class Beside:
    """The patient's answers as the editor shows them.

    Attributes:
        first: the priority.
        offers: the steps that a press on the map offers.
    """

    life_map: LifeMap
    first: str
    strengths: str
    helpers: str
    offers: tuple[Offers, ...]


def load_check(db: Session, opened: OpenConversation) -> SelfCheck | None:
    """Open the newest answers, together-mode's included; None when they are erased."""
    document = read_document(db, opened, CHECK)
    return load_selfcheck(document.content) if document else None


def find_whose(db: Session, staff: Staff, opened: OpenConversation) -> Whose:
    """Open the desk note, for the name and the time."""
    entry = entry_of(db, opened.row, submissions_of(db, opened.row.id), staff.keys)
    at = entry.appointment.at if entry.appointment else None
    return Whose(entry.known_as, at, write_looking_back(staff.practice, entry.language))


def show_beside(check: SelfCheck, practice: Practice) -> Beside:
    """Draw the map, and list what a press on it offers."""
    reader = Reader(gettext, PRACTICE_LANGUAGE.code, is_practice=True)
    return Beside(
        draw_map(check, translate=gettext, shape=SHAPE, is_practice=True),
        _first_priority(check),
        reader.describe(check, "strengths") or "",
        reader.describe(check, "helpers") or "",
        _all_offers(practice),
    )


def _first_priority(check: SelfCheck) -> str:
    if not check.priorities:
        return ""
    first = check.priorities[0]
    return (
        _name_inside(TOPIC_BY_CODE[first.topic].short)
        if first.topic in TOPIC_BY_CODE
        else first.other
    )


def _all_offers(practice: Practice) -> tuple[Offers, ...]:
    found = list_offers(_known_help(practice))
    return tuple(
        Offers(code, domain, name, tuple(map(_line, found[code])))
        for code, domain, name in _places()
    )


def _places() -> Iterator[tuple[str, str, str]]:
    """Go through what can be pressed: code, domain and name."""
    for text in DOMAINS:
        yield text.domain.value, text.domain.value, gettext(text.practice)
        for topic in topics_of(text.domain):
            yield topic.code, text.domain.value, _name_inside(topic.short)


def _line(offer: Offer) -> OfferLine:
    phrase, sentence = offer.phrase, short_sentence(offer.phrase)
    performer = Performer(phrase.who)
    who = "" if performer is Performer.PATIENT else gettext(PRACTICE_PERFORMER_NAMES[performer])
    help_name = offer.help.name if offer.help and offer.help.name not in sentence else ""
    details = " · ".join(filter(None, (who, help_name)))
    return OfferLine(phrase.code, sentence, offer.help.id if offer.help else "", details)


def _name_inside(source: str) -> str:
    """Name a topic as it stands inside a sentence."""
    return lower_first(gettext(source), PRACTICE_LANGUAGE.code)


def _known_help(practice: Practice) -> PracticeHelp:
    directory = directory_of(practice)
    _, options = list_for_topics(directory, (), PRACTICE_LANGUAGE.code)
    return PracticeHelp(options, {service.id for service in directory.shown_national()})
