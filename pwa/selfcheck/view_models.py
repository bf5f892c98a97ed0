"""The start page, and the form of the self-check: empty for everybody, or with somebody's answers."""

from collections.abc import Collection, Mapping, Sequence

from flask import render_template
from flask_babel import gettext

from pwa.locales import known_language
from pwa.practice.models import Practice
from pwa.selfcheck import questions
from pwa.selfcheck.core import LANGUAGE_FIELDS
from pwa.selfcheck.interpreters import interpreter_languages
from pwa.selfcheck.map.layout import draw_skeleton


def render_start(practice: Practice, lang: str) -> str:
    """Render the start page, with what the self-check fetches later than its questions."""
    return render_template(
        "selfcheck/start.html",
        practice=practice,
        q=questions,
        skeleton=draw_skeleton(translate=gettext, is_rtl=known_language(lang).is_rtl),
    )


def render_check(
    practice: Practice,
    lang: str,
    answers: Mapping[str, Sequence[str]],
    *,
    errors: Mapping[str, str] | None = None,
    places: Collection[str] = (),
    reply_to: str | None = None,
    is_invited: bool = False,
    is_again: bool = False,
    phone: str = "",
) -> str:
    """Render the form.

    Args:
        answers: field name to values, as sent and not checked.
        errors: field name to a sentence in the patient's language.
        places: the names in `errors` of fields that the page shows.
        reply_to: token of the conversation that a change belongs to.
        is_invited: whether that conversation belongs to an invitation; of a new list the phone
            knows it by its link.
        is_again: the questions are asked once more from the first one, as after some weeks; they
            come without answers, and what is shared is a version of `reply_to`.
        phone: the name by which an own phone finds its copy of that list, to keep answers beside it.
    """
    return render_template(
        "selfcheck/check.html",
        q=questions,
        practice=practice,
        answers=answers,
        errors=errors or {},
        places=places,
        reply_to=reply_to or next(iter(answers.get("reply_to", ())), None),
        is_invited=is_invited,
        is_again=is_again,
        phone=phone,
        interpreter_languages=interpreter_languages(lang),
        spoken={name: answers[name][0] for name in LANGUAGE_FIELDS if answers.get(name)},
    )
