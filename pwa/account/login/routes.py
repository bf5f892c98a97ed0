"""Logging in and out."""

from collections.abc import Callable
from functools import wraps

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from flask_security import recovery_codes as fs_recovery_codes
from flask_security import views as fs_views

from pwa import audit
from pwa.account import people
from pwa.account.login import passkey_login, passkeys
from pwa.account.login.forms import place_to_go
from pwa.account.login.limits import limit_codes, limit_guesses, limit_person
from pwa.staff import sessions
from pwa.staff.access import Staff, current_staff, staff_view
from pwa.staff.core import Action
from pwa.staff.models import Account
from pwa.store.database import writing
from pwa.vault.practice.models import StaffSession
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("practice", __name__, url_prefix=http.PRACTICE_PREFIX)

_View = Callable[[], ResponseReturnValue]


@bp.before_request
def refuse_json() -> None:
    """Take forms only: Flask-Security also reads JSON, in which a value can be anything."""
    if request.is_json:
        abort(415)


def _finish(view: _View) -> Response:
    """Finish a step of the login: one commit, and 303 after a form."""
    response = make_response(view())
    db.session.commit()
    if request.method == "POST" and response.status_code == 302:
        response.status_code = 303
    return response


def _first_step(view: _View) -> _View:
    @wraps(view)
    def step() -> ResponseReturnValue:
        if current_staff() is not None:
            return redirect(url_for("desk.today"), code=303)
        return _finish(view)

    return step


def _second_step(view: _View) -> _View:
    @wraps(view)
    def step() -> ResponseReturnValue:
        if current_staff() is not None:
            return redirect(url_for("desk.today"), code=303)
        # Flask-Security would wait for the second factor as long as the browser is open.
        # Only a guess waits for the guess before it; looking at the page does not.
        is_guess = request.method == "POST"
        if (sessions.lock_pending() if is_guess else sessions.find_pending()) is None:
            # Translators: nl: "Dat duurde te lang, of de code was te vaak fout. Begin opnieuw."
            flash(
                gettext("That took too long, or the code was wrong too often. Please start again.")
            )
            return redirect(url_for("practice.login"), code=303)
        return _ask_where(_finish(view))

    return step


def _ask_where(answer: Response) -> ResponseReturnValue:
    """Let somebody who just came in and works in several practices choose one first."""
    row = sessions.find_current()
    if row is None:
        return answer
    account = db.session.get_one(Account, row.account_id)
    if sum(membership.is_active for membership in account.memberships) < 2:
        return answer
    return redirect(url_for("account.practices", next=answer.location), code=303)


def _code_step(view: _View) -> _View:
    """Lead somebody to the passkey who has no app; Flask-Security has only met people with one."""

    @wraps(view)
    def step() -> ResponseReturnValue:
        is_setting_up = session.get("tf_state") == "validating_profile"
        if not is_setting_up and not _pending()[0].tf_totp_secret:
            return redirect(url_for("practice.passkey"), code=303)
        return view()

    return step


def _pending() -> tuple[Account, StaffSession]:
    pending = sessions.find_pending()
    assert pending is not None  # or `_second_step` would not have led here
    return db.session.get_one(Account, pending.account_id), pending


_BOTH = ["GET", "POST"]
bp.add_url_rule(
    "/login", "login", limit_guesses(limit_person(_first_step(fs_views.login))), methods=_BOTH
)
bp.add_url_rule(
    "/second-factor/setup",
    "two_factor_setup",
    _second_step(fs_views.two_factor_setup),
    methods=_BOTH,
)
bp.add_url_rule(
    "/second-factor",
    "two_factor_token_validation",
    limit_guesses(limit_codes(_second_step(_code_step(fs_views.two_factor_token_validation)))),
    methods=_BOTH,
)
bp.add_url_rule(
    "/second-factor/recovery",
    "mf_recovery",
    limit_guesses(limit_codes(_second_step(fs_recovery_codes.mf_recovery))),
    methods=_BOTH,
)
# Flask-Security writes this address into the page of the code; help is the recovery code.
bp.add_url_rule(
    "/second-factor/help",
    "two_factor_rescue",
    redirect_to=f"{http.PRACTICE_PREFIX}/second-factor/recovery",
)


@bp.get("/second-factor/passkey")
@_second_step
def passkey() -> ResponseReturnValue:
    """Take the second step with a passkey."""
    return _passkey_page(*_pending(), is_refused=False)


@bp.post("/second-factor/passkey")
@limit_guesses
@limit_codes
@_second_step
def give_passkey() -> ResponseReturnValue:
    """Show the passkey."""
    account, pending = _pending()
    if not passkey_login.log_in(account, pending, request.form.get("passkey", ""), http.now()):
        return _passkey_page(account, pending, is_refused=True)
    return redirect(place_to_go(request.args.get("next")))


def _passkey_page(
    account: Account, pending: StaffSession, *, is_refused: bool
) -> ResponseReturnValue:
    if not account.passkeys:
        return redirect(url_for("practice.login"))
    with writing(db.session()):
        options = passkeys.ask_for_known(account, pending)
    page = render_template(
        "practice/passkey.html", account=account, options=options, is_refused=is_refused
    )
    return page, 422 if is_refused else 200


@bp.get("/second-factor/setup/passkey")
@_second_step
def new_passkey() -> ResponseReturnValue:
    """Make a passkey at the first login."""
    return _new_passkey_page(*_pending(), is_refused=False)


@bp.post("/second-factor/setup/passkey")
@limit_guesses
@limit_codes
@_second_step
def make_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser made, and go in."""
    account, pending = _pending()
    if passkey_login.has_second_factor(account):
        return redirect(url_for("practice.login"))
    if not passkey_login.enrol(account, pending, request.form.get("passkey", ""), http.now()):
        return _new_passkey_page(account, pending, is_refused=True)
    return redirect(url_for("practice.recovery_codes"))


def _new_passkey_page(
    account: Account, pending: StaffSession, *, is_refused: bool
) -> ResponseReturnValue:
    # Or the password alone would be enough to add one.
    if passkey_login.has_second_factor(account):
        return redirect(url_for("practice.login"))
    with writing(db.session()):
        options = passkeys.ask_for_new(account, pending)
    page = render_template("practice/new_passkey.html", options=options, is_refused=is_refused)
    return page, 422 if is_refused else 200


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """End the own session."""
    staff = current_staff()
    if staff is not None:
        audit.record_staff(db.session(), staff, action="account:logout", at=http.now())
        sessions.end_login(sessions.find_current())
        db.session.commit()
    return redirect(url_for("practice.login"), code=303)


@bp.get("/recovery-codes")
@staff_view(Action.ACCOUNT, fresh=True)
def recovery_codes(staff: Staff) -> ResponseReturnValue:
    """See how many recovery codes are left, and ask for new ones."""
    return render_template("practice/recovery_codes.html", codes=[])


@bp.post("/recovery-codes")
@staff_view(Action.ACCOUNT, fresh=True)
def make_recovery_codes(staff: Staff) -> ResponseReturnValue:
    """Get new recovery codes, shown this once."""
    codes = people.make_recovery_codes(db.session.get_one(Account, staff.account_id))
    audit.record_staff(db.session(), staff, action="recovery-codes:make", at=http.now())
    db.session.commit()
    return render_template("practice/recovery_codes.html", codes=codes)
