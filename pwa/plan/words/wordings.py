"""The wordings of a plan for the patient and for the practice, and its text for the HIS."""

from dataclasses import replace

from flask_babel import force_locale, gettext, ngettext

from pwa.directory.core import HelpOption
from pwa.directory.service import directory_of
from pwa.locales import PRACTICE_LANGUAGE
from pwa.plan.core import Plan
from pwa.plan.words.his import build_plan_text
from pwa.plan.words.names import PERFORMER_NAMES, PRACTICE_PERFORMER_NAMES
from pwa.plan.words.render import PlanLines, Wording, render_plan
from pwa.practice.models import Practice
from pwa.text import Translate, TranslatePlural


def wording_for_patient(language: str, practice: Practice) -> Wording:
    """Give the wording of a plan for the patient, in a language."""
    return Wording(
        language, _in_language(language), _counted_in(language), PERFORMER_NAMES, _numbers(practice)
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
    of every plan says nothing in a record.
    """
    wording = wording_for_practice(practice)
    lines = render_plan(plan, wording)
    if plan.if_worse is None or plan.if_worse.text == practice.if_worse_text:
        lines = replace(lines, if_worse=())
    names = {option.id: option.name for option in find_options(lines, practice).values()}
    return build_plan_text(lines, names, wording.translate)


def find_options(lines: PlanLines, practice: Practice) -> dict[str, HelpOption]:
    """Give id to help option of a plan, in its language; without those the directory lost."""
    ids = (step.help_option for step in lines.steps if step.help_option)
    directory = directory_of(practice)
    options = (directory.find(option_id, lines.language) for option_id in ids)
    return {option.id: option for option in options if option}


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
