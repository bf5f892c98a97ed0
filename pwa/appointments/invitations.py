"""Invitations: the practice says when a patient comes, and what is shared attaches to it by itself.

The link carries a token in its fragment. It opens nothing and is never used up: it only tells which
consult a list is for. So a lost, old or made-up token costs the patient nothing, and whoever sends
one learns nothing about the invitation.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hmac import digest
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from pwa.appointments.core import Appointment
from pwa.conversation.answering import answers
from pwa.conversation.models import Conversation, Invitation
from pwa.conversation.service import NotFound, unfold
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.vault.crypto import MasterKeys, derive
from pwa.vault.patient.codes import code_from
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.service import current_key
from pwa.vault.records import DocumentAddress, SealedDocument, open_document, seal_document
from pwa.vault.work import Work

# So many lists of one invitation come in whatever else comes in; the whole of a family, say.
FIRST_LISTS = 3
# So long after the consult one that was not answered stays, because a consult may be moved.
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
        """The short code for the form, where the link does not come along."""
        return _code(self.token)


def create_invitation(
    work: Work, practice_id: int, appointment: Appointment, *, invitation_id: UUID | None = None
) -> Invitation:
    """Make an invitation; in clear there is nothing but the day.

    Args:
        invitation_id: a random one if nothing was derived that finds it again.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    desk = current_key(work.db, practice_id, KeyKind.DESK)
    row = Invitation(
        id=invitation_id or uuid4(),
        practice_id=practice_id,
        consult_on=local_day(appointment.at),
        token_digest=_digest(token),
        code_digest=_code_digest(_code(token), work.master),
        desk_key_id=desk.id,
        created_at=work.now,
    )
    content = {**_content(appointment), "token": token}
    sealed = seal_document(desk.public_key, _address(row), content)
    row.label_key, row.label = sealed.sealed_key, sealed.body
    work.db.add(row)
    return row


def derive_id(practice_id: int, appointment: Appointment, form_id: UUID) -> UUID:
    """Compute the id of what a form makes, so that the same form, sent twice, makes one.

    Whoever goes back to it and types another patient gets another invitation, and so does another
    practice. The form's id is stored nowhere, so the result says nothing about the content.
    """
    content = json.dumps([practice_id, _content(appointment)])
    made = digest(derive(form_id.bytes, "invitation form"), content.encode(), hashlib.sha256)
    return UUID(bytes=made[:16])


def find_invitation(db: Session, practice_id: int, invitation_id: UUID) -> Invitation:
    """Find an invitation of the practice.

    Raises:
        NotFound: it does not exist, or belongs to another practice.
    """
    row = db.get(Invitation, invitation_id)
    if row is None or row.practice_id != practice_id:
        raise NotFound
    return row


def open_invitation(row: Invitation, keys: HeldKeys) -> Invited:
    """Open an invitation for the desk.

    Raises:
        CannotOpen: the desk key that it was sealed to is not held.
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


def keep_code(row: Invitation, invited: Invited, master: MasterKeys) -> None:
    """Let the short code of an invitation from before there were codes be found from now on."""
    if row.code_digest is None:
        row.code_digest = _code_digest(invited.code, master)


def is_answered(db: Session, row: Invitation) -> bool:
    """Say whether anything was shared with an invitation."""
    return db.scalar(select(Conversation.id).where(answers(row.id)).limit(1)) is not None


def withdraw_invitation(db: Session, row: Invitation) -> None:
    """Take an invitation back; what is shared with its link from now on gets a line of its own."""
    _delete(db, Invitation.id == row.id)


def find_by_token(db: Session, practice_id: int, token: str) -> Invitation | None:
    """Find the invitation of a link.

    Args:
        token: as it was sent; nothing in it is trusted.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    return _find(db, practice_id, Invitation.token_digest == _digest(token))


def find_by_code(work: Work, practice_id: int, code: str) -> Invitation | None:
    """Find the invitation of a short code.

    Args:
        code: anything that was sent.
    """
    return _find(work.db, practice_id, Invitation.code_digest == _code_digest(code, work.master))


def count_lists(db: Session, invitation_id: UUID) -> int:
    """Count what was shared with an invitation."""
    return db.scalar(select(func.count()).where(answers(invitation_id))) or 0


def attach(db: Session, conversation: Conversation, invitation_id: UUID | None) -> None:
    """Attach what is shared to the consult that it is for.

    Args:
        invitation_id: as it was found before; the invitation may be gone since, or may have got its
            last list at the same moment.
    """
    if invitation_id in (None, conversation.invitation_id):
        return
    this = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    invitation = db.scalar(this)
    if invitation is not None and count_lists(db, invitation_id) < FIRST_LISTS:
        conversation.invitation_id = invitation.id
        conversation.consult_on = invitation.consult_on
        unfold(db, conversation)  # if it was shared without the invitation at first


def _find(db: Session, practice_id: int, is_it: ColumnElement[bool]) -> Invitation | None:
    return db.scalar(select(Invitation).where(Invitation.practice_id == practice_id, is_it))


def delete_expired(db: Session, practice: Practice, *, today: date) -> int:
    """Delete the invitations whose time is over: with the checks they belong to, or soon if unused.

    Returns:
        How many.
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
    """Compute what finds a token; its 128 random bits need no key besides."""
    return derive(token.encode("utf-8", "surrogatepass"), "invitation")


def _code(token: str) -> str:
    return code_from(derive(token.encode(), "invitation code"))


def _code_digest(code: str, master: MasterKeys) -> bytes:
    """Compute what finds a code; 55 bits alone could be tried out on a stolen database."""
    return master.mac("invitation code", code.encode("utf-8", "surrogatepass"))


def _address(row: Invitation) -> DocumentAddress:
    return DocumentAddress(row.practice_id, row.id, row.id, "invitation", _SCHEMA)
