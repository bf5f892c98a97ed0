"""The form of the check that patient and practice fill in together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flask_babel import gettext

from pwa.editing import Choice, read_base, read_choices
from pwa.locales import PRACTICE_LANGUAGE
from pwa.selfcheck.answers import AnswerError, parse_answers
from pwa.selfcheck.core import TYPED, SelfCheck, to_form
from pwa.selfcheck.questions import TOPIC_BY_CODE, Amount, LifeDomain
from pwa.text import N_

Values = Mapping[str, Sequence[str]]

# The fields of this form. `filled_by`, interpreter and languages are not among them: they stay as
# the patient gave them.
FIELDS = frozenset(TOPIC_BY_CODE) | {
    "feeling", "reason", "strengths", "strengths_other", "helpers", "helpers_other", "wants",
    "priority", "priority_second", "priority_other", "help_wish", "help_wish_second", "worse_by",
    "own_words",
}  # fmt: skip
KNOWN_AS = "known_as"
OPENED = "opened"
FROM_PAPER = "from_paper"

_EMPTY = N_("Nothing is filled in yet.")
_NOT_OWN = N_("Choose a topic with a little or a lot.")


class TogetherForm:
    """The form of a check, filled from a request or from a saved version.

    Attributes:
        values: field name to values.
        errors: field name to a sentence in the practice's language.
        known_as: the patient's name in the practice's list; asked only for a new check.
        check: the check that `validate` read.
        before: the version that the editor started from.
    """

    def __init__(self, values: Values, before: SelfCheck) -> None:
        self.values = values
        self.errors: dict[str, str] = {}
        self.known_as = ""
        self.check = before
        self.before = before

    @property
    def base_number(self) -> int:
        """The number of the version that the editor started from; 0 for none."""
        return base_of(self.values)

    @property
    def uid(self) -> UUID | None:
        """The form's own id, by which a second press on Save is recognised; None if invalid."""
        try:
            return UUID(self.one("uid"))
        except ValueError:
            return None

    @property
    def is_from_paper(self) -> bool:
        """Say whether a paper is typed in, on which the patient ticked the consent."""
        return self.one(FROM_PAPER) == "1"

    @property
    def choices(self) -> dict[str, Choice]:
        """Part to choice, as decided after a conflict with somebody else's version."""
        firsts = {name: values[0] for name, values in self.values.items() if values}
        return read_choices(firsts)

    @property
    def still_closed(self) -> tuple[LifeDomain, ...]:
        """The domains that the patient did not share before, and does not share in this form."""
        opened = self.values.get(OPENED, ())
        return tuple(domain for domain in self.before.not_shared if domain not in opened)

    def one(self, name: str) -> str:
        """Give the first value of a field; empty without one."""
        return next(iter(self.values.get(name, ())), "")

    def validate(self) -> bool:
        """Read the fields into `check`; return False with `errors` if any is invalid."""
        raw = {name: self.values[name] for name in FIELDS | {KNOWN_AS} if name in self.values}
        # Drop causes whose topic is now "no" or unanswered, as the page's map does at once.
        raw["worse_by"] = [
            code for code in self.values.get("worse_by", ()) if not self._is_no(code)
        ]
        raw["not_shared"] = [str(domain) for domain in self.still_closed]
        try:
            answers = parse_answers(raw, language=self.before.language)
        except AnswerError as error:
            self.errors = {
                name: gettext(_NOT_OWN if name in _OWN_ONLY else message, **values)
                for name, (message, values) in error.errors.items()
            }
            return False
        self.known_as = answers.known_as
        self.check = self._with_carried(answers.check)
        if self.check == self._with_carried(SelfCheck(language=self.before.language)):
            self.refuse(gettext(_EMPTY))
        return not self.errors

    def validate_quietly(self) -> None:
        """Read the fields to show them, without errors, because nobody pressed Save yet."""
        self.validate()
        self.errors = {}

    def _is_no(self, code: str) -> bool:
        return code in TOPIC_BY_CODE and self.one(code) in ("", Amount.NO)

    def refuse(self, sentence: str) -> None:
        """Set an error about the form as a whole; it is shown at the first topic."""
        self.errors[next(iter(TOPIC_BY_CODE))] = sentence

    def _with_carried(self, check: SelfCheck) -> SelfCheck:
        languages = {name: self._language_of(check, name) for name in TYPED if check.typed(name)}
        return replace(
            check,
            filled_by=self.before.filled_by,
            interpreter_language=self.before.interpreter_language,
            begun_in=self.before.begun_in,
            typed_in={name: code for name, code in languages.items() if code != check.language},
            all_no=check.keep_all_no(self.before.all_no),
        )

    def _language_of(self, check: SelfCheck, name: str) -> str:
        # Words that were changed here were typed on this page, which is in Dutch.
        is_kept = check.typed(name) == self.before.typed(name)
        return self.before.language_of(name) if is_kept else PRACTICE_LANGUAGE.code


_OWN_ONLY = frozenset({"priority", "priority_second", "worse_by"})


def base_of(values: Values) -> int:
    """Read the number of the version that an editor started from; 0 for none.

    Args:
        values: of the form, field name to values.
    """
    return read_base(next(iter(values.get("base", ())), ""))


def write_fields(check: SelfCheck, number: int) -> dict[str, list[str]]:
    """Write a version as the fields of the form.

    Args:
        number: of this version, for the field `base`.
    """
    fields = {name: values for name, values in to_form(check).items() if name in FIELDS}
    return {**fields, "base": [str(number)]}
