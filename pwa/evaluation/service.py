"""Take the answers after a talk: into tallies of nobody, each question once per conversation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.core import PLAN
from pwa.conversation.documents import take_turn
from pwa.conversation.models import Conversation
from pwa.conversation.moments import keep_face
from pwa.conversation.service import has_document
from pwa.counting.core import Event, Tally, codes_of
from pwa.counting.service import PATIENT, count, note_answered, tally, was_answered
from pwa.evaluation.questions import OF_PATIENTS, OF_STAFF, Question
from pwa.patient.tokens import ReplyTo
from pwa.progress.service import find_planned
from pwa.selfcheck.questions import FEELINGS
from pwa.sharing.budgets import count_tick
from pwa.sharing.core import SharingError
from pwa.text import N_
from pwa.vault.work import Work

# Translators: something technical went wrong
BAD: Final = N_("Something went wrong. Open your plan again.")
# The name of the field with the face.
FACE: Final = "feeling"
# So long after the practice first opened the list with the patient, the phone asks how it was: the
# first steps of the plan had time, and the talk is not forgotten.
ASKED_AFTER: Final = timedelta(days=3)


class NotAsked(SharingError):
    """Answers came before the questions: no page of ours sends that."""

    status = 422

    def __init__(self) -> None:
        super().__init__(BAD)


def asked_from(db: Session, row: Conversation) -> datetime | None:
    """Tell from when a patient is asked how the talk was: some days after it, once, with a plan.

    Returns:
        None without a talk or a plan, and when it was answered.
    """
    if row.first_read_at is None or not has_document(db, row, PLAN):
        return None
    if was_answered_by(db, row.id, PATIENT):
        return None
    return row.first_read_at + ASKED_AFTER


def is_asked(db: Session, row: Conversation, now: datetime) -> bool:
    """Say whether a patient is asked now how the talk was."""
    begins = asked_from(db, row)
    return begins is not None and begins <= now


def answer_as_patient(work: Work, row: Conversation, fields: Mapping[str, str]) -> bool:
    """Tally what a patient answered; only the face stays with the conversation, if they said yes.

    Args:
        fields: name of the question to the code of the answer, as it was sent; what is missing was
            skipped, and what is no answer is left out.

    Returns:
        False when the questions were answered already, and then nothing is tallied.
    """
    take_turn(work.db, row)
    if was_answered_by(work.db, row.id, PATIENT):
        return False
    if not note_answered(work, row.practice_id, row.id, PATIENT):
        return False
    if fields.get(FACE) in {option.code for option in FEELINGS}:
        keep_face(work, row, fields[FACE])
    tally(work, row.practice_id, read_answers(OF_PATIENTS, fields))
    count(work, row.practice_id, Event.LOOKED_BACK)
    return True


def answer_late(
    work: Work, practice_id: int, reply_to: ReplyTo | None, fields: Mapping[str, str]
) -> bool:
    """Tally what a phone sends by the token of its page; a repeat tallies nothing.

    A repeat is known by the note that this conversation answered, so no id of the sending is kept.

    Returns:
        Whether the answers were tallied now.

    Raises:
        TokenEnded, PlanGone, SetAside: they cannot be taken any more.
        NotAsked: the questions are not asked yet.
        TooMany: very much was sent today.
    """
    row = find_planned(work.db, practice_id, reply_to)
    count_tick(row.id)
    if was_answered_by(work.db, row.id, PATIENT):
        return False
    if not is_asked(work.db, row, work.now):
        raise NotAsked
    return answer_as_patient(work, row, fields)


def answer_as_staff(work: Work, row: Conversation, fields: Mapping[str, str]) -> bool:
    """Tally what a member of staff answered, of those questions that nobody answered yet."""
    given = [
        each
        for each in read_answers(OF_STAFF, fields)
        if not was_answered_by(work.db, row.id, each.table)
        and note_answered(work, row.practice_id, row.id, each.table)
    ]
    tally(work, row.practice_id, given)
    return bool(given)


def open_questions(db: Session, conversation_id: UUID) -> list[Question]:
    """Give the questions of the staff that nobody has answered about this talk."""
    return [
        question
        for question in OF_STAFF
        if not was_answered_by(db, conversation_id, question.table)
    ]


def read_answers(questions: tuple[Question, ...], fields: Mapping[str, str]) -> list[Tally]:
    """Read the answers of a form; nothing in it is trusted."""
    answers = ((question.table, fields.get(question.table, "")) for question in questions)
    return [Tally(table, code) for table, code in answers if code in codes_of(table)]


def was_answered_by(db: Session, conversation_id: UUID, by: str) -> bool:
    """Say whether a question was answered, in this conversation or one that was merged into it.

    Args:
        by: `PATIENT`, or the question of the staff.
    """
    merged = select(Conversation.id).where(Conversation.merged_into_id == conversation_id)
    return was_answered(db, [conversation_id, *db.scalars(merged)], by)
