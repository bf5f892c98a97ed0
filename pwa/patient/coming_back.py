"""Find the conversation of a code or link, typed by the patient or shown at the practice."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import PatientPass
from pwa.conversation.lost import refuse_lost_key
from pwa.conversation.models import CodeLookup, Conversation
from pwa.conversation.service import Gone, KeysReplaced, NotFound, find_for_patient, note_use
from pwa.patient.tokens import new_pass
from pwa.patient.typed_key import TypedKey
from pwa.store.tenants import use_practice
from pwa.vault.work import Work


def open_by_key(work: Work, key: TypedKey) -> PatientPass:
    """Exchange a code or a link for a pass of half an hour.

    The pass contains the code or link as well, because `own_phone.enable` may send it to the phone.

    Raises:
        CodeError, Busy: as `TypedKey.secret`.
        NotFound: no conversation has this key.
        Gone: the key was right; the list was taken back, expired or put aside.
        Lost: the key was right; a restore lost the list.
    """
    secret = key.secret()
    lookup = work.db.scalar(
        select(CodeLookup).where(CodeLookup.digest == secret.digest(work.master))
    )
    if lookup is None:
        refuse_lost_key(work, secret.digest(work.master))
        raise NotFound
    use_practice(work.db, lookup.practice_id)
    conversation = _find_looked_up(work.db, lookup, waits=True)
    if lookup.wrap is None:
        raise Gone(lookup.practice_id, lookup.conversation_id, conversation)
    private = secret.unwrap(work.master, lookup.wrap, lookup.conversation_id)
    note_use(conversation, now=work.now)
    audit.record_patient(
        work.db,
        action="conversation:open",
        practice_id=lookup.practice_id,
        conversation_id=lookup.conversation_id,
        at=work.now,
    )
    return new_pass(
        lookup.practice_id,
        lookup.conversation_id,
        private,
        generation=lookup.generation,
        now=work.now,
        code=None if key.is_link else key.text,
        link_secret=key.text if key.is_link else None,
    )


def find_by_key(work: Work, practice_id: int, key: TypedKey) -> Conversation:
    """Find the conversation of a code or a link that a patient shows at the practice.

    Raises:
        CodeError, Busy: as `TypedKey.secret`.
        NotFound: no conversation of this practice has this key.
        Gone: the key was right; the list was taken back, expired or put aside.
        Lost: the key was right; a restore lost the list.
    """
    secret = key.secret()
    lookup = work.db.scalar(
        select(CodeLookup).where(
            CodeLookup.practice_id == practice_id, CodeLookup.digest == secret.digest(work.master)
        )
    )
    if lookup is None:
        refuse_lost_key(work, secret.digest(work.master), practice_id=practice_id)
        raise NotFound
    return _find_looked_up(work.db, lookup)


def _find_looked_up(db: Session, lookup: CodeLookup, *, waits: bool = False) -> Conversation:
    where = lookup.practice_id, lookup.conversation_id, lookup.generation
    try:
        return find_for_patient(db, *where, waits=waits)
    except KeysReplaced:  # new keys were made after the lookup was read; its row is deleted now
        raise NotFound from None
