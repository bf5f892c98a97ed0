"""The plan as the patient's phone will show it, made from what the form says and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from pwa.locales import PRACTICE_LANGUAGE, Language, find_language
from pwa.plan.core import Plan
from pwa.practice.models import Practice
from pwa.progress.view_models import for_patient, help_cards


@dataclass(frozen=True, slots=True)
class PlanOnPhone:
    """The plan in the patient's language.

    Attributes:
        html: the part of the page "My plan" that shows the plan; empty before there is one.
    """

    language: Language
    html: str = ""


def language_of(code: str) -> Language:
    """Find a language by its code; Dutch for an unknown one."""
    return find_language(code) or PRACTICE_LANGUAGE


def show_on_phone(plan: Plan, practice: Practice, code: str, moment: datetime) -> PlanOnPhone:
    """Render a plan by the renderer of the patient's page, where nothing can be ticked.

    Args:
        code: of the patient's language.
        moment: for opening hours.
    """
    language = language_of(code)
    with force_locale(language.written):
        shown = for_patient(plan, practice, language.code)
        html = render_template(
            "progress/_plan.html",
            plan=shown,
            cards=help_cards(shown, language.code, moment),
            practice=practice,
            language=language,
        )
    return PlanOnPhone(language, Markup(html))  # noqa: S704  # rendered with autoescape
