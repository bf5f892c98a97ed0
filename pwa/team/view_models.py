"""The pages of the team that more than one address shows."""

from flask import abort, render_template, url_for
from flask_babel import gettext

from pwa.staff.access import Staff
from pwa.staff.role_names import ROLE_HINTS, ROLE_NAMES
from pwa.staff.sessions import key_kinds
from pwa.team import members
from pwa.team.core import LinkPurpose
from pwa.team.forms import InviteForm
from pwa.team.members import Member
from pwa.team.models import TeamLink
from pwa.web import http
from pwa.web.extensions import db
from pwa.web.qr import draw_qr


def find_member_or_404(staff: Staff, membership_id: int, *, is_other: bool = False) -> Member:
    """Find somebody who works in the own practice.

    Args:
        is_other: the own membership does not count; the own password has a page of its own.
    """
    found = members.find_member(db.session(), staff.practice.id, membership_id)
    if found is None or (is_other and membership_id == staff.membership_id):
        abort(404)
    return found


def show_invite(form: InviteForm) -> str:
    """Show what to fill in for a new colleague."""
    return render_template(
        "practice/team/invite.html", form=form, role_names=ROLE_NAMES, role_hints=ROLE_HINTS
    )


def is_here(staff: Staff, form: InviteForm) -> bool:
    """Say whether the invited person works here already; if so, add an error to the field."""
    email = form.email.data or ""
    if members.find_by_email(db.session(), staff.practice.id, email) is None:
        return False
    form.email.errors = [gettext("Somebody works here already under this email address.")]
    return True


def show_member(staff: Staff, found: Member, *, error: str = "") -> str:
    """Show one colleague, and what can be changed."""
    return render_template(
        "practice/team/member.html",
        member=found,
        is_self=found.id == staff.membership_id,
        can_give=any(staff.keys.holds(kind) for kind in found.missing),
        role_names=ROLE_NAMES,
        error=error,
    )


def show_link(staff: Staff, link: TeamLink, secret: str, name: str) -> str:
    """Show a link this once, to pass on."""
    address = url_for("joining.begin", slug=staff.practice.slug)
    whole = f"{http.base_url()}{address}#{secret}"
    kinds = key_kinds(link.role) if link.role else ()
    return render_template(
        "practice/team/link.html",
        link=whole,
        qr=draw_qr(whole),
        name=name,
        expires_at=link.expires_at,
        is_reset=link.purpose is LinkPurpose.RESET,
        waits=not all(staff.keys.holds(kind) for kind in kinds),
    )
