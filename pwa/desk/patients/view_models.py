"""Data for the pages about a patient's new keys and about merging two lists of one patient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.appointments.core import Appointment
from pwa.appointments.invitations import open_invitation
from pwa.conversation.core import ListPart
from pwa.conversation.desk_notes import open_desk_note
from pwa.conversation.merging import merged_into
from pwa.conversation.models import Conversation, Invitation, Submission
from pwa.desk.patients.core import Candidate, find_alike
from pwa.staff.access import Staff
from pwa.vault.work import Work

# Lists of this time are searched by name; an older list is found by its code.
LOOKED_BACK = timedelta(days=60)
MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Undo:
    """A merge that can still be undone.

    Attributes:
        conversation_id: of the older list, which was merged into the other one.
        created_at: when the older list began.
    """

    conversation_id: UUID
    created_at: datetime
    merged_at: datetime


def find_candidates(work: Work, staff: Staff, own: Candidate, typed: str) -> list[Candidate]:
    """Find lists of the last weeks that may be the same patient's.

    Args:
        own: the list for which another list of the same patient is wanted.
        typed: a part of a name; blank to search with the words of `own.names`.
    """
    rows = work.db.execute(
        select(Submission, Invitation)
        .join(Conversation, Conversation.id == Submission.conversation_id)
        .outerjoin(Invitation, Invitation.id == Conversation.invitation_id)
        .where(
            Submission.practice_id == staff.practice.id,
            # Thousands may be folded, which would be slow: a folded list is found by its code.
            Submission.list_part == ListPart.DAY,
            Submission.received_at > work.now - LOOKED_BACK,
            Submission.label.is_not(None),
            Submission.conversation_id != own.conversation_id,
            Conversation.withdrawn_at.is_(None),
        )
        .order_by(Submission.number)
    )
    found: dict[UUID, Candidate] = {}
    for submission, invitation in rows:
        note = open_desk_note(submission, staff.keys)
        appointment = _appointment(invitation, staff)
        before = found.get(submission.conversation_id)
        found[submission.conversation_id] = Candidate(
            submission.conversation_id,
            submission.received_at,
            note["known_as"] or (before.known_as if before else ""),
            appointment.patient_name if appointment else "",
            note["code_start"] or (before.code_start if before else ""),
        )
    return find_alike(found.values(), own, typed, most=MOST_OFFERED)


def _appointment(invitation: Invitation | None, staff: Staff) -> Appointment | None:
    return None if invitation is None else open_invitation(invitation, staff.keys).appointment


def find_undos(db: Session, conversation: Conversation) -> Sequence[Undo]:
    """Give the merges into a conversation that can still be undone."""
    return [
        Undo(row.id, row.created_at, row.merged_at)
        for row in merged_into(db, conversation)
        if row.care_wrap is not None and row.merged_at is not None
    ]
