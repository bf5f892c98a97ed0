"""The start page and the self-check: the same for every visitor of a practice and language."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from pwa.extensions import db
from pwa.http import get_language_or_404, refuse_foreign_origin
from pwa.practice.models import Practice
from pwa.practice.service import find_practice
from pwa.selfcheck import questions
from pwa.selfcheck.cache import page_cache
from pwa.selfcheck.interpreters import interpreter_languages

bp = Blueprint("selfcheck", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/<lang>/p/<slug>")
def start(lang: str, slug: str) -> ResponseReturnValue:
    """Choose a language, see whom to call when it is urgent, and begin."""
    get_language_or_404(lang)
    return _serve("selfcheck/start.html", lang, slug)


@bp.get("/<lang>/check/<slug>")
def check(lang: str, slug: str) -> ResponseReturnValue:
    """Answer the questions; one form, which stays on the phone until it is shared."""
    get_language_or_404(lang)
    return _serve("selfcheck/check.html", lang, slug)


@bp.post("/<lang>/check/<slug>/form")
def form(lang: str, slug: str) -> ResponseReturnValue:
    """See the form again with the answers just given, perhaps in another language."""
    get_language_or_404(lang)
    return render_check(get_practice_or_404(slug), lang, request.form.to_dict(flat=False))


@bp.get("/<lang>/check/<slug>/form")
@bp.get("/<lang>/check/<slug>/review")
def form_again(lang: str, slug: str) -> ResponseReturnValue:
    """Come back to the form after a reload of a page that was made from a form."""
    return check(lang, slug)


def get_practice_or_404(slug: str) -> Practice:
    """Find the practice of an address."""
    return find_practice(db.session(), slug) or abort(404)


def render_check(
    practice: Practice,
    lang: str,
    answers: Mapping[str, Sequence[str]],
    *,
    errors: Mapping[str, str] | None = None,
    reply_to: str | None = None,
) -> str:
    """Render the form.

    Args:
        answers: field name to values; may be anything that somebody sent.
        errors: field name to a sentence in the patient's language.
        reply_to: token of the conversation that a change belongs to.
    """
    return render_template(
        "selfcheck/check.html",
        q=questions,
        practice=practice,
        answers=answers,
        errors=errors or {},
        reply_to=reply_to or _first(answers, "reply_to"),
        interpreter_languages=interpreter_languages(lang),
    )


def _serve(template: str, lang: str, slug: str) -> Response:
    def render() -> str:
        practice = get_practice_or_404(slug)
        if template == "selfcheck/check.html":
            return render_check(practice, lang, {})
        return render_template(template, practice=practice)

    return page_cache().serve((template, lang, slug), lambda: get_practice_or_404(slug).revision, render)


def _first(answers: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next(iter(answers.get(name, ())), None)
