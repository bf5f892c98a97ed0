"""Links that open the recording room of one language for fourteen days, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from pwa import audit
from pwa.staff.access import Staff
from pwa.staff.core import Action, may
from pwa.staff.models import Membership
from pwa.vault.patient.codes import CodeError, new_link_secret, parse_link_secret
from pwa.vault.work import Work
from pwa.voice.recordings.models import RecordingGuest

VISIT_LIFETIME: Final = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class GuestCookie:
    """What a guest's browser holds: the practice, and the secret of the link."""

    practice_id: int
    secret: str = field(repr=False)


def write_cookie(guest: RecordingGuest, secret: str) -> str:
    """Write the cookie of a guest who opened the link."""
    return f"{guest.practice_id}.{secret}"


def read_cookie(text: str) -> GuestCookie | None:
    """Read the cookie; nothing in it is trusted. None when it is none of ours."""
    practice, _, secret = text.partition(".")
    if not (practice.isascii() and practice.isdigit() and len(practice) < 10 and secret):
        return None
    return GuestCookie(int(practice), secret)


def invite_guest(
    work: Work, staff: Staff, *, name: str, language: str
) -> tuple[RecordingGuest, str]:
    """Make a link for somebody.

    Returns:
        Its row, and its secret, which is stored nowhere.
    """
    secret = new_link_secret()
    guest = RecordingGuest(
        practice_id=staff.practice.id,
        name=name,
        language=language,
        digest=_digest(work, secret),
        made_by_id=staff.membership_id,
        created_at=work.now,
    )
    work.db.add(guest)
    audit.record_staff(work.db, staff, action="recording:invite", at=work.now)
    work.db.flush()
    return guest, secret


def find_guest(work: Work, practice_id: int, secret: str) -> RecordingGuest | None:
    """Find who may come in by a secret; None when the link is unknown, over, or taken back."""
    try:
        digest = _digest(work, secret)
    except CodeError:
        return None
    guest = work.db.scalar(
        select(RecordingGuest).where(
            RecordingGuest.practice_id == practice_id, RecordingGuest.digest == digest
        )
    )
    return guest if guest is not None and _works(work, guest) else None


def _works(work: Work, guest: RecordingGuest) -> bool:
    """Say whether a link still works: not too old, and its maker could make it today.

    Who leaves the practice, is blocked, or runs it no more may keep no way in. The team's own links
    (pwa/team/links.py) end then as well.
    """
    maker = work.db.get_one(Membership, guest.made_by_id)
    return guest.expires_at > work.now and maker.is_active and may(maker.role, Action.SETTINGS)


def end_guest(work: Work, staff: Staff, guest_id: UUID) -> bool:
    """Take a link back; who holds it is out at the next press.

    Returns:
        Whether there was such a link.
    """
    guest = work.db.scalar(
        select(RecordingGuest).where(
            RecordingGuest.practice_id == staff.practice.id, RecordingGuest.id == guest_id
        )
    )
    if guest is None:
        return False
    if guest.digest is not None:
        guest.digest, guest.ended_at = None, work.now
        audit.record_staff(work.db, staff, action="recording:uninvite", at=work.now)
    return True


def list_guests(work: Work, practice_id: int) -> Sequence[RecordingGuest]:
    """List whose link still works, the newest first."""
    return [guest for guest in _with_secret(work, practice_id) if _works(work, guest)]


def end_old_links(work: Work, practice_id: int) -> None:
    """Forget the secrets of links that work no more."""
    for guest in _with_secret(work, practice_id):
        if not _works(work, guest):
            guest.digest = None


def _with_secret(work: Work, practice_id: int) -> Sequence[RecordingGuest]:
    return work.db.scalars(
        select(RecordingGuest)
        .where(RecordingGuest.practice_id == practice_id, RecordingGuest.digest.is_not(None))
        .order_by(RecordingGuest.created_at.desc())
    ).all()


def _digest(work: Work, secret: str) -> bytes:
    return work.master.mac("recording link", parse_link_secret(secret).secret)
