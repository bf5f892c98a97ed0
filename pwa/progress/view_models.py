"""The plan as the patient reads it: data for the page, and for the practice's preview of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pwa.directory.cards import HelpCard, build_cards
from pwa.locales import names_in
from pwa.plan.agreed import StepHelp
from pwa.plan.core import Plan
from pwa.plan.words.render import PlanLines, render_plan
from pwa.plan.words.wordings import find_helps, wording_for_patient
from pwa.practice.models import Practice


@dataclass(frozen=True, slots=True)
class PatientPlan:
    """The plan as the patient reads it.

    Attributes:
        lines: the plan in words.
        helps: of each step, as agreed and as it is now.
        language_names: code to name of all our languages, to name the language of typed words.
    """

    lines: PlanLines
    helps: tuple[StepHelp | None, ...]
    language_names: Mapping[str, str]


def for_patient(plan: Plan, practice: Practice, language: str) -> PatientPlan:
    """Put a plan into words in the patient's language."""
    lines = render_plan(plan, wording_for_patient(language, practice))
    helps = find_helps(lines.steps, practice, language)
    return PatientPlan(lines, helps, names_in(language))


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
