"""Follow a team link: only the last button uses the link up, looking at it does not."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from pwa import audit
from pwa.account.login.limits import limit_guesses
from pwa.account.login.service import find_second_step
from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.staff import sessions
from pwa.staff.models import Membership
from pwa.staff.recording import record_member
from pwa.staff.role_names import ROLE_NAMES
from pwa.team import accepting
from pwa.team.core import LinkPurpose
from pwa.team.forms import LinkForm, NewPasswordForm, OwnPasswordForm
from pwa.team.links import DeadLink, find_link
from pwa.team.models import TeamLink
from pwa.vault.work import Work, begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("joining", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/join")


@bp.errorhandler(DeadLink)
def dead_link(_error: DeadLink) -> ResponseReturnValue:
    """See that a link does not work, and what to do."""
    return render_template("practice/team/dead_link.html"), 422


@bp.get("/<slug>")
def begin(slug: str) -> ResponseReturnValue:
    """Arrive by a link; its secret is in the fragment (behind `#`), which no server sees."""
    return render_template("practice/team/join_begin.html", practice=get_practice_or_404(slug))


@bp.post("/<slug>")
@limit_guesses
def look(slug: str) -> ResponseReturnValue:
    """See what a link is for."""
    practice = get_practice_or_404(slug)
    form = LinkForm()
    if not form.secret:
        page = render_template("practice/team/join_begin.html", practice=practice, is_empty=True)
        return page, 422
    return _show(_find(practice, form), form)


@bp.post("/<slug>/new")
@limit_guesses
def join(slug: str) -> ResponseReturnValue:
    """Begin in a practice with a new account."""
    form = NewPasswordForm()
    link = _find(get_practice_or_404(slug), form, LinkPurpose.JOIN)
    return _accept(accepting.join_as_new, link, form, form.password, "account:join")


@bp.post("/<slug>/own")
@limit_guesses
def join_with_account(slug: str) -> ResponseReturnValue:
    """Begin in one more practice with an existing account."""
    form = OwnPasswordForm()
    link = _find(get_practice_or_404(slug), form, LinkPurpose.JOIN)
    return _accept(accepting.join_with_account, link, form, form.own_password, "account:join")


@bp.post("/<slug>/password")
@limit_guesses
def set_password(slug: str) -> ResponseReturnValue:
    """Set a new password with the help of a colleague."""
    form = NewPasswordForm()
    link = _find(get_practice_or_404(slug), form, LinkPurpose.RESET)
    return _accept(accepting.set_password, link, form, form.password, "account:reset")


def _find(practice: Practice, form: LinkForm, purpose: LinkPurpose | None = None) -> TeamLink:
    link = find_link(begin_work(), practice.id, form.secret)
    if purpose is not None and link.purpose is not purpose:
        raise DeadLink
    return link


def _accept(
    accept: Callable[[Work, TeamLink, str, str], Membership],
    link: TeamLink,
    form: LinkForm,
    field: PasswordField,
    action: str,
) -> ResponseReturnValue:
    """Do what the link is for, and go on with the second factor as after a password."""
    work = begin_work()
    password = field.data or ""
    if not form.validate():
        return _show(link, form), 422
    try:
        member = accept(work, link, form.secret, password)
    except accepting.PasswordFault as fault:
        _record_refusal(link, action)
        page = _show(link, form, fault)
        db.session.commit()  # saves the log entry and the count of wrong passwords
        return page, 422
    strength = audit.Strength.SECRET
    record_member(work, member, action, strength=strength)
    response = _log_in(member, password)
    db.session.commit()
    return response


def _log_in(member: Membership, password: str) -> ResponseReturnValue:
    """Begin a login with the password just given; the second factor comes next."""
    sessions.end_login(sessions.find_current())  # of whoever was logged in in this browser
    sessions.begin_login(member, password)
    return redirect(find_second_step(member.account, url_for("desk.today")), code=303)


def _record_refusal(link: TeamLink, action: str) -> None:
    audit.record(
        db.session(),
        action=action,
        practice_id=link.practice_id,
        actor=audit.Actor.STAFF,
        strength=audit.Strength.NONE,
        at=http.now(),
        outcome=audit.Outcome.REFUSED,
    )


def _show(link: TeamLink, form: LinkForm, fault: accepting.PasswordFault | None = None) -> str:
    is_reset = link.purpose is LinkPurpose.RESET
    return render_template(
        "practice/team/new_password.html" if is_reset else "practice/team/join.html",
        practice=link.practice,
        link=link,
        form=form,
        fault=fault.sentence if fault else "",
        role_names=ROLE_NAMES,
    )
