"""The addresses of a receiver: open the letter by link and digits, answer it, leave it.

A GET shows nothing of a letter before link and digits were sent, and uses nothing up: mail scanners
and previews of messages open links too.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_limiter import RateLimitExceeded

from pwa.handover.core import MAX_ANSWER, HandoverError
from pwa.handover.links import Closed, NoSuchLink, WrongDigits
from pwa.handover.receiver import service
from pwa.handover.receiver.forms import ANSWERS, AnswerForm, OpenForm
from pwa.handover.receiver.passes import PASS_LIFETIME, ReceiverPass, open_pass, seal_pass
from pwa.locales import LANGUAGES
from pwa.patient.limits import WRONG_KEYS, seconds_to_wait
from pwa.patient.waiting import say_when
from pwa.practice.models import Practice
from pwa.sharing.core import TooMany
from pwa.store.database import only_read
from pwa.store.tenants import use_practice
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import client_network, db, limiter

bp = Blueprint("receiver", __name__, url_prefix=http.RECEIVER_PREFIX)
bp.before_request(http.refuse_foreign_origin)

COOKIE = "handover"
_UNKNOWN = N_("This link does not work. Ask the practice for a new letter.")
_TOO_OFTEN = N_("Too many wrong links came from your network. Try again in ten minutes.")


def _network() -> str:
    return f"{client_network()} handover"


def _is_unknown(response: Response) -> bool:
    return response.status_code == 404


def receiver_view(
    view: Callable[[ReceiverPass], ResponseReturnValue],
) -> Callable[[], ResponseReturnValue]:
    """Give a view the pass of the cookie; without one, lead to the page that asks for the digits."""

    @wraps(view)
    def guarded() -> ResponseReturnValue:
        cookie = http.get_cookie(COOKIE)
        work = begin_work()
        found = open_pass(cookie, work.master, now=work.now) if cookie else None
        if found is None:
            return _lead_back()
        try:
            return view(found)
        except NoSuchLink:
            return _lead_back()

    return guarded


@bp.after_request
def keep_out_of_searches(response: Response) -> Response:
    """Tell search engines to leave these pages out."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("")
def open_page() -> ResponseReturnValue:
    """Ask for the four digits; a script sends the secret from the link's fragment by POST."""
    return _ask(OpenForm())


@bp.post("")
@limiter.limit(WRONG_KEYS, key_func=_network, deduct_when=_is_unknown)
def open_letter() -> ResponseReturnValue:
    """Exchange link and digits for half an hour's pass."""
    form = OpenForm.read(request.form)
    if form.errors:
        return _ask(form), 422
    work = begin_work()
    try:
        receiver_pass = service.open_by_link(work, form.secret, form.digits)
    except WrongDigits as wrong:
        db.session.commit()
        if not wrong.left:
            return _ask(OpenForm(), gettext(_UNKNOWN)), 404
        return _ask(form, digits_error=_say_left(wrong.left)), 422
    except NoSuchLink:
        db.session.rollback()  # nobody waits for a lock while the page is made
        return _ask(OpenForm(), gettext(_UNKNOWN)), 404
    db.session.commit()
    response = make_response(redirect(url_for("receiver.letter"), code=303))
    cookie = seal_pass(receiver_pass, work.master)
    http.set_cookie(response, COOKIE, cookie, lifetime=PASS_LIFETIME)
    return response


@bp.get("/letter")
@receiver_view
def letter(receiver_pass: ReceiverPass) -> ResponseReturnValue:
    """Read what is asked, and what was answered."""
    return _show(service.read_letter(begin_work(), receiver_pass))


@bp.post("/letter")
@receiver_view
def answer(receiver_pass: ReceiverPass) -> ResponseReturnValue:
    """Answer; it may be answered again until the handover is closed."""
    work, form = begin_work(), AnswerForm.read(request.form)
    if form.errors or form.state is None:
        form = replace(form, errors={name: gettext(text) for name, text in form.errors.items()})
        only_read(work.db)
        return _show(service.read_letter(work, receiver_pass), form), 422
    try:
        service.answer(work, receiver_pass, form.state, form.line)
    except HandoverError:  # it was closed between reading and answering
        raise Closed(receiver_pass.practice_id) from None
    except TooMany as error:
        only_read(work.db)
        wait = {"state": say_when(error.message, error.again_at, now=work.now)}
        page = _show(service.read_letter(work, receiver_pass), replace(form, errors=wait))
        return page, 429, {"Retry-After": str(error.seconds_left(work.now))}
    db.session.commit()
    return redirect(url_for("receiver.letter"), code=303)


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """Forget the letter in this browser."""
    return _lead_back()


@bp.errorhandler(Closed)
def closed(error: Closed) -> ResponseReturnValue:
    """Say that nothing is to be done any more, and whom to call."""
    only_read(db.session())
    use_practice(db.session(), error.practice_id)
    practice = db.session.get_one(Practice, error.practice_id)
    page = render_template("handover/receiver/closed.html", practice=practice)
    return _forget(make_response(page, 410))


@bp.errorhandler(RateLimitExceeded)
def too_often(_error: RateLimitExceeded) -> ResponseReturnValue:
    """Ask to wait; nothing was looked up."""
    response = make_response(_ask(OpenForm(), gettext(_TOO_OFTEN)), 429)
    response.headers["Retry-After"] = str(seconds_to_wait())
    return response


def _ask(form: OpenForm, error: str = "", *, digits_error: str = "") -> str:
    errors = {name: gettext(message) for name, message in form.errors.items()}
    if digits_error:
        errors["digits"] = digits_error
    return render_template("handover/receiver/open.html", form=form, error=error, errors=errors)


def _say_left(left: int) -> str:
    return ngettext(
        "These digits are not right. You can try %(num)s more time.",
        "These digits are not right. You can try %(num)s more times.",
        left,
    )


def _show(received: service.Received, form: AnswerForm | None = None) -> str:
    return render_template(
        "handover/receiver/letter.html",
        received=received,
        practice=received.practice,
        words=received.letter.words,
        form=form,
        errors=form.errors if form else {},
        answers=ANSWERS,
        most=MAX_ANSWER,
        choices=[{"code": code, "text": found.own_name} for code, found in LANGUAGES.items()],
    )


def _lead_back() -> Response:
    """Lead to the page that asks for link and digits, without a pass."""
    return _forget(make_response(redirect(url_for("receiver.open_page"), code=303)))


def _forget(response: Response) -> Response:
    http.delete_cookie(response, COOKIE)
    return response
