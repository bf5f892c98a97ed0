"""The start page and the self-check: the same for every visitor of a practice and language."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.practice.offered import offered_languages, state_of
from pwa.selfcheck.view_models import render_check, render_start
from pwa.store.database import only_read
from pwa.vault.patient.codes import CodeError, parse_code
from pwa.web.extensions import db
from pwa.web.http import get_language_or_404, preferred_language, refuse_foreign_origin
from pwa.web.page_cache import page_cache

bp = Blueprint("selfcheck", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/p/<slug>")
def short(slug: str) -> ResponseReturnValue:
    """Redirect the address on a poster to the start page in the visitor's language."""
    return _lead_to_start(slug)


@bp.get("/p/<slug>/<code>")
def short_with_code(slug: str, code: str) -> ResponseReturnValue:
    """Redirect the address on an invitation's card; its code goes on in the fragment, as in links."""
    try:
        return _lead_to_start(slug, f"w={parse_code(code)}")
    except CodeError:  # the list then comes without an invitation, as it does with an unknown code
        return _lead_to_start(slug)


@bp.get("/<lang>/p/<slug>")
def start(lang: str, slug: str) -> ResponseReturnValue:
    """Choose a language, see whom to call when it is urgent, and begin."""
    get_language_or_404(lang)
    return _serve(slug, lambda practice: render_start(practice, lang))


@bp.get("/<lang>/check/<slug>")
def check(lang: str, slug: str) -> ResponseReturnValue:
    """Answer the questions; one form, which stays on the phone until it is shared."""
    get_language_or_404(lang)
    return _serve(slug, lambda practice: render_check(practice, lang, {}))


@bp.post("/<lang>/check/<slug>/form")
def form(lang: str, slug: str) -> ResponseReturnValue:
    """See the form again with the answers just given, perhaps in another language."""
    get_language_or_404(lang)
    only_read(db.session())
    return render_check(get_practice_or_404(slug), lang, request.form.to_dict(flat=False))


@bp.get("/<lang>/check/<slug>/form")
@bp.get("/<lang>/check/<slug>/review")
def form_again(lang: str, slug: str) -> ResponseReturnValue:
    """Come back to the form after a reload of a page that was made from a form."""
    return check(lang, slug)


def _serve(slug: str, render: Callable[[Practice], str]) -> Response:
    """Answer with a page that is the same for everybody, cached by its address."""
    return page_cache().serve(
        lambda: state_of(get_practice_or_404(slug)),
        lambda: render(get_practice_or_404(slug)),
    )


def _lead_to_start(slug: str, fragment: str | None = None) -> ResponseReturnValue:
    practice = get_practice_or_404(slug)
    language = preferred_language(offered_languages(practice))
    address = url_for("selfcheck.start", lang=language.code, slug=slug, _anchor=fragment)
    response = redirect(address, code=303)
    response.vary.add("Accept-Language")
    return response
