"""The settings of a practice: read, changed, and what is still to do."""

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

# What the routes of the papers write into the access log.
POSTER_PRINTED = "poster:print"


def lock_practice(db: Session, practice: Practice) -> None:
    """Let one person at a time change the settings, from what is stored at this moment."""
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
    """Take over what was typed.

    Returns:
        The names of what is different now; the cached pages of patients have to go when there are any.
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
    """Let the key on paper take the place of the old one, which opens nothing any more.

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
    """Make another code; the one before is worth nothing from now on."""
    staff.practice.waiting_room_number += 1
    staff.practice.updated_at = work.now
    audit.record_staff(work.db, staff, action="waiting-room:renew", at=work.now)
