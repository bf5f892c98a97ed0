"""Save what patient and practice fill in together, and begin a check at the practice."""

from dataclasses import replace
from secrets import token_bytes
from uuid import uuid4

from sqlalchemy.orm import Session

from pwa import audit
from pwa.consult.together.core import merge_checks
from pwa.consult.together.forms import TogetherForm, write_fields
from pwa.conversation.core import CHECK
from pwa.conversation.desk_notes import write_desk_note
from pwa.conversation.documents import OpenConversation, add_document, write_document
from pwa.conversation.models import Submission
from pwa.conversation.moments import keep_newest
from pwa.conversation.new_conversation import Begun, begin_conversation
from pwa.conversation.service import note_use
from pwa.conversation.versions import CheckVersion, list_versions
from pwa.editing import Conflict, find_version
from pwa.selfcheck.core import SCHEMA, SelfCheck, dump_selfcheck
from pwa.staff.access import Staff
from pwa.vault.crypto import derive
from pwa.vault.patient.code_pool import FreshCode
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work

_FORM = "together form"
_MAC_BYTES = 32


class NotValid(Exception):
    """The form has invalid fields.

    Attributes:
        form: with its `errors`, to be shown again.
    """

    def __init__(self, form: TogetherForm) -> None:
        super().__init__()
        self.form = form


def find_check_since(
    db: Session, opened: OpenConversation, base_number: int
) -> tuple[CheckVersion, SelfCheck]:
    """Open the newest check, and the version that an editor started from.

    Returns:
        The newest version, and the check that the editor started from; the newest if that is gone.

    Raises:
        Conflict: there is no version, because the patient took the answers back.
    """
    versions = list_versions(db, opened)
    if not versions:
        raise Conflict(0)
    base = find_version(versions, base_number) or versions[0]
    return versions[0], base.check


def merge_edited(db: Session, opened: OpenConversation, form: TogetherForm) -> TogetherForm:
    """Merge a form with the newest version by the choices in it; without choices, return the form.

    Raises:
        Conflict: somebody saved yet another version, which the editor has not seen.
    """
    if not form.choices:
        return form
    newest, _base = find_check_since(db, opened, form.base_number)
    if newest.number != form.base_number:
        raise Conflict(newest.number)
    merged = merge_checks(form.check, newest.check, form.choices)
    merged = merged.withhold(merged.not_shared)
    # As a form, to be validated like typed fields: the merged parts may contradict each other.
    return TogetherForm(write_fields(merged, form.base_number), merged)


def save_together(work: Work, opened: OpenConversation, form: TogetherForm, *, by: Staff) -> None:
    """Save a check filled in together as the next version; earlier versions stay unchanged.

    Raises:
        NotValid: the form is invalid, as it was typed or after merging.
        Conflict: somebody saved a version that the editor has not seen; nothing is written.
    """
    if not form.validate():
        raise NotValid(form)
    merged = merge_edited(work.db, opened, form)
    if merged is not form and not merged.validate():
        raise NotValid(merged)
    write_document(
        work,
        opened,
        CHECK,
        SCHEMA,
        dump_selfcheck(merged.check),
        base_number=merged.base_number,
        by=by,
    )
    keep_newest(work, opened.row, merged.check)
    note_use(opened.row, now=work.now)
    audit.record_staff(
        work.db, by, action="check:change-together", conversation_id=opened.row.id, at=work.now
    )


def begin_together(work: Work, form: TogetherForm, fresh: FreshCode, *, by: Staff) -> Begun:
    """Begin a conversation with a check that was filled in together on the practice's screen.

    What is typed from paper there is the patient's own, with who typed it in.

    Args:
        fresh: a code made outside any transaction, because stretching it is slow.
    """
    begun = begin_conversation(work, by.practice.id, fresh)
    conversation = begun.conversation
    typist = by.membership_id if form.is_from_paper else None
    content = dump_selfcheck(replace(form.check, entered_by=typist))
    author = None if form.is_from_paper else by
    add_document(work, conversation, CHECK, 1, SCHEMA, content, by=author)
    work.db.add(_list_line(work, begun, form, typist))
    # Filled in together, so the practice has read it and need not ask whose list it is.
    conversation.first_read_at = work.now
    note_use(conversation, now=work.now)
    action = "check:enter" if form.is_from_paper else "check:start-together"
    audit.record_staff(work.db, by, action=action, conversation_id=conversation.id, at=work.now)
    return begun


def _list_line(work: Work, begun: Begun, form: TogetherForm, typist: int | None) -> Submission:
    """Make the row for the practice's list, with the desk note.

    `uid_digest` comes from the form's id, and is unique: a second press on Save cannot store a
    second one.
    """
    uid = form.uid or uuid4()
    submission = Submission(
        id=uuid4(),
        practice_id=begun.conversation.practice_id,
        conversation_id=begun.conversation.id,
        uid_digest=derive(uid.bytes, _FORM),
        body_mac=token_bytes(_MAC_BYTES),
        number=1,
        received_at=work.now,
        read_at=work.now,
    )
    desk = current_key(work.db, begun.conversation.practice_id, KeyKind.DESK)
    note = {
        "code_start": begun.patient_keys.code_start,
        "known_as": form.known_as,
        "talk_alone": False,
        "language": form.check.language,
        "interpreter": form.check.interpreter_language,
        "entered_by": typist,
    }
    write_desk_note(submission, desk, note)
    return submission
