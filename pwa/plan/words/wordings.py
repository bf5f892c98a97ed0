"""The wordings of a plan for the patient and for the practice, and its text for the HIS."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import force_locale, gettext, ngettext

from pwa.directory.lookup import look_up
from pwa.directory.service import directory_of
from pwa.locales import PRACTICE_LANGUAGE, written_in
from pwa.plan.agreed import StepHelp, compare_help
from pwa.plan.core import Plan
from pwa.plan.doing import open_steps
from pwa.plan.words.his import build_plan_text
from pwa.plan.words.names import PERFORMER_NAMES, PRACTICE_PERFORMER_NAMES
from pwa.plan.words.render import StepLines, Wording, render_plan
from pwa.practice.models import Practice
from pwa.text import Translate, TranslatePlural


def wording_for_patient(language: str, practice: Practice) -> Wording:
    """Give the wording of a plan for the patient, in the language in which that one is written."""
    language = written_in(language)
    is_dutch = language == PRACTICE_LANGUAGE.code
    return Wording(
        language,
        _in_language(language),
        _counted_in(language),
        PERFORMER_NAMES,
        _numbers(practice),
        None if is_dutch else wording_for_patient(PRACTICE_LANGUAGE.code, practice),
    )


def dutch_wording_for_patient(practice: Practice) -> Wording:
    """Give the patient's wording in Dutch, which papers show under the patient's language."""
    return wording_for_patient(PRACTICE_LANGUAGE.code, practice)


def wording_for_practice(practice: Practice) -> Wording:
    """Give the wording for the practice: in Dutch, whatever the language of the request."""
    language = PRACTICE_LANGUAGE.code
    return Wording(
        language,
        _in_language(language),
        _counted_in(language),
        PRACTICE_PERFORMER_NAMES,
        _numbers(practice),
    )


def write_his_text(plan: Plan, practice: Practice) -> str:
    """Write the P text (P of SOEP) for the GP record system.

    What to do if it gets worse is in it only when it was written for this patient: the standard text
    of every plan says nothing in a record. Steps that are done are no plan any more.
    """
    wording = wording_for_practice(practice)
    lines = render_plan(replace(plan, steps=open_steps(plan)), wording)
    if plan.if_worse is None or plan.if_worse.text == practice.if_worse_text:
        lines = replace(lines, if_worse=())
    helps = find_helps(lines.steps, practice, lines.language)
    return build_plan_text(lines, helps, wording.translate)


def find_helps(
    steps: Sequence[StepLines], practice: Practice, language: str
) -> tuple[StepHelp | None, ...]:
    """Give the help of each step, as agreed and as the directory has it now; None for no help."""
    ids = {step.help_option for step in steps if step.help_option}
    found = look_up(directory_of(practice), ids, language)
    return tuple(
        compare_help(
            step.agreed,
            known.option if (known := found.get(step.help_option)) else None,
            is_listed=known is not None and known.is_listed,
        )
        if step.help_option
        else None
        for step in steps
    )


def _in_language(language: str) -> Translate:
    def translate(text: str) -> str:
        with force_locale(language):
            return gettext(text)

    return translate


def _counted_in(language: str) -> TranslatePlural:
    def count(one: str, many: str, number: int) -> str:
        with force_locale(language):
            return ngettext(one, many, number)

    return count


def _numbers(practice: Practice) -> dict[str, str]:
    return {"phone": practice.phone, "out_of_hours": practice.out_of_hours_phone}
