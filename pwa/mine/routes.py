"""The patient's pages after sharing: receipt, coming back, the own list, change, taking back."""

from datetime import timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import NotFound as PageNotFound

from pwa.conversation import service
from pwa.conversation.core import CHECK, Status
from pwa.conversation.documents import read_document
from pwa.conversation.erasure import withdraw as withdraw_checks
from pwa.conversation.lost import Lost
from pwa.conversation.versions import load_check
from pwa.directory.finding.core import Wanted, read_wanted
from pwa.directory.finding.view_models import build_page
from pwa.directory.topics import TOPIC_GROUPS, HelpTopic
from pwa.locales import known_language
from pwa.mine.gone import show_gone
from pwa.mine.help import own_topics
from pwa.mine.joint_edits_view import view_joint_edits
from pwa.patient import coming_back, limits
from pwa.patient.access import Visit, forget, patient_link, patient_view, remember
from pwa.patient.typed_key import typed_key
from pwa.patient.waiting import say_when
from pwa.practice.models import Practice
from pwa.selfcheck import questions
from pwa.selfcheck.core import SelfCheck, load_selfcheck, to_form
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.view_models import render_check
from pwa.store.database import overwrite_erased
from pwa.text import N_
from pwa.vault.patient.code_pool import Busy
from pwa.vault.patient.codes import CodeError
from pwa.vault.work import begin_work
from pwa.web.extensions import db, limiter
from pwa.web.http import get_language_or_404, now, refuse_foreign_origin
from pwa.web.qr import draw_qr

bp = Blueprint("conversation", __name__)
bp.before_request(refuse_foreign_origin)

UNKNOWN_KEY = N_("We do not know this code. Check that you have the right code.")
UNKNOWN_LINK = N_(
    "We do not know this link. Fill in your code, or ask the practice for a new link."
)


