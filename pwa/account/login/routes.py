"""Logging in and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit
from pwa.account.factors import app_codes, new_app, passkeys
from pwa.account.factors.recovery_codes import make_recovery_codes, use_recovery_code
from pwa.account.factors.service import has_second_factor
from pwa.account.login import service
from pwa.account.login.forms import CodeForm, LoginForm
from pwa.account.login.limits import limit_codes, limit_guesses, limit_person
from pwa.account.login.steps import first_step, go_in, place, refuse_json, second_step
from pwa.staff import sessions
from pwa.staff.access import Staff, current_staff, staff_view
from pwa.staff.core import Action
from pwa.staff.models import Account
from pwa.store.database import writing
from pwa.vault.practice.models import StaffSession
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("practice", __name__, url_prefix=http.PRACTICE_PREFIX)
bp.before_request(refuse_json)


@bp.get("/login")
@first_step
def login() -> ResponseReturnValue:
    """Log in: the password, first of two steps."""
    return _login_page(LoginForm())


@bp.post("/login")
@limit_guesses
@limit_person
@first_step
def give_password() -> ResponseReturnValue:
    """Check the password; the private key it unwraps waits, encrypted, for the second step."""
    form = LoginForm()
    password = form.password.data or ""
    account = service.check_password(begin_work(), form.email.data or "", password)
    if account is None:
        error = gettext("The email address or the password is not right. Please try again.")
    elif account.current_membership is None:
        error = gettext("This account does not belong to a practice any more.")
    else:
        sessions.begin_login(account.current_membership, password)
        new_app.forget_app()
        db.session.commit()
        return redirect(service.find_second_step(account, form.place), code=303)
    page = _login_page(form, error)
    db.session.commit()  # saves the refusal in the access log
    return page, 422


def _login_page(form: LoginForm, error: str = "") -> str:
    return render_template("practice/login.html", form=form, error=error)


@bp.get("/second-factor")
@second_step
def code(account: Account, _pending: StaffSession) -> ResponseReturnValue:
    """Take the second step with a code from the app."""
    return _code_page(account, CodeForm())


@bp.post("/second-factor")
@limit_guesses
@limit_codes
@second_step
def give_code(account: Account, _pending: StaffSession) -> ResponseReturnValue:
    """Give the code that the app shows; the first one of a newcomer's app sets it up."""
    form = CodeForm()
    if not _has_app(account) or not form.validate():
        return _code_page(account, form)
    if _is_right(account, form.code.data or ""):
        return go_in(account, place())
    service.refuse_factor(begin_work(), account)
    error = gettext(
        "This code is not right or was used already. Wait for the next one in your app."
    )
    form.code.errors = [error]
    return _code_page(account, form)


def _has_app(account: Account) -> bool:
    is_new = not has_second_factor(account) and new_app.waiting_secret() is not None
    return account.tf_totp_secret is not None or is_new


def _is_right(account: Account, typed: str) -> bool:
    if account.tf_totp_secret is not None:
        return app_codes.use_code(db.session(), account, typed)
    return new_app.accept_app(account, typed)


def _code_page(account: Account, form: CodeForm) -> ResponseReturnValue:
    if not _has_app(account):
        return redirect(url_for("practice.passkey"), code=303)
    page = render_template("practice/second_factor.html", form=form, account=account)
    return page, 422 if form.errors else 200


@bp.get("/second-factor/recovery")
@second_step
def recovery(account: Account, _pending: StaffSession) -> ResponseReturnValue:
    """Take the second step with a code from paper."""
    return _recovery_page(account, CodeForm())


@bp.post("/second-factor/recovery")
@limit_guesses
@limit_codes
@second_step
def give_recovery_code(account: Account, _pending: StaffSession) -> ResponseReturnValue:
    """Give a code from paper, which is used up by it."""
    form = CodeForm()
    if not has_second_factor(account) or not form.validate():
        return _recovery_page(account, form)
    if use_recovery_code(account, form.code.data or ""):
        return go_in(account, place())
    service.refuse_factor(begin_work(), account)
    form.code.errors = [gettext("This recovery code is not right or was used already.")]
    return _recovery_page(account, form)


def _recovery_page(account: Account, form: CodeForm) -> ResponseReturnValue:
    if not has_second_factor(account):
        return redirect(url_for("practice.login"), code=303)
    page = render_template("practice/recovery.html", form=form)
    return page, 422 if form.errors else 200


# No page links to this address any more; it stays for links and bookmarks from before.
bp.add_url_rule(
    "/second-factor/help",
    "help",
    redirect_to=f"{http.PRACTICE_PREFIX}/second-factor/recovery",
)


@bp.get("/second-factor/passkey")
@second_step
def passkey(account: Account, pending: StaffSession) -> ResponseReturnValue:
    """Take the second step with a passkey."""
    return _passkey_page(account, pending, is_refused=False)


@bp.post("/second-factor/passkey")
@limit_guesses
@limit_codes
@second_step
def give_passkey(account: Account, pending: StaffSession) -> ResponseReturnValue:
    """Show the passkey; a wrong one counts like a wrong code."""
    try:
        passkeys.check_passkey(account, pending, request.form.get("passkey", ""), http.now())
    except passkeys.PasskeyRefused:
        service.refuse_factor(begin_work(), account)
        return _passkey_page(account, pending, is_refused=True)
    return go_in(account, place())


def _passkey_page(
    account: Account, pending: StaffSession, *, is_refused: bool
) -> ResponseReturnValue:
    if not account.passkeys:
        return redirect(url_for("practice.login"), code=303)
    with writing(db.session()):
        options = passkeys.ask_for_known(account, pending)
    page = render_template(
        "practice/passkey.html", account=account, options=options, is_refused=is_refused
    )
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
def make_codes(staff: Staff) -> ResponseReturnValue:
    """Get new recovery codes, shown this once."""
    codes = make_recovery_codes(db.session.get_one(Account, staff.account_id))
    audit.record_staff(db.session(), staff, action="recovery-codes:make", at=http.now())
    db.session.commit()
    return render_template("practice/recovery_codes.html", codes=codes)
