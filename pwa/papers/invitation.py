"""The words on an invitation's card and on the paper of the waiting room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, gettext

from pwa.locales import LANGUAGES, Language
from pwa.papers.doubled import Pair, pair, pair_time
from pwa.practice.models import Practice
from pwa.text import N_

# Translators: heading above day and time
APPOINTMENT = N_("Your appointment")
# Translators: on the card of an appointment
WITH = N_("With %(name)s")
WHAT = N_(
    "Tell us before your appointment how you are. It takes 5 minutes. You do not need to type."
)
# Translators: beside a QR code on paper
SCAN = N_("Scan this code with the camera of your phone.")
# Translators: on paper, above the internet address of a practice
TYPE = N_("Or type this address:")
# Translators: on paper, above a code of twelve characters
CODE = N_("Does the page ask for a code? Fill in this one:")
STAY = N_("Your answers stay on this device until you share them.")
# Translators: on paper, beside the telephone number of the practice
WHEN_READ = N_(
    "The doctor reads this on the day of your appointment. Does it get worse before then? Call."
)
# Translators: on paper
TOGETHER = N_("No phone, or would you like help? Ask at the desk.")
# Translators: heading above emergency numbers
URGENT = N_("Can it not wait?")
CALL_US = N_("Is it urgent? Call the practice: %(number)s.")
CALL_POST = N_("Is the practice closed? Call the GP emergency post: %(number)s.")
CALL_112 = N_("Is a life in danger? Call %(number)s.")
# Translators: 113 is the Dutch suicide prevention line
CALL_113 = N_("Do you think about suicide? Call %(number)s or %(free_number)s.")
# Translators: Veilig Thuis is a name and stays Dutch
CALL_SAFE_HOME = N_("Is there violence at home? Call Veilig Thuis: %(number)s.")


@dataclass(frozen=True, slots=True)
class InvitationWords:
    """All sentences on an invitation's card, each with its Dutch."""

    appointment: Pair
    when: Pair
    with_whom: Pair | None
    what: Pair
    scan: Pair
    type_it: Pair
    code: Pair
    promises: tuple[Pair, ...]
    urgent: Pair
    calls: tuple[Pair, ...]


def urgent_calls(practice: Practice, language: str) -> tuple[Pair, ...]:
    """Say whom to call when it is urgent: the practice, the emergency post, 112."""
    return (
        pair(language, CALL_US, number=practice.phone),
        pair(language, CALL_POST, number=practice.out_of_hours_phone),
        pair(language, CALL_112, number="112"),
    )


def invitation_words(
    practice: Practice, language: str, consult_at: datetime, with_name: str | None
) -> InvitationWords:
    """Put an invitation's card into words.

    Args:
        language: code of the patient's language.
        consult_at: in UTC.
        with_name: of the clinician; None when anybody of the practice may see the patient.
    """
    return InvitationWords(
        appointment=pair(language, APPOINTMENT),
        when=pair_time(language, consult_at),
        with_whom=pair(language, WITH, name=with_name) if with_name else None,
        what=pair(language, WHAT),
        scan=pair(language, SCAN),
        type_it=pair(language, TYPE),
        code=pair(language, CODE),
        promises=(pair(language, STAY), pair(language, WHEN_READ), pair(language, TOGETHER)),
        urgent=pair(language, URGENT),
        calls=(
            *urgent_calls(practice, language),
            pair(language, CALL_113, number="113", free_number="0800-0113"),
            pair(language, CALL_SAFE_HOME, number="0800-2000"),
        ),
    )


@dataclass(frozen=True, slots=True)
class RoomSentences:
    """The sentences on the paper of the waiting room in one language."""

    language: Language
    scan: str
    code: str


def waiting_room_sentences(codes: Sequence[str]) -> list[RoomSentences]:
    """Put the paper of the waiting room into the languages of a practice.

    Args:
        codes: of the languages, in the order on the paper.
    """
    sentences = []
    for language in codes:
        with force_locale(language):
            sentences.append(RoomSentences(LANGUAGES[language], gettext(SCAN), gettext(CODE)))
    return sentences
