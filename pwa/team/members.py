"""Who works in a practice, and what changes: a role, a block, leaving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from pwa import audit
from pwa.staff.access import Staff
from pwa.staff.core import Action, Role, may, may_read_contents
from pwa.staff.models import Account, Membership
from pwa.staff.sessions import key_kinds
from pwa.team.core import Colleague, check_remaining
from pwa.team.keys import take_keys, take_keys_of_role
from pwa.team.leaving import forget_credentials, works_nowhere
from pwa.team.links import empty_invitations, forget_links_of
from pwa.vault.practice.models import KeyHolder, KeyKind, KeyWrap, PracticeKey
from pwa.vault.practice.service import current_key
from pwa.vault.practice.sessions import end_sessions_in
from pwa.vault.work import Work


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, as the page shows it.

    Attributes:
        has_second_factor: an app with codes, or a passkey.
        missing: the keys that the role asks for and the person does not hold.
        seen_at: the last login; None before the first one.
    """

    membership: Membership
    has_second_factor: bool
    missing: frozenset[KeyKind]
    seen_at: datetime | None

    @property
    def id(self) -> int:
        """The id of the membership."""
        return self.membership.id

    @property
    def account(self) -> Account:
        """The account of the person."""
        return self.membership.account

    @property
    def role(self) -> Role:
        """The role in this practice."""
        return self.membership.role


def list_members(db: Session, practice_id: int) -> Sequence[Member]:
    """List who works in a practice, by name."""
    held, seen = _held_kinds(db, practice_id), _last_logins(db, practice_id)
    return [
        Member(
            row,
            bool(row.account.tf_primary_method or row.account.passkeys),
            _missing(row, held),
            seen.get(row.id),
        )
        for row in db.scalars(
            select(Membership)
            .join(Account)
            .where(Membership.practice_id == practice_id, Membership.ended_at.is_(None))
            .options(selectinload(Membership.account).selectinload(Account.passkeys))
            .order_by(func.lower(Account.name), Membership.id)
        )
    ]


def find_member(db: Session, practice_id: int, membership_id: int) -> Member | None:
    """Find somebody who works in a practice."""
    members = list_members(db, practice_id)
    return next((member for member in members if member.id == membership_id), None)


def find_by_email(db: Session, practice_id: int, email: str) -> Membership | None:
    """Find who works here under an address."""
    return db.scalar(
        select(Membership)
        .join(Account)
        .where(
            Membership.practice_id == practice_id,
            Membership.ended_at.is_(None),
            Account.email == email,
        )
    )


def list_waiting(db: Session, staff: Staff) -> Sequence[Membership]:
    """List the colleagues who wait for a key that this member of staff can give.

    Each request of the day's list calls this: the number of queries must not grow with the team.
    """
    held = _held_kinds(db, staff.practice.id)
    working = db.scalars(
        select(Membership)
        .where(Membership.practice_id == staff.practice.id, Membership.id.in_(held))
        .order_by(Membership.id)
    )
    return [
        member
        for member in working
        if member.is_active
        and member.id != staff.membership_id
        and any(staff.keys.holds(kind) for kind in _missing(member, held))
    ]


def change_role(work: Work, staff: Staff, membership: Membership, role: Role) -> None:
    """Give somebody another role; with a role that opens no answers they lose the care key.

    Raises:
        TeamError: nobody could run the team any more, or nobody could open the answers.
    """
    _check_remaining(work.db, membership, role)
    before, membership.role = membership.role, role
    work.db.flush()
    if may(before, Action.TEAM) and not may(role, Action.TEAM):
        forget_links_of(work.db, membership)
    if may_read_contents(before) and not may_read_contents(role):
        take_keys_of_role(work, staff, membership, before)
        empty_invitations(work.db, staff.practice.id)


def block(work: Work, membership: Membership) -> None:
    """Keep somebody out from this moment on, until a colleague lets the person in again.

    Raises:
        TeamError: nobody could run the team any more, or nobody could open the answers.
    """
    _check_remaining(work.db, membership, None)
    membership.suspended_at = work.now
    forget_links_of(work.db, membership)
    end_sessions_in(work, membership.id)


def let_in(membership: Membership) -> None:
    """Let somebody in again who was blocked."""
    membership.suspended_at = None


def end_membership(work: Work, staff: Staff, membership: Membership) -> None:
    """End a membership: its sessions end, and the practice gets new keys for those who stay.

    Whoever works in no practice any more loses the password and the second factor too.

    Raises:
        TeamError: nobody could run the team any more, or nobody could open the answers.
    """
    _check_remaining(work.db, membership, None)
    membership.ended_at, membership.suspended_at = work.now, None
    work.db.flush()
    forget_links_of(work.db, membership)
    take_keys(work, staff, membership)
    empty_invitations(work.db, staff.practice.id)
    if works_nowhere(work.db, membership.account_id):
        forget_credentials(work.db, membership.account)


def _check_remaining(db: Session, membership: Membership, after: Role | None) -> None:
    everybody = db.scalars(
        select(Membership)
        .where(Membership.practice_id == membership.practice_id, Membership.ended_at.is_(None))
        .with_for_update()  # locked, so that the last two cannot leave at the same moment
    ).all()
    if not membership.is_active:
        return  # the practice does not depend on a blocked member
    held = _held_kinds(db, membership.practice_id)

    def seen(row: Membership) -> Colleague:
        has_care_key = may_read_contents(row.role) and KeyKind.CARE not in _missing(row, held)
        return Colleague(row.role, has_care_key)

    others = [seen(row) for row in everybody if row.id != membership.id and row.is_active]
    check_remaining(others, before=seen(membership), after=after)


def _held_kinds(db: Session, practice_id: int) -> Mapping[int, set[KeyKind]]:
    """Find the kinds of which each member with a key pair has the newest key, by membership id."""
    newest = [current_key(db, practice_id, kind).id for kind in KeyKind]
    rows = db.execute(
        select(KeyHolder.membership_id, PracticeKey.kind)
        .outerjoin(
            KeyWrap, (KeyWrap.holder_id == KeyHolder.id) & KeyWrap.practice_key_id.in_(newest)
        )
        .outerjoin(PracticeKey, PracticeKey.id == KeyWrap.practice_key_id)
        .where(KeyHolder.practice_id == practice_id, KeyHolder.membership_id.is_not(None))
    )
    held: dict[int, set[KeyKind]] = {}
    for membership_id, kind in rows:
        held.setdefault(membership_id or 0, set()).update({kind} if kind else ())
    return held


def _missing(row: Membership, held: Mapping[int, set[KeyKind]]) -> frozenset[KeyKind]:
    return frozenset(key_kinds(row.role)) - held.get(row.id, set())


def _last_logins(db: Session, practice_id: int) -> Mapping[int, datetime]:
    logins = (
        select(audit.AccessEvent.membership_id, func.max(audit.AccessEvent.at))
        .where(
            audit.AccessEvent.practice_id == practice_id,
            audit.AccessEvent.action == "account:login",
            audit.AccessEvent.outcome == audit.Outcome.DONE,
        )
        .group_by(audit.AccessEvent.membership_id)
    )
    return {member: at for member, at in db.execute(logins) if member is not None}
