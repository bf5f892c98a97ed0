"""Sessions of staff, which store what the password opened, encrypted, from request to request.

A session stores the private halves of the person's own pairs, one per practice. With them each
request opens the practice's keys, so a key that a colleague gives, or that replaces another one,
opens at once. The private halves are wrapped by a secret that only a cookie holds, and by the
master key: several workers can serve one session, and neither the database nor the cookie alone
opens anything.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, update

from pwa.vault.crypto import CannotOpen, MasterKeys
from pwa.vault.practice.models import StaffSession
from pwa.vault.sealed_cookie import unwrap_with_cookie, wrap_with_cookie
from pwa.vault.work import Work

IDLE_LIFETIME = timedelta(minutes=15)
ABSOLUTE_LIFETIME = timedelta(hours=10)
# From the password to the second factor, which somebody may have to enrol first.
PENDING_LIFETIME = timedelta(minutes=15)
# `seen_at` is written at most this often, so a session may end this much before its idle time.
SEEN_STEP = timedelta(minutes=1)

# Id of a membership to the private half of that member's key pair.
Holders = Mapping[int, bytes]


def start_staff_session(
    work: Work, *, practice_id: int, account_id: int, membership_id: int, holders: Holders
) -> tuple[StaffSession, str]:
    """Start a session after the password; it opens nothing until it is confirmed.

    Args:
        membership_id: of the practice where the person works now.
        holders: what the password opened, of every practice.

    Returns:
        The session, and the secret for a cookie of its own.
    """
    _drop_dead_sessions(work, account_id)
    session = StaffSession(
        id=uuid4(),
        practice_id=practice_id,
        account_id=account_id,
        membership_id=membership_id,
        created_at=work.now,
        seen_at=work.now,
        wrapped_keys=b"",
    )
    secret = _wrap(session, holders, work.master)
    work.db.add(session)
    return session, secret


def find_pending_session(work: Work, session_id: UUID) -> StaffSession | None:
    """Find a session that waits for its second factor; None when it expired or is no such one."""
    session = work.db.get(StaffSession, session_id)
    if session is None or session.confirmed_at is not None or not is_alive(session, work.now):
        return None
    return session


def confirm_staff_session(
    work: Work, pending: StaffSession, secret: str
) -> tuple[StaffSession, str]:
    """Replace a pending session by a confirmed one, after the second factor.

    Its id and secret are new, so that nobody who saw the earlier ones gains by the confirmation.

    Raises:
        CannotOpen: another secret, or damaged.
    """
    holders = _unwrap(pending, secret, work.master)
    end_staff_session(pending, work.now)
    session, new_secret = start_staff_session(
        work,
        practice_id=pending.practice_id,
        account_id=pending.account_id,
        membership_id=pending.membership_id,
        holders=holders,
    )
    session.confirmed_at = work.now
    return session, new_secret


def load_staff_session(work: Work, session_id: UUID) -> StaffSession | None:
    """Load a confirmed session that is still alive."""
    session = work.db.get(StaffSession, session_id)
    if session is None or session.confirmed_at is None or not is_alive(session, work.now):
        return None
    return session


def is_long_unseen(session: StaffSession, now: datetime) -> bool:
    """Say whether `seen_at` is so old (`SEEN_STEP`) that it has to be written again."""
    return now - session.seen_at >= SEEN_STEP


def note_use(session: StaffSession, now: datetime) -> None:
    """Write the time of this request to `seen_at`, from which the idle time counts."""
    if is_long_unseen(session, now):
        session.seen_at = now


def is_alive(session: StaffSession, now: datetime) -> bool:
    """Say whether a session may still be used: not ended, not idle too long, not too old."""
    lifetime = PENDING_LIFETIME if session.confirmed_at is None else ABSOLUTE_LIFETIME
    return (
        session.ended_at is None
        and now - session.created_at < lifetime
        and now - session.seen_at < IDLE_LIFETIME
    )


def replace_session(
    work: Work, session: StaffSession, membership_id: int, practice_id: int, holders: Holders
) -> tuple[StaffSession, str]:
    """Go on under a new id and secret: in another practice, or with other pairs after a new password.

    The moments of the login and of the last confirmation are taken over, so all limits still count from
    them.
    """
    started_at, confirmed_at = session.created_at, session.confirmed_at
    end_staff_session(session, work.now)
    new, secret = start_staff_session(
        work,
        practice_id=practice_id,
        account_id=session.account_id,
        membership_id=membership_id,
        holders=holders,
    )
    new.created_at, new.confirmed_at = started_at, confirmed_at
    return new, secret


def holders_of_session(session: StaffSession, secret: str, master: MasterKeys) -> dict[int, bytes]:
    """Open the private halves of a confirmed session, by the secret of its cookie.

    Returns:
        Id of a membership to the private half of that member's pair.

    Raises:
        CannotOpen: not confirmed, ended, another secret, or damaged.
    """
    if session.confirmed_at is None:
        raise CannotOpen
    return _unwrap(session, secret, master)


def end_staff_session(session: StaffSession, now: datetime) -> None:
    """End a session; its wrapped keys are erased, so its cookie opens nothing any more."""
    session.ended_at = now
    session.wrapped_keys = b""


def end_sessions_of(work: Work, account_id: int) -> None:
    """End every session of an account: it was disabled, or its password changed."""
    work.db.execute(
        update(StaffSession)
        .where(StaffSession.account_id == account_id, StaffSession.ended_at.is_(None))
        .values(ended_at=work.now, wrapped_keys=b"")
    )


def end_sessions_in(work: Work, membership_id: int) -> None:
    """End the sessions of a member who left, in that practice only."""
    work.db.execute(
        update(StaffSession)
        .where(StaffSession.membership_id == membership_id, StaffSession.ended_at.is_(None))
        .values(ended_at=work.now, wrapped_keys=b"")
    )


def _drop_dead_sessions(work: Work, account_id: int) -> None:
    work.db.execute(
        delete(StaffSession).where(
            StaffSession.account_id == account_id,
            or_(
                StaffSession.ended_at.is_not(None),
                StaffSession.created_at <= work.now - ABSOLUTE_LIFETIME,
                StaffSession.seen_at <= work.now - IDLE_LIFETIME,
            ),
        )
    )


def _wrap(session: StaffSession, holders: Holders, master: MasterKeys) -> str:
    content = json.dumps({str(member): private.hex() for member, private in holders.items()})
    session.wrapped_keys, secret = wrap_with_cookie(content.encode(), session.wrap_context, master)
    return secret


def _unwrap(session: StaffSession, secret: str, master: MasterKeys) -> dict[int, bytes]:
    content = json.loads(
        unwrap_with_cookie(secret, session.wrapped_keys, session.wrap_context, master)
    )
    return {int(member): bytes.fromhex(private) for member, private in content.items()}
