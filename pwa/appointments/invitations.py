"""Invitations: the practice says when a patient comes; a list shared with the link attaches to it.

The link carries a token in its fragment. The token opens no list and may be used more than once: it
says which consult a list is for, and shows time and clinician to whoever has it (`for_patient.py`).
So a list with an old or made-up token is still accepted, and sharing one tells nothing about the
invitation.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hmac import digest
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from pwa.appointments.core import Appointment
from pwa.appointments.for_patient import PatientAppointment, seal_for_patient
from pwa.conversation.answering import answers
from pwa.conversation.models import Conversation, Invitation
from pwa.conversation.service import NotFound, unfold
from pwa.counting.core import Event
from pwa.counting.service import count
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.vault.crypto import MasterKeys, derive
from pwa.vault.patient.codes import code_from
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.service import current_key
from pwa.vault.records import DocumentAddress, SealedDocument, open_document, seal_document
from pwa.vault.work import Work

# How many lists of one invitation are accepted regardless of limits, as from a whole family.
FIRST_LISTS = 3
# How long an unanswered invitation stays after its consult, which may have been moved.
UNUSED_LIFETIME = timedelta(days=7)
TOKEN_BYTES = 16
_LONGEST_TOKEN = 100
_AT_ONCE = 500
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, opened with the desk key.

    Attributes:
        token: for the link's fragment.
    """

    id: UUID
    appointment: Appointment
    token: str = field(repr=False)

    @property
    def code(self) -> str:
        """The short code, to type into the form by somebody who did not open the link."""
        return _code(self.token)


def create_invitation(
    work: Work,
    practice_id: int,
    appointment: Appointment,
    *,
    clinician: str = "",
    invitation_id: UUID | None = None,
) -> Invitation:
    """Make an invitation: all but the day and digests is sealed to the desk key.

    Args:
        clinician: the name that whoever has the link may see; empty for none.
        invitation_id: as `derive_id` made it; None for a random one.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Invitation(
        id=invitation_id or uuid4(),
        practice_id=practice_id,
        token_digest=_digest(token),
        code_digest=_code_digest(_code(token), work.master),
        created_at=work.now,
    )
    _seal(work.db, row, Invited(row.id, appointment, token), clinician)
    work.db.add(row)
    count(work, practice_id, Event.INVITED)
    return row


def move_invitation(
    work: Work, row: Invitation, invited: Invited, appointment: Appointment, *, clinician: str = ""
) -> None:
    """Move an invitation to another time, day or clinician; its link and code stay.

    What was shared with it moves to the new day as well.

    Args:
        row: locked; `invited` is what was in it.
        clinician: as in `create_invitation`.
    """
    _seal(work.db, row, replace(invited, appointment=appointment), clinician)
    own = update(Conversation).where(Conversation.invitation_id == row.id)
    work.db.execute(own.values(consult_on=row.consult_on))


def _seal(db: Session, row: Invitation, invited: Invited, clinician: str) -> None:
    """Seal what an invitation holds: to the desk key, and in part under the token."""
    desk = current_key(db, row.practice_id, KeyKind.DESK)
    content = {**_content(invited.appointment), "token": invited.token}
    sealed = seal_document(desk.public_key, _address(row), content)
    row.consult_on = local_day(invited.appointment.at)
    row.desk_key_id, row.label_key, row.label = desk.id, sealed.sealed_key, sealed.body
    seal_for_patient(row, invited.token, PatientAppointment(invited.appointment.at, clinician))


def derive_id(practice_id: int, appointment: Appointment, form_id: UUID) -> UUID:
    """Compute an invitation's id, so that the same form, sent twice, makes only one invitation.

    The id is an HMAC of practice and contents under a key derived from the form's id: other
    contents give another invitation. The form's id is stored nowhere, so nobody can test guesses of
    the contents against the result.
    """
    content = json.dumps([practice_id, _content(appointment)])
    made = digest(derive(form_id.bytes, "invitation form"), content.encode(), hashlib.sha256)
    return UUID(bytes=made[:16])


def find_invitation(
    db: Session, practice_id: int, invitation_id: UUID, *, for_update: bool = False
) -> Invitation:
    """Find an invitation of the practice.

    Args:
        for_update: lock its row, and read it anew.

    Raises:
        NotFound: it does not exist, or belongs to another practice.
    """
    row = db.get(
        Invitation, invitation_id, with_for_update=for_update, populate_existing=for_update
    )
    if row is None or row.practice_id != practice_id:
        raise NotFound
    return row


def open_invitation(row: Invitation, keys: HeldKeys) -> Invited:
    """Open an invitation for the desk.

    Raises:
        CannotOpen: `keys` lacks the desk key that it was sealed to.
    """
    sealed = SealedDocument(row.label_key, row.label)
    content = open_document(keys.private(row.desk_key_id), _address(row), sealed)
    appointment = Appointment(
        at=datetime.fromisoformat(content["at"]),
        patient_name=content["label"],
        language=content["language"],
        with_id=content["with"],
    )
    return Invited(row.id, appointment, content["token"])


def complete(row: Invitation, invited: Invited, master: MasterKeys, *, clinician: str = "") -> None:
    """Store what an older build did not: the short code's digest, and what the patient may see.

    Args:
        clinician: as in `create_invitation`.
    """
    if row.code_digest is None:
        row.code_digest = _code_digest(invited.code, master)
    if row.appointment is None:
        shown = PatientAppointment(invited.appointment.at, clinician)
        seal_for_patient(row, invited.token, shown)


def is_answered(db: Session, row: Invitation) -> bool:
    """Say whether any list answers an invitation."""
    return db.scalar(select(Conversation.id).where(answers(row.id)).limit(1)) is not None


def withdraw_invitation(db: Session, row: Invitation) -> None:
    """Delete an invitation; from now on a list shared with its link counts as without one."""
    _delete(db, Invitation.id == row.id)


def find_by_token(db: Session, practice_id: int, token: str) -> Invitation | None:
    """Find the invitation of a link.

    Args:
        token: as it was sent, unchecked.

    Returns:
        None for an unknown token.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    return _find(db, practice_id, Invitation.token_digest == _digest(token))


