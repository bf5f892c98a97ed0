"""The plan's form: reads typed fields into a Plan, and keeps them to show the form again.

The form has the open steps. Those that are done stay in the plan without it (`plan.doing`).
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TypeVar

from flask_babel import gettext

from pwa.editing import Choice, read_base, read_choices
from pwa.locales import PRACTICE_LANGUAGE
from pwa.plan.core import (
    MAX_GOAL,
    MAX_IF_WORSE,
    MAX_NAME,
    MAX_STEP,
    MAX_TEACH_BACK,
    FreeText,
    Performer,
    Period,
    Phrase,
    Plan,
    PlanError,
    PracticePhrase,
    Step,
    What,
    When,
    Who,
)
from pwa.plan.document import parse_option_id, parse_words
from pwa.plan.doing import open_first, open_steps
from pwa.plan.library.core import RANGES, TIMES, Slot, SlotValue
from pwa.plan.lists import read_person, write_slot
from pwa.plan.own.core import OwnPhrase, own_code
from pwa.plan.phrases import CURRENT
from pwa.plan.values import new_uid, read_choice, read_date, read_name, read_slot, read_uid
from pwa.plan.whens import read_when, write_when
from pwa.plan.words.names import PERIOD_NAMES
from pwa.text import N_, clean_text
from pwa.typed.days import NoSuchDay, read_day, read_time
from pwa.typed.digits import read_number

OWN_WORDS = "own"
# The chip behind which a day, or when in words, is typed.
TYPED = "typed"
# The periods that are chosen by one press; others are typed or picked from the field's list.
STEP_PERIODS = (Period.THIS_WEEK, Period.TWO_WEEKS)
TALK_PERIODS = (Period.TWO_WEEKS, Period.SIX_WEEKS)
# The rows of the form; a page of questions also carries the steps that are done.
_ROW = re.compile(r"step-([1-9]|1[0-9])-\w+")

_NO_WHAT = N_("Choose what is done, or choose own words.")

_EMPTY = N_("The plan is still empty.")

_Read = TypeVar("_Read")


class PlanForm:
    """The form of a plan.

    Attributes:
        values: field name to text, as typed or from a saved plan.
        own: code to phrase of the practice, every version.
        errors: field name to a sentence in the practice's language.
        plan: the plan that `validate` read.
        rows: number of a row to the step in it.
    """

    def __init__(
        self, values: Mapping[str, str], today: date, own: Mapping[str, OwnPhrase] | None = None
    ) -> None:
        self.values = values
        self.errors: dict[str, str] = {}
        self.plan = Plan()
        self.rows: dict[int, Step] = {}
        self._today = today
        self.own = own or {}
        self._periods = periods()
        self._uids: set[str] = set()

    @property
    def base_number(self) -> int:
        """The number of the version that the editor started from; 0 for none."""
        return read_base(self.values.get("base", ""))

    @property
    def number_before(self) -> int:
        """The base that the form had before the editor was asked about a conflict; 0 for none."""
        return read_base(self.values.get("before", ""))

    @property
    def choices(self) -> dict[str, Choice]:
        """Part to choice, as decided after a conflict with somebody else's version."""
        return read_choices(self.values)

    @property
    def marks(self) -> dict[str, date | None]:
        """The step whose button was pressed: its uid, and today if it was done, None if it is open."""
        pressed = (("done", self._today), ("reopen", None))
        return {uid: day for name, day in pressed if (uid := self._typed(name))}

    def validate(self) -> bool:
        """Read the fields into `plan`; return False with `errors` if any is invalid."""
        self._uids = set()
        numbers = row_numbers(self.values)
        self.rows = {number: step for number in numbers if (step := self._step(number))}
        self.plan = Plan(
            goal=self._words("goal", MAX_GOAL),
            steps=tuple(self.rows.values()),
            next_talk=self._when("next_talk"),
            teach_back=self._words("teach_back", MAX_TEACH_BACK),
            if_worse=self._words("if_worse", MAX_IF_WORSE),
        )
        if not self.errors and not self.marks and self.plan == Plan(if_worse=self.plan.if_worse):
            self.errors["goal"] = gettext(_EMPTY)
        return not self.errors

    def refuse(self, error: PlanError) -> None:
        """Set an error about the plan as a whole; it is shown at the first step."""
        self.errors["step-1-what"] = gettext(error.message, **error.values)

    def _step(self, number: int) -> Step | None:
        prefix = f"step-{number}"
        if not self._is_filled(prefix):
            return None
        what = self._what(prefix)
        who = self._who(prefix)
        when = self._when(f"{prefix}-when")
        option = self._try(f"{prefix}-help", parse_option_id)
        uid = self._uid(prefix)
        done_on = self._done_on(prefix)
        return Step(what, who, when, option, done_on, uid=uid) if what and who else None

    def _uid(self, prefix: str) -> str:
        """Give the uid of the row's step (a hidden field); a new one if it has another step now."""
        with suppress(PlanError):
            uid = read_uid(self._typed(f"{prefix}-uid"))
            if self._is_same_step(prefix) and uid not in self._uids:
                self._uids.add(uid)
                return uid
        return new_uid()

    def _done_on(self, prefix: str) -> date | None:
        """Read the day on which the step was done, unless the row has another step now."""
        if not self._is_same_step(prefix) or not self._typed(f"{prefix}-done_on"):
            return None
        return self._try(f"{prefix}-done_on", read_date)

    def _is_same_step(self, prefix: str) -> bool:
        return self._typed(f"{prefix}-was") == self._typed(f"{prefix}-what")

    def _is_filled(self, prefix: str) -> bool:
        """Say whether a row has any input; the performer does not count, being preselected."""
        names = ("what", "text", "name", "when", "when_period", "help")
        return any(self._typed(f"{prefix}-{name}") for name in names)

    def _what(self, prefix: str) -> What | None:
        code = self._typed(f"{prefix}-what")
        if code == OWN_WORDS or (not code and self._typed(f"{prefix}-text")):
            return self._required_words(f"{prefix}-text", f"{prefix}-language")
        phrase = CURRENT.get(code) or self.own.get(code)
        if phrase is None:
            self.errors[f"{prefix}-what"] = gettext(_NO_WHAT)
            return None
        slots = {slot.value: self._slot(prefix, slot) for slot in phrase.slots}
        filled = {name: value for name, value in slots.items() if value is not None}
        if len(filled) < len(slots):
            return None
        if isinstance(phrase, OwnPhrase):
            return PracticePhrase(phrase.uid, phrase.version, phrase.texts, filled)
        return Phrase(code, phrase.version, filled)

    def _slot(self, prefix: str, slot: Slot) -> SlotValue | None:
        def read(typed: str) -> SlotValue:
            if slot in RANGES:
                return read_slot(slot, read_number(typed, RANGES[slot]))
            with suppress(NoSuchDay):
                if slot is Slot.DATE:
                    return read_slot(slot, read_day(typed, self._today).isoformat())
                if slot in TIMES:
                    return read_slot(slot, read_time(typed).isoformat("minutes"))
            return read_slot(slot, read_person(typed) if slot is Slot.PERSON else typed)

        return self._try(f"{prefix}-{slot.value}", read)

    def _who(self, prefix: str) -> Who | None:
        performer = self._try(f"{prefix}-role", lambda typed: read_choice(Performer, typed))
        name = self._try(f"{prefix}-name", lambda typed: read_name(typed, MAX_NAME))
        return None if performer is None or name is None else Who(performer, name)

    def _when(self, name: str) -> When | None:
        """Read the chip that is chosen; the field beside the chips counts if that is none of them."""

        def read(typed: str) -> When | None:
            return read_when(
                typed, periods=self._periods, language=PRACTICE_LANGUAGE.code, today=self._today
            )

        chip = self._typed(f"{name}_period")
        if chip not in ("", TYPED):
            return self._try(f"{name}_period", lambda code: read_choice(Period, code))
        return self._try(name, read)

    def _words(self, name: str, max_length: int) -> FreeText | None:
        if not self._typed(name):
            return None
        return self._required_words(name, f"{name}_language", max_length)

    def _required_words(
        self, name: str, language_name: str, max_length: int = MAX_STEP
    ) -> FreeText | None:
        language = self.values.get(language_name) or PRACTICE_LANGUAGE.code
        return self._try(
            name, lambda typed: parse_words({"text": typed, "language": language}, max_length)
        )

    def _typed(self, name: str) -> str:
        return clean_text(self.values.get(name, ""))

    def _try(self, name: str, read: Callable[[str], _Read]) -> _Read | None:
        try:
            return read(self._typed(name))
        except PlanError as error:
            self.errors[name] = gettext(error.message, **error.values)
            return None


