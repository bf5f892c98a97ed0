"""Read and change the settings of a practice, and find what is still to do."""

from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.practice.details import FIELDS, TICKED, PracticeDetails
from pwa.practice.models import Practice
from pwa.settings.core import ToDo
from pwa.staff.access import Staff
from pwa.staff.models import Membership
from pwa.vault.practice.models import KeyHolder, KeyKind, KeyWrap
from pwa.vault.practice.recovery import (
    recovery_key_state,
    replace_recovery_key,
    verify_recovery_key,
)
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work

# The action that `papers.routes` logs when a poster is printed.
POSTER_PRINTED = "poster:print"


def lock_practice(db: Session, practice: Practice) -> None:
    """Lock the row of the practice and read it anew, so that one person at a time changes it."""
    db.refresh(practice, with_for_update=True)


def read_values(practice: Practice) -> dict[str, list[str]]:
    """Give the settings as a form holds them, field name to values."""
    return {name: _as_sent(getattr(practice, name)) for name in FIELDS}


def _as_sent(value: object) -> list[str]:
    if isinstance(value, list):
        return list(value)
    if isinstance(value, bool):
        return [TICKED] if value else []
    return [str(value)] if value else []


def change_details(work: Work, staff: Staff, details: PracticeDetails) -> tuple[str, ...]:
    """Save checked settings.

    Returns:
        The names of the fields that changed; if any, the caller sends `practice_changed`.
    """
    practice = staff.practice
    changed = tuple(
        name for name, value in asdict(details).items() if getattr(practice, name) != value
    )
    if changed:
        for name in changed:
            setattr(practice, name, getattr(details, name))
        practice.updated_at = work.now
        audit.record_staff(work.db, staff, action="settings:change", at=work.now)
    return changed


def take_new_recovery_key(work: Work, staff: Staff, printed: str) -> None:
    """Replace the recovery key by the printed one; the old one opens nothing any more.

    Args:
        printed: typed back from the paper.

    Raises:
        CannotOpen: the session does not hold all keys of the practice.
    """
    replace_recovery_key(work, staff.practice.id, staff.keys, printed=printed)
    verify_recovery_key(work, staff.practice.id, printed)
    audit.record_staff(work.db, staff, action="recovery-key:replace", at=work.now)


def find_to_do(db: Session, staff: Staff) -> ToDo:
    """Find what the practice has not done yet."""
    practice_id = staff.practice.id
    key = recovery_key_state(db, practice_id)
    colleagues = select(func.count()).where(
        Membership.practice_id == practice_id, Membership.ended_at.is_(None)
    )
    readers = (
        select(func.count())
        .select_from(KeyWrap)
        .join(KeyHolder)
        .where(
            KeyHolder.membership_id.is_not(None),
            KeyWrap.practice_key_id == current_key(db, practice_id, KeyKind.CARE).id,
        )
    )
    posters = select(audit.AccessEvent.number).where(
        audit.AccessEvent.practice_id == practice_id, audit.AccessEvent.action == POSTER_PRINTED
    )
    return ToDo(
        has_recovery_codes=staff.recovery_codes_left > 0,
        has_tried_key=key is not None and key.verified_at is not None,
        has_reader=db.scalar(readers) != 0,
        has_colleagues=(db.scalar(colleagues) or 0) > 1,
        has_poster=db.scalar(posters.limit(1)) is not None,
    )


def renew_waiting_room_code(work: Work, staff: Staff) -> None:
    """Renew the waiting-room code; the old one is invalid from now on."""
    staff.practice.waiting_room_number += 1
    staff.practice.updated_at = work.now
    audit.record_staff(work.db, staff, action="waiting-room:renew", at=work.now)