def find_by_code(work: Work, practice_id: int, code: str) -> Invitation | None:
    """Find the invitation of a short code.

    Args:
        code: as it was sent, unchecked.

    Returns:
        None for an unknown code.
    """
    return _find(work.db, practice_id, Invitation.code_digest == _code_digest(code, work.master))


def count_lists(db: Session, invitation_id: UUID) -> int:
    """Count the lists that answer an invitation."""
    return db.scalar(select(func.count()).where(answers(invitation_id))) or 0


def attach(db: Session, conversation: Conversation, invitation_id: UUID | None) -> None:
    """Attach a conversation to an invitation and its consult's day, if it still has room.

    Args:
        invitation_id: found in an earlier transaction; since then the invitation may have been
            deleted, or have got its last list. None attaches nothing.
    """
    if invitation_id in (None, conversation.invitation_id):
        return
    this = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    invitation = db.scalar(this)
    if invitation is not None and count_lists(db, invitation_id) < FIRST_LISTS:
        conversation.invitation_id = invitation.id
        conversation.consult_on = invitation.consult_on
        unfold(db, conversation)  # it may be folded from an earlier sending without the invitation


def _find(db: Session, practice_id: int, is_it: ColumnElement[bool]) -> Invitation | None:
    return db.scalar(select(Invitation).where(Invitation.practice_id == practice_id, is_it))


def delete_expired(db: Session, practice: Practice, *, today: date) -> int:
    """Delete expired invitations: after the practice's retention time, or unanswered after a week.

    Returns:
        How many were deleted.
    """
    answered = select(Conversation.id).where(answers(Invitation.id)).exists()
    is_over = Invitation.consult_on < today - timedelta(days=practice.retention_days)
    is_unused = and_(Invitation.consult_on < today - UNUSED_LIFETIME, ~answered)
    return _delete(db, Invitation.practice_id == practice.id, or_(is_over, is_unused))


def _delete(db: Session, *which: ColumnElement[bool]) -> int:
    ids = list(db.scalars(select(Invitation.id).where(*which)))
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        own = update(Conversation).where(Conversation.invitation_id.in_(some))
        db.execute(own.values(invitation_id=None))
        db.execute(delete(Invitation).where(Invitation.id.in_(some)))
    return len(ids)


def _content(appointment: Appointment) -> dict[str, object]:
    return {
        "at": appointment.at.isoformat(),
        "label": appointment.patient_name,
        "language": appointment.language,
        "with": appointment.with_id,
    }


def _digest(token: str) -> bytes:
    """Compute the digest of a token, without a secret key: 128 random bits cannot be guessed."""
    return derive(token.encode("utf-8", "surrogatepass"), "invitation")


def _code(token: str) -> str:
    return code_from(derive(token.encode(), "invitation code"))


def _code_digest(code: str, master: MasterKeys) -> bytes:
    """Compute the HMAC of a code; a plain hash of 55 bits could be guessed in a stolen database."""
    return master.mac("invitation code", code.encode("utf-8", "surrogatepass"))


def _address(row: Invitation) -> DocumentAddress:
    return DocumentAddress(row.practice_id, row.id, row.id, "invitation", _SCHEMA)