def row_numbers(values: Mapping[str, str]) -> tuple[int, ...]:
    """Give the numbers of the rows of steps that a form has."""
    found = filter(None, map(_ROW.fullmatch, values))
    return tuple(sorted({int(name[1]) for name in found}))


def write_fields(plan: Plan) -> dict[str, str]:
    """Write a plan as the fields of the form, without the steps that are done."""
    return write_every_field(replace(plan, steps=open_steps(plan)))


def write_every_field(plan: Plan) -> dict[str, str]:
    """Write a plan as fields of the form, with all its steps; those that are done come last."""
    fields = {
        **_when_fields("next_talk", plan.next_talk, TALK_PERIODS),
        **_words_fields("goal", plan.goal),
        **_words_fields("teach_back", plan.teach_back),
        **_words_fields("if_worse", plan.if_worse),
    }
    for number, step in enumerate(open_first(plan), start=1):
        fields |= {f"step-{number}-{name}": value for name, value in _step_fields(step).items()}
    return fields


def periods() -> dict[str, Period]:
    """Give the names of the periods, in the language of the request, each with its period."""
    return {gettext(name): period for period, name in PERIOD_NAMES.items()}


def _words_fields(name: str, words: FreeText | None) -> dict[str, str]:
    return {name: words.text, f"{name}_language": words.language} if words else {}


def _when_fields(name: str, when: When | None, chips: tuple[Period, ...]) -> dict[str, str]:
    if isinstance(when, Period) and when in chips:
        return {name: "", f"{name}_period": when.value}
    typed = write_when(when, periods=periods())
    return {name: typed, f"{name}_period": TYPED if typed else ""}


def _step_fields(step: Step) -> dict[str, str]:
    fields = {
        "role": step.who.performer.value,
        "name": step.who.name,
        **_when_fields("when", step.when, STEP_PERIODS),
        "help": step.help_option or "",
        "uid": step.uid,
        "done_on": step.done_on.isoformat() if step.done_on else "",
    }
    if isinstance(step.what, FreeText):
        return fields | {
            "what": OWN_WORDS,
            "was": OWN_WORDS,
            "text": step.what.text,
            "language": step.what.language,
        }
    what = step.what
    code = own_code(what.uid, what.version) if isinstance(what, PracticePhrase) else what.phrase
    return fields | {
        "what": code,
        "was": code,
        **{name: write_slot(name, value) for name, value in step.what.slots.items()},
    }
