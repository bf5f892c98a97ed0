"""The plan as the patient reads it: data for the page, and for the practice's preview of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from babel.dates import format_date
from flask_babel import gettext

from pwa.directory.cards import HelpCard, build_cards
from pwa.locales import day_pattern, local_day, locale_of, names_in
from pwa.plan.agreed import StepHelp
from pwa.plan.core import Done, FreeText, Performer, Plan, Step
from pwa.plan.words.names import PERFORMER_NAMES
from pwa.plan.words.render import (
    Line,
    Part,
    PlanLines,
    StepLines,
    Wording,
    render_plan,
    render_step,
)
from pwa.plan.words.wordings import find_helps, wording_for_patient
from pwa.practice.models import Practice
from pwa.progress.core import MAX_OWN_STEPS, Progress, StepProgress
from pwa.text import N_, lower_first

# The answers to "Does it work?", in the order of their buttons.
ANSWERS: Mapping[Done, str] = {
    # Translators: an answer
    Done.YES: N_("Yes"),
    # Translators: an answer
    Done.PARTLY: N_("A little"),
    # Translators: an answer to "Does it work?"
    Done.NOT_YET: N_("Not yet"),
}
# Who does a step, behind "Who:" on the patient's page.
_ROLES: Mapping[Performer, str] = {
    **PERFORMER_NAMES,
    # Translators: who does a step
    Performer.DOCTOR: N_("The doctor"),
    # Translators: who does a step
    Performer.POH: N_("The practice nurse"),
    # Translators: who does a step
    Performer.ASSISTANT: N_("The assistant"),
    # Translators: who does a step
    Performer.NEIGHBOURHOOD_TEAM: N_("The neighbourhood team"),
}


@dataclass(frozen=True, slots=True)
class PatientTick:
    """What the patient said of a step.

    Attributes:
        how: None until something was said.
        helped: the patient's words; empty without any.
    """

    how: Done | None = None
    helped: Line = ()

    @property
    def helped_text(self) -> str:
        """The same words as plain text, for the field."""
        return "".join(part.text for part in self.helped)


@dataclass(frozen=True, slots=True)
class PatientStep:
    """A step of the plan, as the patient reads it.

    Attributes:
        lines: its words; who does it stands without a capital, behind "Who:".
        is_own: the patient does it, so it can be ticked.
        done: "done, 30 November"; empty until the practice said so.
    """

    uid: str
    lines: StepLines
    help: StepHelp | None
    is_own: bool
    done: str
    tick: PatientTick


@dataclass(frozen=True, slots=True)
class AddedStep:
    """A step that the patient added, or one that the plan does not have any more."""

    uid: str
    what: Line
    tick: PatientTick


@dataclass(frozen=True, slots=True)
class PatientPlan:
    """The plan as the patient reads it.

    Attributes:
        lines: the plan in words.
        helps: of each step, as agreed and as it is now.
        language_names: code to name of all our languages, to name the language of typed words.
        steps: those of the plan.
        added: those that the patient added.
        gone: those that were ticked, and that the practice took out since.
        most_added: of how many there may be.
        own_if_worse: the practice wrote what to do if it gets worse; else the numbers alone say it.
    """

    lines: PlanLines
    helps: tuple[StepHelp | None, ...]
    language_names: Mapping[str, str]
    steps: tuple[PatientStep, ...]
    added: tuple[AddedStep, ...] = ()
    gone: tuple[AddedStep, ...] = ()
    own_if_worse: bool = False
    most_added: int = MAX_OWN_STEPS

    @property
    def has_room(self) -> bool:
        """Say whether the patient may add another step."""
        return len(self.added) < self.most_added


def for_patient(
    plan: Plan,
    practice: Practice,
    language: str,
    progress: Progress | None = None,
    earlier: Sequence[Plan] = (),
) -> PatientPlan:
    """Put a plan into words in the patient's language.

    Args:
        progress: what the patient said; None for a plan that nobody can tick, such as a preview.
        earlier: versions of the plan in which steps that are gone may stand, the newest first.
    """
    said = progress or Progress()
    wording = replace(wording_for_patient(language, practice), performers=_ROLES)
    lines = render_plan(plan, wording)
    helps = find_helps(lines.steps, practice, language)
    known = {step.uid: step for version in reversed(earlier) for step in version.steps}
    there = {step.uid for step in plan.steps} | said.own.keys() | said.taken_out
    return PatientPlan(
        lines,
        helps,
        names_in(language),
        tuple(
            _step(step, words, help_, said.steps.get(step.uid), language)
            for step, words, help_ in zip(plan.steps, lines.steps, helps, strict=True)
        ),
        tuple(
            AddedStep(uid, _typed(words), _tick(said.steps.get(uid)))
            for uid, words in said.own.items()
        ),
        tuple(
            AddedStep(uid, _what_of(known.get(uid), wording), _tick(each))
            for uid, each in said.steps.items()
            if uid not in there
        ),
        own_if_worse=plan.if_worse is not None,
    )


def help_cards(plan: PatientPlan, language: str, moment: datetime) -> tuple[HelpCard | None, ...]:
    """Make the card of each step's help, as the directory has it now; None for no help or lost one.

    Args:
        moment: for opening hours.
    """
    return tuple(
        build_cards([each.option], None, language=language, moment=moment)[0]
        if each and each.option and not each.is_gone
        else None
        for each in plan.helps
    )


def write_done(day: date | None, language: str) -> str:
    """Write that a step was done, and on which day; an empty text for None."""
    if day is None:
        return ""
    # Translators: of a step of the plan; %(date)s is a day such as "30 November"
    return gettext(
        "done, %(date)s", date=format_date(day, day_pattern(language), locale=locale_of(language))
    )


def day_of(moment: datetime | None, language: str) -> str:
    """Write the day of a moment in the Netherlands, such as "12 Jan"; an empty text for None."""
    if moment is None:
        return ""
    return format_date(local_day(moment), "d MMM", locale=locale_of(language))


def _step(
    step: Step,
    words: StepLines,
    help_: StepHelp | None,
    said: StepProgress | None,
    language: str,
) -> PatientStep:
    first, *rest = words.who
    who = first if first.is_typed else Part(lower_first(first.text, language))
    is_own = step.who.performer is Performer.PATIENT and step.done_on is None
    return PatientStep(
        step.uid,
        replace(words, who=(who, *rest)),
        help_,
        is_own,
        write_done(step.done_on, language),
        _tick(said),
    )


def _what_of(step: Step | None, wording: Wording) -> Line:
    return render_step(step, wording).what if step else ()


def _tick(said: StepProgress | None) -> PatientTick:
    return PatientTick(said.how, _typed(said.helped)) if said else PatientTick()


def _typed(words: FreeText | None) -> Line:
    return (Part(words.text, is_typed=True, language=words.language),) if words else ()
