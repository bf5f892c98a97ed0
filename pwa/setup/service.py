"""An operator's link, and the practice that is made with it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.account.people import add_member, create_member
from pwa.errors import PersonalError
from pwa.practice.details import TAKEN_SLUG, PracticeDetails
from pwa.practice.service import create_practice, find_practice
from pwa.setup.core import LINK_LIFETIME, LinkState, link_state
from pwa.setup.models import PracticeSetup
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.text import N_
from pwa.vault.patient.codes import CodeError, new_link_secret, parse_link_secret
from pwa.vault.practice.recovery import replace_recovery_key, verify_recovery_key
from pwa.vault.work import Work

_LABEL = "practice setup"

TAKEN_EMAIL = N_("This email address has an account already. Use another one.")


class Taken(PersonalError):
    """Somebody else took the practice's name in addresses, or the email address, meanwhile."""


class UsedUp(Exception):
    """The practice is there already: the button was pressed twice."""


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Who sets a practice up, and works there first."""

    name: str
    email: str
    role: Role
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Who sets a practice up and works in another one already.

    Attributes:
        password: of the account; it was checked already.
    """

    account: Account
    role: Role
    password: str = field(repr=False)


def create_link(work: Work) -> tuple[PracticeSetup, str]:
    """Make a link for a practice that does not exist yet.

    Returns:
        The row, and the secret of the link, which is stored nowhere.
    """
    secret = new_link_secret()
    row = PracticeSetup(
        token_digest=work.master.mac(_LABEL, secret.encode()),
        created_at=work.now,
        expires_at=work.now + LINK_LIFETIME,
    )
    work.db.add(row)
    work.db.flush()
    return row, secret


def find_setup(work: Work, typed: str) -> PracticeSetup | None:
    """Find the row of a link, also of one that expired or was used.

    Args:
        typed: the secret, or the whole link as somebody pasted it.
    """
    secret = "".join(typed.rpartition("#")[2].split())
    try:
        parse_link_secret(secret)
    except CodeError:
        return None
    digest = work.master.mac(_LABEL, secret.encode())
    return work.db.scalar(select(PracticeSetup).where(PracticeSetup.token_digest == digest))


def state_of(row: PracticeSetup, now: datetime) -> LinkState:
    """Say whether the link of a row can still be used."""
    return link_state(expires_at=row.expires_at, finished_at=row.finished_at, now=now)


def save_draft(row: PracticeSetup, typed: Mapping[str, Sequence[str]]) -> None:
    """Store what was typed, so that somebody who opens the link again finds it filled in."""
    row.draft = {name: list(values) for name, values in typed.items()}


def is_slug_taken(db: Session, slug: str) -> bool:
    """Say whether a practice goes by this name already."""
    return find_practice(db, slug) is not None


def is_email_taken(db: Session, email: str) -> bool:
    """Say whether somebody logs in with this address already."""
    return db.scalar(select(func.count()).where(Account.email == email)) != 0


def finish_setup(
    work: Work,
    row: PracticeSetup,
    slug: str,
    details: PracticeDetails,
    person: FirstPerson | KnownPerson,
    *,
    recovery_key: str,
) -> Membership:
    """Make the practice with its keys and its first person, and use the link up.

    Args:
        recovery_key: on paper already, and typed back from it.

    Raises:
        Taken: the name in addresses or the email address was taken since it was typed.
        UsedUp: the practice was made already.
    """
    work.db.refresh(row, with_for_update=True)  # row lock: two presses make one practice
    if state_of(row, work.now) is not LinkState.OPEN:
        raise UsedUp
    try:
        member = _open_practice(work, slug, details, person, recovery_key)
    except IntegrityError as error:
        work.db.rollback()
        is_late = isinstance(person, FirstPerson) and is_email_taken(work.db, person.email)
        fault = TAKEN_EMAIL if is_late else TAKEN_SLUG
        raise Taken(fault) from error
    row.finished_at, row.draft = work.now, None
    _record(work, member)
    return member


def _open_practice(
    work: Work,
    slug: str,
    details: PracticeDetails,
    person: FirstPerson | KnownPerson,
    recovery_key: str,
) -> Membership:
    practice, new = create_practice(work, slug=slug, **asdict(details))
    replace_recovery_key(work, practice.id, new.keys, printed=recovery_key)
    verify_recovery_key(work, practice.id, recovery_key)
    if isinstance(person, KnownPerson):
        role, password = person.role, person.password
        return add_member(work, practice, person.account, role=role, password=password, keys=new.keys)  # fmt: skip
    return create_member(work, practice, **asdict(person), keys=new.keys)


def _record(work: Work, member: Membership) -> None:
    for action in ("practice:create", "recovery-key:create", "member:create"):
        audit.record(
            work.db,
            action=action,
            practice_id=member.practice_id,
            actor=audit.Actor.STAFF,
            strength=audit.Strength.SECRET,
            at=work.now,
            membership_id=member.id,
            role=member.role,
        )
