"""The fields by which a practice asks a patient for a warm handover of one step."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Final

from flask_babel import gettext

from pwa.handover.letter import (
    MAX_NAME,
    MAX_PHONE,
    MAX_QUESTION,
    MAX_RECEIVER,
    Asked,
)
from pwa.handover.service import Agreement
from pwa.handover.view_models import Letters, contact_of, write_letters
from pwa.locales import PRACTICE_LANGUAGE, find_language
from pwa.plan.core import FreeText, PlanError, Step
from pwa.plan.values import read_name
from pwa.practice.models import Practice
from pwa.text import N_
from pwa.typed.phones import read_phone

YES: Final = "yes"
NOT_NOW: Final = "not_now"
# Names of the fields without the prefix of a step.
ANSWER: Final = "handover"
DIGEST: Final = "letter"
LANGUAGE: Final = "letter_language"
# All of one step.
TYPED: Final = (
    ANSWER,
    DIGEST,
    "patient",
    "patient_phone",
    "receiver",
    "receiver_phone",
    "question",
)

_NO_PATIENT: Final = N_("Fill in a first name or initials.")
_NO_RECEIVER: Final = N_("Fill in who gets the letter.")
_NO_PHONE: Final = N_("This is no telephone number.")
_NO_ANSWER: Final = N_("Ask the patient, and choose yes or not now.")
_NOT_SHOWN: Final = N_("Show the letter first. It is new, or it was changed since.")


class HandoverForm:
    """The fields of a handover of one step.

    Attributes:
        values: field name to text, as typed.
        errors: field name to a sentence in the practice's language.
        letters: the letter in both languages, once `show` read the fields.
    """

    def __init__(
        self, values: Mapping[str, str], practice: Practice, step: Step, *, prefix: str = ""
    ) -> None:
        """Take the fields of a form.

        Args:
            prefix: of the fields' names, such as `step-2-` where a form has several steps.
        """
        self.values = values
        self.errors: dict[str, str] = {}
        self.letters: Letters | None = None
        self._asked: Asked | None = None
        self._practice, self._step, self._prefix = practice, step, prefix

    @property
    def answer(self) -> str:
        """What the patient said: `YES`, `NOT_NOW`, or empty."""
        typed = self._typed(ANSWER)
        return typed if typed in (YES, NOT_NOW) else ""

    @property
    def kept_answer(self) -> str:
        """What the patient said to the very letter that `show` wrote; empty if that is another one."""
        if self.letters is None:
            return ""
        # As bytes: of texts, `compare_digest` takes only those in ASCII, and anything may be sent.
        sent = self._typed(DIGEST).encode("utf-8", "surrogatepass")
        return self.answer if compare_digest(self.letters.digest.encode(), sent) else ""

    @property
    def agreement(self) -> Agreement:
        """What was agreed on, after `validate`."""
        assert self.letters is not None
        assert self._asked is not None
        return Agreement(self._step.uid, self._asked, self.letters.own, self.letters.dutch)

    def show(self) -> bool:
        """Read what the letter says into `letters`; return False with `errors` if any is invalid."""
        receiver, phone = self._contact()
        patient = self._line("patient", MAX_NAME)
        patient_phone = self._phone("patient_phone")
        question = self._line("question", MAX_QUESTION)
        if not patient:
            self.errors.setdefault(self._name("patient"), gettext(_NO_PATIENT))
        if not receiver:
            self.errors.setdefault(self._name("receiver"), gettext(_NO_RECEIVER))
        if self.errors:
            return False
        words = FreeText(question, PRACTICE_LANGUAGE.code) if question else None
        self._asked = Asked(receiver, phone, patient, patient_phone, words)
        language = find_language(self.values.get(LANGUAGE, "")) or PRACTICE_LANGUAGE
        self.letters = write_letters(self._asked, self._step, self._practice, language.code)
        return True

    def validate(self) -> bool:
        """Read the form; a yes counts only for the letter that was shown."""
        if not self.answer:
            self.errors[self._name(ANSWER)] = gettext(_NO_ANSWER)
            self.show()
            return False
        if self.answer == NOT_NOW:
            return True
        if not self.show():
            return False
        if self.kept_answer != YES:
            self.errors[self._name(ANSWER)] = gettext(_NOT_SHOWN)
        return not self.errors

    def _contact(self) -> tuple[str, str]:
        """Give who gets the letter, with number; where nothing is typed, the help of the step."""
        receiver = self._line("receiver", MAX_RECEIVER)
        if receiver or self._name("receiver") in self.errors:
            return receiver, self._phone("receiver_phone")
        return contact_of(self._step, self._practice)

    def _line(self, name: str, most: int) -> str:
        try:
            return read_name(self._typed(name), most)
        except PlanError as error:
            self.errors[self._name(name)] = gettext(error.message, **error.values)
            return ""

    def _phone(self, name: str) -> str:
        typed = self._line(name, MAX_PHONE)
        number = read_phone(typed) if typed else ""
        if number is None:
            self.errors[self._name(name)] = gettext(_NO_PHONE)
        return number or ""

    def _typed(self, name: str) -> str:
        return self.values.get(self._name(name), "")

    def _name(self, name: str) -> str:
        return f"{self._prefix}{name}"
