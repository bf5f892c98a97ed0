"""The practice's words to look back, to copy into a message of its own; the application sends nothing."""

from dataclasses import dataclass

from flask_babel import force_locale, gettext

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, name_in_dutch, written_in
from pwa.patient.access import practice_address
from pwa.practice.models import Practice
from pwa.text import N_

# Others may read it on the phone, so it names nobody and nothing about health. It opens no list: the
# patient has the code.
# Translators: a message on the phone that others may see, so it names nobody and no illness; an address follows
WORDS = N_(
    "How are you now? You can let us know on your phone. Open your list with your code: %(address)s"
)


@dataclass(frozen=True, slots=True)
class LookingBack:
    """The text in a language, with its code, Dutch name and direction for the page."""

    language: str
    name: str
    direction: str
    text: str


def write_looking_back(practice: Practice, language: str | None) -> tuple[LookingBack, ...]:
    """Write the text in the patient's language, and in Dutch if that is another one.

    Args:
        language: code of the language in which the patient read last; None when nothing tells it
            any more: then the text comes in all languages of the practice.
    """
    codes = practice.written_languages if language is None else (written_in(language),)
    return tuple(_write(practice, code) for code in dict.fromkeys((*codes, PRACTICE_LANGUAGE.code)))


def _write(practice: Practice, language: str) -> LookingBack:
    with force_locale(language):
        text = gettext(WORDS, address=practice_address(practice))
    return LookingBack(language, name_in_dutch(language), LANGUAGES[language].direction, text)
