"""The team: who works here, inviting colleagues, what changes, and giving keys again."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action, Role
from pwa.staff.models import Membership
from pwa.staff.role_names import ROLE_NAMES
from pwa.team import keys, links, members
from pwa.team.core import TeamError
from pwa.team.forms import NO_ROLE, InviteForm, RecoveryForm, ResetForm, RoleForm
from pwa.team.view_models import find_member_or_404, is_here, show_invite, show_link, show_member
from pwa.vault.crypto import CannotOpen
from pwa.vault.patient.codes import CodeError
from pwa.vault.practice.models import KeyKind
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db, limiter

bp = Blueprint("team", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/team")

# Wrong recovery keys of one visitor. Nobody guesses 135 bits, but each try costs time.
WRONG_KEYS = "10 per 10 minutes"


@bp.get("/")
@staff_view(Action.TEAM)
def overview(staff: Staff) -> ResponseReturnValue:
    """See who works here, and which links are not used yet."""
    work = begin_work()
    return render_template(
        "practice/team/overview.html",
        members=members.list_members(work.db, staff.practice.id),
        links=links.list_links(work, staff.practice.id),
        role_names=ROLE_NAMES,
    )


@bp.get("/invite")
@staff_view(Action.TEAM, fresh=True)
def invite_page(staff: Staff) -> ResponseReturnValue:
    """Fill in name, address and role of a new colleague."""
    return show_invite(InviteForm())


@bp.post("/invite")
@staff_view(Action.TEAM, fresh=True)
def invite(staff: Staff) -> ResponseReturnValue:
    """Get the link for a colleague, shown this once."""
    work = begin_work()
    form = InviteForm()
    if not form.validate() or is_here(staff, form):
        return show_invite(form), 422
    link, secret = links.make_invitation(
        work,
        staff,
        name=form.name.data or "",
        email=form.email.data or "",
        role=Role(form.role.data or ""),
    )
    audit.record_staff(work.db, staff, action="account:invite", at=work.now)
    page = show_link(staff, link, secret, link.invitee.name)
    db.session.commit()
    return page


@bp.post("/links/<uuid:link_id>/withdraw")
@staff_view(Action.TEAM, fresh=True)
def withdraw_link(staff: Staff, link_id: UUID) -> ResponseReturnValue:
    """Take back a link that nobody used yet."""
    if not links.withdraw_link(db.session(), staff.practice.id, link_id):
        abort(404)
    audit.record_staff(db.session(), staff, action="account:withdraw-link", at=http.now())
    db.session.commit()
    flash(gettext("The link was taken back and does not work any more."))
    return redirect(url_for("team.overview"), code=303)


@bp.get("/<int:membership_id>")
@staff_view(Action.TEAM)
def member(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """See one colleague, and what can be changed."""
    return show_member(staff, find_member_or_404(staff, membership_id))


@bp.post("/<int:membership_id>/role")
@staff_view(Action.TEAM, fresh=True)
def change_role(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """Give a colleague another role."""
    found = find_member_or_404(staff, membership_id)
    form = RoleForm()
    if not form.validate():
        return show_member(staff, found, error=gettext(NO_ROLE)), 422
    role = Role(form.role.data or "")
    try:
        members.change_role(begin_work(), staff, found.membership, role)
    except TeamError as error:
        return _show_refusal(staff, membership_id, error)
    _give_what_is_held(staff, found.membership)
    return _done(
        staff, "team:role", membership_id, url_for("team.member", membership_id=membership_id)
    )


@bp.post("/<int:membership_id>/block")
@staff_view(Action.TEAM, fresh=True)
def block(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """Keep a colleague out from this moment on."""
    found = find_member_or_404(staff, membership_id, is_other=True)
    try:
        members.block(begin_work(), found.membership)
    except TeamError as error:
        return _show_refusal(staff, membership_id, error)
    return _done(
        staff, "team:block", membership_id, url_for("team.member", membership_id=membership_id)
    )


@bp.post("/<int:membership_id>/let-in")
@staff_view(Action.TEAM, fresh=True)
def let_in(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """Let a blocked colleague in again."""
    members.let_in(find_member_or_404(staff, membership_id, is_other=True).membership)
    return _done(
        staff, "team:let-in", membership_id, url_for("team.member", membership_id=membership_id)
    )


@bp.post("/<int:membership_id>/end")
@staff_view(Action.TEAM, fresh=True)
def end(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """End the membership of somebody who leaves the practice."""
    found = find_member_or_404(staff, membership_id)
    try:
        members.end_membership(begin_work(), staff, found.membership)
    except TeamError as error:
        return _show_refusal(staff, membership_id, error)
    return _done(staff, "team:leave", membership_id, url_for("team.overview"))


@bp.post("/<int:membership_id>/reset")
@staff_view(Action.TEAM, fresh=True)
def reset(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """Get a link by which a colleague sets a new password."""
    work = begin_work()
    found = find_member_or_404(staff, membership_id, is_other=True)
    link, secret = links.make_reset(
        work, staff, found.membership, drops_second_factor=ResetForm().second_factor.data
    )
    audit.record_staff(
        work.db, staff, action="account:reset-link", about_id=membership_id, at=work.now
    )
    page = show_link(staff, link, secret, found.account.name)
    db.session.commit()
    return page


@bp.get("/keys")
@staff_view(Action.GIVE_KEYS)
def waiting(staff: Staff) -> ResponseReturnValue:
    """See which colleagues wait for a key."""
    return render_template(
        "practice/team/waiting.html", waiting=members.list_waiting(db.session(), staff)
    )


@bp.post("/<int:membership_id>/keys")
@staff_view(Action.GIVE_KEYS, fresh=True)
def give_keys(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """Give a colleague the keys again."""
    found = find_member_or_404(staff, membership_id, is_other=True)
    if not found.membership.is_active:
        abort(404)
    try:
        keys.give_keys_to(begin_work(), staff, found.membership)
    except CannotOpen:
        abort(404)
    db.session.commit()
    flash(gettext("%(name)s can go on.", name=found.account.name))
    return redirect(url_for("desk.today"), code=303)


@bp.get("/key")
@staff_view(Action.ACCOUNT)
def missing_key(staff: Staff) -> ResponseReturnValue:
    """See what to wait for while the own keys are not open; then go on to the list."""
    if staff.keys.holds(KeyKind.DESK):
        return redirect(url_for("desk.today"), code=303)
    return render_template("practice/team/missing_key.html")


@bp.get("/recovery-key")
@staff_view(Action.ACCOUNT, fresh=True)
def recovery_page(staff: Staff) -> ResponseReturnValue:
    """Type the printed recovery key, when no colleague can give the own keys again."""
    return render_template("practice/team/recovery_key.html", form=RecoveryForm())


@bp.post("/recovery-key")
@limiter.limit(WRONG_KEYS, deduct_when=http.is_refused)
@staff_view(Action.ACCOUNT, fresh=True)
def recover(staff: Staff) -> ResponseReturnValue:
    """Open the own keys again by the printed recovery key."""
    work = begin_work()
    form = RecoveryForm()
    own = db.session.get_one(Membership, staff.membership_id)
    typed = form.recovery_key.data or ""
    try:
        keys.open_by_recovery_key(work, own, typed)
    except (CodeError, CannotOpen):
        audit.record_staff(
            work.db, staff, action="keys:recover", at=work.now, outcome=audit.Outcome.REFUSED
        )
        page = render_template("practice/team/recovery_key.html", form=form, is_wrong=True)
        db.session.commit()
        return page, 422
    db.session.commit()
    return redirect(url_for("desk.today"), code=303)


def _done(staff: Staff, action: str, membership_id: int, address: str) -> ResponseReturnValue:
    """Log a change of a colleague's membership, commit it with that, and go on."""
    audit.record_staff(db.session(), staff, action=action, about_id=membership_id, at=http.now())
    db.session.commit()
    return redirect(address, code=303)


def _show_refusal(staff: Staff, membership_id: int, error: TeamError) -> ResponseReturnValue:
    """Roll back, and show why the change cannot be made."""
    db.session.rollback()
    found = find_member_or_404(staff, membership_id)
    return show_member(staff, found, error=gettext(error.message)), 422


def _give_what_is_held(staff: Staff, membership: Membership) -> None:
    """Give the keys that a new role may hold, if this session holds them."""
    work = begin_work()
    missing = keys.missing_kinds(work.db, membership)
    if any(staff.keys.holds(kind) for kind in missing):
        keys.give_keys_to(work, staff, membership)