@bp.get("/<lang>/done")
@patient_view
def receipt(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show code, QR code and link right after sharing, for the patient to save."""
    if visit.code is None or visit.link_secret is None:
        return redirect(url_for("conversation.mine", lang=lang), code=303)
    link = patient_link(lang, visit.link_secret)
    return render_template(
        "conversation/receipt.html",
        phone=visit.phone,
        practice=visit.practice,
        code=visit.code,
        link=link,
        qr=draw_qr(link),
        status=_status(visit),
        is_invited=visit.is_invited,
    )


@bp.get("/<lang>/open")
def open_page(lang: str) -> ResponseReturnValue:
    """Show the form for coming back; a script sends the secret from a link's fragment by POST."""
    get_language_or_404(lang)
    return render_template("conversation/open.html", error=None, typed="")


@bp.post("/<lang>/open")
@limiter.limit(
    limits.WRONG_KEYS, key_func=limits.network_and_kind, deduct_when=limits.is_new_wrong_key
)
def open_conversation(lang: str) -> ResponseReturnValue:
    """Exchange a code or link for half an hour's pass."""
    get_language_or_404(lang)
    key = typed_key()
    if not key.text:
        # A chat program may have cut the link off; in a code the check character shows a mistake.
        sentence = UNKNOWN_LINK if key.is_link else CodeError().message
        return _ask_for_key(gettext(sentence)), 422
    try:
        limits.refuse_guessers()
        if limits.was_wrong_today():
            raise service.NotFound
        patient_pass = coming_back.open_by_key(begin_work(), key)
    except service.NotFound:
        sentence = UNKNOWN_LINK if key.is_link else UNKNOWN_KEY
        page = _ask_for_key(gettext(sentence), is_dead=True)
        # The key may come from another person than the list that is open here: end that pass.
        return forget(make_response(page, 404))
    has_plan = bool(service.with_plan(db.session(), [patient_pass.conversation_id]))
    db.session.commit()
    # A script goes to "My plan" in any case, which leads on where there is no plan.
    first = "progress.plan" if has_plan else "conversation.mine"
    return remember(make_response(redirect(url_for(first, lang=lang), code=303)), patient_pass)


@bp.get("/<lang>/mine")
@patient_view
def mine(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show whether the answers were read, the map, what was filled in together, and next steps."""
    shared = load_check(db.session(), visit.opened)
    versions = shared.versions
    check = versions[0].check if versions else None
    is_rtl = known_language(lang).is_rtl
    return render_template(
        "conversation/mine.html",
        phone=visit.phone,
        practice=visit.practice,
        status=service.status_of(db.session(), visit.opened.row, shared.submissions),
        check=check,
        answers=to_form(check) if check else None,
        agreed=view_joint_edits(versions, lang),
        view=draw_map(check, translate=gettext, is_rtl=is_rtl) if check else None,
        q=questions,
    )


@bp.get("/<lang>/mine/help")
@patient_view
def help_for_me(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show local help for the patient's first topic, with buttons for the others."""
    own = _own_topics(visit)
    return _show_help(visit, lang, own, Wanted(topic=own[0] if own else None))


@bp.post("/<lang>/mine/help")
@patient_view
def help_for_topic(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show local help for a topic or for words; by POST, so that no address tells which."""
    return _show_help(visit, lang, _own_topics(visit), read_wanted(request.form))


@bp.get("/<lang>/mine/change")
@patient_view
def change(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show the form with the shared answers, to change and share them as a new version."""
    check = _read_check(visit) or abort(404)
    token = visit.reply_token()
    fields = to_form(check)
    return render_check(visit.practice, lang, fields, reply_to=token, is_invited=visit.is_invited)


@bp.get("/<lang>/mine/withdraw")
@patient_view
def withdraw(visit: Visit, lang: str) -> ResponseReturnValue:
    """Explain what taking back means, and ask for confirmation."""
    status = _status(visit)
    return render_template("conversation/withdraw.html", practice=visit.practice, status=status)


@bp.post("/<lang>/mine/withdraw")
@patient_view
def withdraw_now(visit: Visit, lang: str) -> ResponseReturnValue:
    """Take the answers back, and the plan too if asked."""
    and_plan = request.form.get("plan") == "1"
    withdraw_checks(begin_work(), visit.opened, and_plan=and_plan)
    db.session.commit()
    overwrite_erased()
    return redirect(url_for("conversation.mine", lang=lang), code=303)


@bp.app_errorhandler(Lost)
@bp.app_errorhandler(service.Gone)
def gone(error: service.Gone | Lost) -> ResponseReturnValue:
    """Answer 410 with why a right key opens nothing and whom to call; end the pass."""
    practice = db.session.get_one(Practice, error.practice_id)
    return forget(Response(show_gone(error, practice), status=410))


@bp.app_errorhandler(service.NotFound)
def not_found(_error: service.NotFound) -> ResponseReturnValue:
    """Answer 404, for a conversation that does not exist as for one of somebody else."""
    # Not abort(): Flask does not handle an exception that an error handler raises.
    return current_app.handle_http_exception(PageNotFound())


@bp.errorhandler(Busy)
def busy(error: Busy) -> ResponseReturnValue:
    """Ask to try again in a moment; the page keeps what was typed."""
    return _ask_again(gettext(error.message), 503, error.retry_after_seconds)


@bp.errorhandler(RateLimitExceeded)
def too_often(_error: RateLimitExceeded) -> ResponseReturnValue:
    """Ask to wait; the page keeps what was typed."""
    return _ask_to_wait(limits.TOO_MANY_GUESSES, limits.seconds_to_wait())


@bp.errorhandler(limits.Guessed)
def guessed(error: limits.Guessed) -> ResponseReturnValue:
    """Ask to wait or to use the link; nothing was looked up."""
    return _ask_to_wait(error.message, error.retry_after_seconds)


def _ask_to_wait(message: str, seconds: int) -> Response:
    moment = now()
    sentence = say_when(message, moment + timedelta(seconds=seconds), now=moment)
    return _ask_again(sentence, 429, seconds)


def _ask_again(sentence: str, status: int, retry_after_s: int) -> Response:
    response = Response(_ask_for_key(sentence), status=status)
    response.headers["Retry-After"] = str(retry_after_s)
    return response


def _ask_for_key(error: str, *, is_dead: bool = False) -> str:
    """Show the page with the field for the code, and what was typed there.

    Args:
        is_dead: no conversation has the key that was sent, so an own phone deletes it.
    """
    typed = request.form.get("code", "")
    return render_template("conversation/open.html", error=error, typed=typed, is_dead=is_dead)


def _status(visit: Visit) -> Status:
    row = visit.opened.row
    return service.status_of(db.session(), row, service.submissions_of(db.session(), row.id))


def _show_help(visit: Visit, lang: str, own: list[HelpTopic], wanted: Wanted) -> str:
    page = build_page(visit.practice, wanted, language=lang, moment=now())
    return render_template(
        "conversation/help.html", practice=visit.practice, own=own, groups=TOPIC_GROUPS, page=page
    )


def _own_topics(visit: Visit) -> list[HelpTopic]:
    check = _read_check(visit)
    return own_topics(check) if check else []


def _read_check(visit: Visit) -> SelfCheck | None:
    document = read_document(db.session(), visit.opened, CHECK)
    return load_selfcheck(document.content) if document else None
