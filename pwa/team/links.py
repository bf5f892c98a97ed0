"""Make, find, withdraw and purge team links, which work for 48 hours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.staff.core import Role
from pwa.staff.models import Membership
from pwa.staff.sessions import key_kinds
from pwa.team.core import LINK_LIFETIME, LinkPurpose
from pwa.team.models import TeamLink
from pwa.vault.crypto import MasterKeys
from pwa.vault.patient.codes import CodeError, new_link_secret, parse_link_secret
from pwa.vault.practice.invitation import unwrap_invitation, wrap_for_invitation
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.work import Work

_LOOKUP = "team link lookup"


class Maker(Protocol):
    """Who makes a link: a colleague, or the operator in the name of the only member."""

    @property
    def membership_id(self) -> int: ...
    @property
    def practice(self) -> Practice: ...


class DeadLink(Exception):
    """The link is unknown, used, withdrawn, too old or of another practice: one error for all."""


def make_invitation(
    work: Work, staff: Staff, *, name: str, email: str, role: Role
) -> tuple[TeamLink, str]:
    """Invite somebody; an earlier link for the same address is deleted.

    The link carries those of the inviter's keys that the role may hold. Without the care key the
    colleague waits for it at first.

    Returns:
        The link, and its secret, which is stored nowhere.
    """
    work.db.execute(
        delete(TeamLink).where(TeamLink.practice_id == staff.practice.id, TeamLink.email == email)
    )
    link, secret = _new_link(staff, LinkPurpose.JOIN, work.master, work.now)
    link.name, link.email, link.role = name, email, role
    work.db.add(link)
    work.db.flush()  # sets the id, which `wrap_context` contains
    keys = staff.keys.of(key_kinds(role))
    link.wrapped_keys = wrap_for_invitation(keys, secret, link.wrap_context, work.master)
    return link, secret


def make_reset(
    work: Work, staff: Maker, membership: Membership, *, drops_second_factor: bool
) -> tuple[TeamLink, str]:
    """Let a colleague set a new password; the link carries no key.

    Returns:
        The link, and its secret, which is stored nowhere.
    """
    work.db.execute(delete(TeamLink).where(TeamLink.membership_id == membership.id))
    link, secret = _new_link(staff, LinkPurpose.RESET, work.master, work.now)
    link.membership_id = membership.id
    link.drops_second_factor = drops_second_factor
    work.db.add(link)
    return link, secret


def find_link(work: Work, practice_id: int, typed: str) -> TeamLink:
    """Find a link by its secret, and lock its row.

    Raises:
        DeadLink: it does not work, whatever the reason.
    """
    try:
        secret = parse_link_secret(typed).secret
    except CodeError:
        raise DeadLink from None
    link = work.db.scalar(
        select(TeamLink)
        .where(*_living(practice_id, work.now), TeamLink.digest == work.master.mac(_LOOKUP, secret))
        .with_for_update()  # of two presses on the button at once, the second finds no link
    )
    if link is None:
        raise DeadLink
    return link


def open_link_keys(link: TeamLink, typed: str, master: MasterKeys) -> HeldKeys:
    """Open the keys that an invitation carries with its secret."""
    if link.wrapped_keys is None:
        return HeldKeys()
    return unwrap_invitation(link.wrapped_keys, typed, link.wrap_context, master)


def list_links(work: Work, practice_id: int) -> Sequence[TeamLink]:
    """List the links of a practice that still work, the newest first."""
    found = select(TeamLink).where(*_living(practice_id, work.now))
    return work.db.scalars(found.order_by(TeamLink.created_at.desc())).all()


def withdraw_link(db: Session, practice_id: int, link_id: UUID) -> bool:
    """Take a link back.

    Returns:
        Whether the link was still there.
    """
    gone = delete(TeamLink).where(TeamLink.practice_id == practice_id, TeamLink.id == link_id)
    return db.scalar(gone.returning(TeamLink.id)) is not None


def forget_links_of(db: Session, membership: Membership) -> None:
    """Delete the links that a member made, and those by which the member sets a new password."""
    db.execute(
        delete(TeamLink).where(
            (TeamLink.made_by_id == membership.id) | (TeamLink.membership_id == membership.id)
        )
    )


def empty_invitations(db: Session, practice_id: int) -> None:
    """Take the keys out of open invitations, because the practice's keys were replaced."""
    db.execute(
        update(TeamLink).where(TeamLink.practice_id == practice_id).values(wrapped_keys=None)
    )


def purge_links(work: Work) -> None:
    """Remove the links whose time is over, with the keys that they carry."""
    work.db.execute(delete(TeamLink).where(TeamLink.created_at <= work.now - LINK_LIFETIME))


def _living(practice_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return TeamLink.practice_id == practice_id, TeamLink.created_at > now - LINK_LIFETIME


def _new_link(
    staff: Maker, purpose: LinkPurpose, master: MasterKeys, now: datetime
) -> tuple[TeamLink, str]:
    secret = new_link_secret()
    link = TeamLink(
        practice_id=staff.practice.id,
        purpose=purpose,
        digest=master.mac(_LOOKUP, parse_link_secret(secret).secret),
        made_by_id=staff.membership_id,
        created_at=now,
    )
    return link, secret
