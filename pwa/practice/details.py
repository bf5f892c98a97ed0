"""What a practice says about itself: asked when it is set up, changed in its settings."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from pwa.errors import PersonalError
from pwa.locales import LANGUAGES, SOUNDS, find_language
from pwa.text import N_, clean_text, one_line
from pwa.typed.digits import read_number
from pwa.typed.folding import fold
from pwa.typed.phones import read_phone

MAX_NAME: Final = 120
MAX_PHONE: Final = 30
MAX_IF_WORSE: Final = 500
MAX_SLUG: Final = 60
MIN_RETENTION_DAYS, MAX_RETENTION_DAYS, RETENTION_DAYS = 1, 90, 30

# In the order of the form, so that the first error is the first field.
FIELDS: Final = (
    "name",
    "phone",
    "out_of_hours_name",
    "out_of_hours_phone",
    "neighbourhood",
    "languages",
    "computer_voices",
    "retention_days",
    "takes_coded_only",
    "hides_clinician",
    "if_worse_text",
)
SLUG: Final = "slug"
# The value that a ticked checkbox sends.
TICKED: Final = "1"

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MIN_SLUG = 3
# Words of our own addresses; a practice by such a name would look like one of our pages.
_OURS = frozenset(
    {
        "admin",
        "away",
        "card",
        "check",
        "demo",
        "done",
        "example",
        "help",
        "mine",
        "open",
        "practice",
    }
    | {"praktijk", "static", "test", "voorbeeld", *LANGUAGES, *SOUNDS}
)
# No word in a slug may tell of a doctor: the history of the patient's phone shows it to others.
_TELLING = re.compile(r"4d|arts|dokter|doctor|ggz|gezond|medisch|patient|psych|zorg")
# Words in many names of practices, left out of a suggested slug.
_GENERAL = re.compile(
    r"\b(?:huisarts(?:en)?(?:praktijk|groep|centrum)?|gezondheidscentrum|medisch|centrum|praktijk)\b"
)

# Translators: an empty field
EMPTY = N_("Please fill this in.")
TOO_LONG = N_("This is too long: at most %(num)s characters.")
NO_PHONE = N_(
    "This phone number is not right. Type it with the area code, for example 030 271 99 99."
)
NO_LANGUAGE = N_("Choose at least one language.")
NO_DAYS = N_("Fill in a number from %(least)s to %(most)s.")
BAD_SLUG = N_("Use small letters, digits and dashes, for example de-linde. Begin with a letter.")
OUR_SLUG = N_(
    "This address is not possible. Choose another, for example with the name of your street."
)
TELLING_SLUG = N_(
    "Everybody sees from this address that it is about a doctor. It appears on patients' phones. "
    "Choose another."
)
TAKEN_SLUG = N_(
    "This address belongs to another practice already. Choose another, for example with your town."
)


@dataclass(frozen=True, slots=True)
class PracticeDetails:
    """What a practice says about itself, checked; the fields are the columns of `Practice`."""

    name: str
    phone: str
    out_of_hours_name: str
    out_of_hours_phone: str
    neighbourhood: str | None
    languages: list[str]
    computer_voices: list[str]
    retention_days: int
    takes_coded_only: bool
    hides_clinician: bool
    if_worse_text: str | None


class LanguageCheck(TypedDict):
    """Who grew up with a language and has read its texts, as the practice recorded it.

    Attributes:
        by: a first name and what that person does, in one line.
        on: the day, ISO 8601.
    """

    by: str
    on: str


class DetailsError(Exception):
    """The form has fields that are refused.

    Attributes:
        errors: field name to what is wrong with it.
    """

    def __init__(self, errors: Mapping[str, PersonalError]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


def parse_details(typed: Mapping[str, Sequence[str]]) -> PracticeDetails:
    """Read the form about a practice.

    Args:
        typed: field name to values, straight from the form; nothing in it is trusted.

    Raises:
        DetailsError: some fields are refused; it names every one of them.
    """
    values: dict[str, object] = {}
    errors: dict[str, PersonalError] = {}
    for name in FIELDS:
        try:
            values[name] = _PARSERS[name](typed.get(name, ()))
        except PersonalError as error:
            errors[name] = error
    if errors:
        raise DetailsError(errors)
    return PracticeDetails(**values)  # type: ignore[arg-type]  # each parser gives its field's type


def suggest_slug(name: str) -> str:
    """Make a name for addresses out of the name of a practice; empty when nothing is left of it."""
    words = re.findall(r"[a-z0-9]+", _GENERAL.sub(" ", fold(name)))
    slug = "-".join(words)[:MAX_SLUG].strip("-")
    return "" if _slug_fault(slug) else slug


def check_slug(slug: str) -> str:
    """Check a name for addresses, which is on posters and phones and so never changes.

    Raises:
        PersonalError: the spelling is wrong, the word is one of our own addresses, or it tells of a
            doctor.
    """
    if fault := _slug_fault(slug):
        raise PersonalError(fault)
    return slug


def _slug_fault(slug: str) -> str | None:
    if not _MIN_SLUG <= len(slug) <= MAX_SLUG or not _SLUG.fullmatch(slug):
        return BAD_SLUG
    if slug in _OURS:
        return OUR_SLUG
    return TELLING_SLUG if _TELLING.search(slug) else None


def parse_line(values: Sequence[str], *, longest: int = MAX_NAME) -> str:
    """Read a line that has to be filled in.

    Raises:
        PersonalError: empty or too long.
    """
    line = _line(values, longest)
    if line is None:
        raise PersonalError(EMPTY)
    return line


def _line(values: Sequence[str], longest: int = MAX_NAME) -> str | None:
    return _text([one_line(value) for value in values], longest)


def _text(values: Sequence[str], longest: int = MAX_IF_WORSE) -> str | None:
    text = clean_text(values[0]) if values else ""
    if len(text) > longest:
        raise PersonalError(TOO_LONG, {"num": longest})
    return text or None


def _phone(values: Sequence[str]) -> str:
    phone = read_phone(parse_line(values, longest=MAX_PHONE))
    if phone is None:
        raise PersonalError(NO_PHONE)
    return phone


def _languages(values: Sequence[str]) -> list[str]:
    # In the order in which they were sent: the first screen shows them so.
    chosen = [code for code in dict.fromkeys(values) if find_language(code)]
    # One of them has to be written, for papers and for who reads.
    if not LANGUAGES.keys() & chosen:
        raise PersonalError(NO_LANGUAGE)
    return chosen


def _voices(values: Sequence[str]) -> list[str]:
    return [code for code in LANGUAGES if code in values]


def _days(values: Sequence[str]) -> int:
    allowed = range(MIN_RETENTION_DAYS, MAX_RETENTION_DAYS + 1)
    days = read_number(_line(values) or "", allowed)
    if days is None:
        raise PersonalError(NO_DAYS, {"least": MIN_RETENTION_DAYS, "most": MAX_RETENTION_DAYS})
    return days


def _is_ticked(values: Sequence[str]) -> bool:
    return TICKED in values


_PARSERS: Mapping[str, Callable[[Sequence[str]], object]] = {
    "name": parse_line,
    "phone": _phone,
    "out_of_hours_name": parse_line,
    "out_of_hours_phone": _phone,
    "neighbourhood": _line,
    "languages": _languages,
    "computer_voices": _voices,
    "retention_days": _days,
    "takes_coded_only": _is_ticked,
    "hides_clinician": _is_ticked,
    "if_worse_text": _text,
}
