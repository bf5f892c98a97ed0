"""The two forms of a receiver: link and digits, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from pwa.handover.core import DIGITS, MAX_ANSWER, State
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.plan.core import FreeText
from pwa.text import N_, clean_text, one_line
from pwa.typed.digits import read_digits
from pwa.vault.patient.codes import CodeError, read_link_code

# State to what the button of the answer says.
ANSWERS: Final[Mapping[State, str]] = {
    # Translators: a button: somebody who helps answers the practice about a patient
    State.TRIED: N_("I tried to reach this person"),
    # Translators: a button: somebody who helps answers the practice about a patient
    State.CONTACT: N_("We talked"),
    # Translators: a button: somebody who helps answers the practice about a patient
    State.FAILED: N_("It did not work"),
}

_NO_LINK: Final = N_(
    "This code is not right. Look at it once more, or open the link of the letter."
)
_NO_DIGITS: Final = N_("Fill in the four digits that the practice told you.")
_NO_ANSWER: Final = N_("Choose one of the three buttons.")
_TOO_LONG: Final = N_("This line is too long. There is room for 200 characters.")


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Link and digits as they were sent.

    Attributes:
        secret: of the link; empty when nothing readable was sent.
        is_link: the script sent the link, so that nobody has to type a code.
        digits: four of them; empty when something else was typed.
        typed: what to show again, by field.
        errors: field name to a source text.
    """

    secret: str = field(default="", repr=False)
    is_link: bool = False
    digits: str = field(default="", repr=False)
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Self:
        """Read the form; the link of the script goes before a typed code."""
        link, code = fields.get("link", ""), fields.get("code", "")
        errors, secret = {}, ""
        try:
            secret = read_link_code(link or code)
        except CodeError:
            errors["code"] = _NO_LINK
        digits = read_digits(fields.get("digits", ""))
        if not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS):
            errors["digits"], digits = _NO_DIGITS, ""
        typed = {"link": link if secret else "", "code": code}
        return cls(secret, bool(link and secret), digits, typed, errors)


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The answer as it was sent.

    Attributes:
        state: None when no button of ours was pressed.
        words: the line; empty for none.
        errors: field name to a source text.
    """

    state: State | None
    words: str
    language: str
    errors: Mapping[str, str]

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Self:
        """Read the form."""
        pressed = {str(state): state for state in ANSWERS}
        state = pressed.get(fields.get("state", ""))
        words = one_line(clean_text(fields.get("words", "")))
        language = fields.get("language", "")
        errors = {}
        if state is None:
            errors["state"] = _NO_ANSWER
        if len(words) > MAX_ANSWER:
            errors["words"] = _TOO_LONG
        known = language if language in LANGUAGES else PRACTICE_LANGUAGE.code
        return cls(state, words, known, errors)

    @property
    def line(self) -> FreeText | None:
        """The line with its language; None when nothing was written."""
        return FreeText(self.words, self.language) if self.words else None
