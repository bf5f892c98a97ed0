"""The patient's keys, a code and a link: made with the conversation, renewed when lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.desk_notes import open_desk_note, write_desk_note
from pwa.conversation.documents import OpenConversation, take_turn
from pwa.conversation.models import CodeLookup, Conversation
from pwa.conversation.service import NotFound, note_use, submissions_of, unfold
from pwa.staff.access import Staff
from pwa.vault.patient.code_pool import FreshCode
from pwa.vault.patient.codes import CodeError, format_code, new_link_secret, parse_link_secret
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work

CODE_START = 4  # characters in a code's first group, by which desk and patient speak of a list


@dataclass(frozen=True, slots=True)
class PatientKeys:
    """A code, formatted in groups, and the secret of a link; neither is stored in the clear."""

    code: str = field(repr=False)
    link_secret: str = field(repr=False)

    @property
    def code_start(self) -> str:
        """The first group of the code, which the practice's list shows."""
        return self.code[:CODE_START]


def add_keys(
    work: Work, conversation: Conversation, private_key: bytes, fresh: FreshCode
) -> PatientKeys:
    """Give the patient a code and a link to a conversation."""
    link = new_link_secret()
    for secret in (fresh.secret, parse_link_secret(link)):
        work.db.add(
            CodeLookup(
                digest=secret.digest(work.master),
                practice_id=conversation.practice_id,
                conversation_id=conversation.id,
                generation=conversation.keys_generation,
                wrap=secret.wrap(work.master, private_key, conversation.id),
            )
        )
    return PatientKeys(format_code(fresh.code), link)


def drop_keys(db: Session, conversation: Conversation) -> None:
    """End every code, link, pass and token of a conversation: delete lookups, raise the generation.

    The lookups are deleted and not flagged as dead, so that trying a lost card tells its finder
    nothing.
    """
    db.execute(delete(CodeLookup).where(CodeLookup.conversation_id == conversation.id))
    conversation.keys_generation += 1
    for submission in submissions_of(db, conversation.id):
        submission.reply = None  # else a phone that sends again would get the dead code


def needs_keys() -> ColumnElement[bool]:
    """Build the SQL condition that a list's keys are dead and the patient has no new ones yet.

    A split and a restore can leave such lists.
    """
    return _is_keyless() & Conversation.merged_into_id.is_(None)


def without_keys(db: Session, conversation_ids: Iterable[UUID]) -> set[UUID]:
    """Give those of these conversations that no code or link opens.

    Args:
        conversation_ids: none of them merged into another one. The query must not ask that: SQLite
            would then use the index of `merged_into_id`, which is NULL in nearly all rows.
    """
    wanted = Conversation.id.in_(conversation_ids), _is_keyless()
    return set(db.scalars(select(Conversation.id).where(*wanted)))


def _is_keyless() -> ColumnElement[bool]:
    has_none = ~exists().where(CodeLookup.conversation_id == Conversation.id)
    return Conversation.care_wrap.is_not(None) & has_none


def opens(work: Work, conversation: Conversation, link_secret: str) -> bool:
    """Say whether a link leads to a conversation."""
    try:
        secret = parse_link_secret(link_secret)
    except CodeError:
        return False
    lookup = work.db.get(CodeLookup, secret.digest(work.master))
    return lookup is not None and lookup.conversation_id == conversation.id


def renew_keys(work: Work, opened: OpenConversation, staff: Staff, fresh: FreshCode) -> PatientKeys:
    """Give a patient a new code and link; all old ones die. The staff has made sure who asks.

    Raises:
        NotFound: nothing is left that keys could open.
    """
    take_turn(work.db, opened.row)
    if not opened.row.is_open:
        raise NotFound
    drop_keys(work.db, opened.row)
    unfold(work.db, opened.row)
    renewed = add_keys(work, opened.row, opened.private_key, fresh)
    _show_start(work.db, opened.row, renewed.code_start, staff.keys)
    note_use(opened.row, now=work.now)
    audit.record_staff(
        work.db,
        staff,
        action="code:renew",
        conversation_id=opened.row.id,
        at=work.now,
        reason=audit.Reason.PATIENT_REQUEST,
    )
    return renewed


def _show_start(db: Session, conversation: Conversation, start: str, keys: HeldKeys) -> None:
    """Write the start of the new code into the desk note that has the old one."""
    desk = current_key(db, conversation.practice_id, KeyKind.DESK)
    for submission in submissions_of(db, conversation.id):
        if submission.label is None:
            continue
        note = open_desk_note(submission, keys)
        if note["code_start"]:
            write_desk_note(submission, desk, {**note, "code_start": start})
