"""The taxonomies of this application as HSDS writes them, and what foreign terms mean to us.

What HSDS has no field for goes out as an attribute with a term of our own: topics, strengths, texts
in other languages than Dutch, and a few facts. The ids of these terms never change, so that a
reader knows them again.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid5

from pwa.directory.exchange.values import make_uuid
from pwa.directory.strengths import STRENGTHS
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE

# (taxonomy, term) of a `ForeignTerm` (result.py) to the codes of the `KnownTerm` that remembers it.
TermMap = Mapping[tuple[str, str], tuple[str, ...]]

# The root of every id that is made of words: of our terms, and of foreign ids that are no UUID.
HOUSE: Final = UUID("5f0c7f0e-6f2b-5d0a-9a3e-0d6a4d5b7c11")
STRENGTH_CODES: Final = tuple(strength.code for strength in STRENGTHS)
# Some topics and strengths have the same code, such as `work`.
_STRENGTH: Final = "strength:"


class Taxonomy(StrEnum):
    """Our taxonomies; the value is the name in the file."""

    TOPICS = "mijn-gesprek/topics"
    STRENGTHS = "mijn-gesprek/strengths"
    TEXTS = "mijn-gesprek/texts"
    FACTS = "mijn-gesprek/facts"


class Fact(StrEnum):
    """What is said of a service, a schedule or a phone that HSDS has no field for."""

    SHAPE = "shape"  # always there: by it a reader knows our own export
    ACCESS = "access"
    IS_FREE = "is_free"
    HAS_INTERPRETER = "has_interpreter"
    IS_EXAMPLE = "is_example"
    IS_SENSITIVE = "is_sensitive"
    FREQUENCY = "frequency"
    HOLDS_ON_HOLIDAYS = "holds_on_holidays"
    EXTENSION = "extension"
    ADDRESS_ID = "address_id"  # of a place whose address nobody has written yet


SHAPE: Final = "1"
YES: Final = "true"
NO: Final = "false"
# Texts of `HelpService` and `Location` that exist in several languages.
_TEXT_FIELDS: Final = ("what", "audience", "fees", "directions")
_EXPLAINED: Final = {
    Taxonomy.TOPICS: "What somebody may need help with",
    Taxonomy.STRENGTHS: "What gives somebody strength",
    Taxonomy.TEXTS: "The same text in another language",
    Taxonomy.FACTS: "What HSDS has no field for",
}


def text_code(field: str, language: str) -> str:
    """Give the code of the term for a text in a language, such as `what-tr`."""
    return f"{field}-{language}"


def _own_codes() -> Iterable[tuple[Taxonomy, str]]:
    yield from ((Taxonomy.TOPICS, code) for code in TOPIC_BY_CODE)
    yield from ((Taxonomy.STRENGTHS, code) for code in STRENGTH_CODES)
    yield from ((Taxonomy.FACTS, fact.value) for fact in Fact)
    for field in _TEXT_FIELDS:
        for language in LANGUAGES:
            if language != PRACTICE_LANGUAGE.code:
                yield Taxonomy.TEXTS, text_code(field, language)


def _term(taxonomy: Taxonomy, code: str) -> dict[str, Any]:
    topic = TOPIC_BY_CODE.get(code) if taxonomy is Taxonomy.TOPICS else None
    return {
        "id": str(uuid5(HOUSE, f"{taxonomy}:{code}")),
        "code": code,
        "name": topic.short if topic else code,
        "description": _EXPLAINED[taxonomy],
        "taxonomy": taxonomy.value,
    }


_TERMS: Final = {each: _term(*each) for each in _own_codes()}
_BY_ID: Final = {term["id"]: each for each, term in _TERMS.items()}


def write_attribute(owner: str, taxonomy: Taxonomy, code: str, value: str = "") -> dict[str, Any]:
    """Write one attribute of HSDS.

    Args:
        owner: the id of what it is said of, a UUID.
        value: what is said, unless the term alone says it all.

    Raises:
        KeyError: we have no such term.
    """
    written = {
        "id": make_uuid(owner, f"{taxonomy}:{code}"),
        "taxonomy_term": _TERMS[taxonomy, code],
    }
    return written | ({"value": value} if value else {})


def has_term(taxonomy: Taxonomy, code: str) -> bool:
    """Say whether there is a term of ours for a code."""
    return (taxonomy, code) in _TERMS


def find_own_term(term_id: object) -> tuple[Taxonomy, str] | None:
    """Find a term of ours by its id, as a file gives it."""
    return _BY_ID.get(term_id.lower()) if isinstance(term_id, str) else None


def strength_code(code: str) -> str:
    """Give a strength's code as `KnownTerm` keeps it among codes of topics."""
    return f"{_STRENGTH}{code}"


def split_codes(codes: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Part the codes of known terms into topics and strengths; what is neither is dropped."""
    wanted = set(codes)
    topics = frozenset(code for code in wanted if code in TOPIC_BY_CODE)
    strengths = frozenset(code for code in STRENGTH_CODES if strength_code(code) in wanted)
    return topics, strengths
