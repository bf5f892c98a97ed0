"""The plan in the patient's words, for every page and paper that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from babel import Locale

from pwa.directory.cards import HelpCard, build_cards
from pwa.locales import LANGUAGES
from pwa.plan.agreed import StepHelp
from pwa.plan.core import Plan
from pwa.plan.words.render import PlanLines, render_plan
from pwa.plan.words.wordings import find_helps, wording_for_patient, wording_for_practice
from pwa.practice.models import Practice
from pwa.web.glyphs import find_undrawable


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
    return PatientPlan(lines, helps, language_names(language))


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


def not_on_paper(plan: Plan, practice: Practice) -> tuple[str, ...]:
    """Find the characters of a plan that no font for paper has, to warn the member who saves it."""
    lines = render_plan(plan, wording_for_practice(practice))
    steps = (line for step in lines.steps for line in (step.what, step.who, step.when))
    every = (lines.goal, *steps, lines.next_talk, lines.teach_back, lines.if_worse)
    return find_undrawable(" ".join(part.text for line in every for part in line))


def language_names(language: str) -> dict[str, str]:
    """Give code to name of all our languages, named in the language `language`."""
    names = Locale.parse(language).languages
    return {code: names[code] for code in LANGUAGES}
