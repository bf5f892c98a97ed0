"""What a receiver does with a letter: open it by link and digits, read it, answer it."""

from dataclasses import dataclass
from typing import Final

from limits import RateLimitItemPerDay

from pwa import audit
from pwa.conversation.models import Conversation
from pwa.handover.core import Party, State
from pwa.handover.links import Closed, NoSuchLink, WrongDigits, open_link
from pwa.handover.models import Handover
from pwa.handover.receiver.passes import PASS_LIFETIME, ReceiverPass
from pwa.handover.sealing import Answer, Letter, open_answer, open_letter, seal_answer
from pwa.handover.service import move
from pwa.plan.core import FreeText
from pwa.practice.models import Practice
from pwa.sharing.budgets import TOO_MANY_TICKS
from pwa.sharing.core import TooMany
from pwa.store.tenants import use_practice
from pwa.vault.work import Work
from pwa.web.counting import count, opens_at

# Answers to one letter: each is a line in the access log, and nobody tries to call so often.
ANSWERS: Final = (RateLimitItemPerDay(20),)
OPENED: Final = "handover:open"
ANSWERED: Final = "handover:answer"


@dataclass(frozen=True, slots=True)
class Received:
    """A letter as its receiver reads it.

    Attributes:
        answer: what the receiver answered last; None before the first answer.
    """

    row: Handover
    practice: Practice
    letter: Letter
    answer: Answer | None


def open_by_link(work: Work, secret: str, digits: str) -> ReceiverPass:
    """Exchange link and digits for a pass of half an hour; the caller commits, also on WrongDigits.

    Raises:
        NoSuchLink, WrongDigits, Closed: as `open_link`.
    """
    try:
        row, private = open_link(work, secret, digits)
    except WrongDigits as wrong:
        audit.record_receiver(
            work.db,
            action=OPENED,
            practice_id=wrong.practice_id,
            conversation_id=wrong.conversation_id,
            at=work.now,
            strength=audit.Strength.NONE,
            outcome=audit.Outcome.REFUSED,
        )
        raise
    _record(work, row, OPENED)
    until = work.now + PASS_LIFETIME
    return ReceiverPass(row.practice_id, row.id, row.generation, private, until)


def read_letter(work: Work, receiver_pass: ReceiverPass) -> Received:
    """Open the letter of a pass.

    Raises:
        NoSuchLink: the handover was erased, or its letter was made anew.
        Closed: it is done, ended, taken back or over.
    """
    use_practice(work.db, receiver_pass.practice_id)
    return _open(work, work.db.get(Handover, receiver_pass.handover_id), receiver_pass)


def answer(
    work: Work, receiver_pass: ReceiverPass, state: State, words: FreeText | None
) -> Received:
    """Keep what the receiver answers, sealed to the handover's public half, and change its state.

    A later answer takes the place of this one.

    Args:
        state: TRIED, CONTACT or FAILED.
        words: one line, at most `MAX_ANSWER` characters.

    Raises:
        NoSuchLink, Closed: as `read_letter`; also when it was closed at the same moment.
        TooMany: it was answered very often today.
    """
    use_practice(work.db, receiver_pass.practice_id)
    row = work.db.get(Handover, receiver_pass.handover_id, with_for_update=True)
    received = _open(work, row, receiver_pass)
    counted = "answers", received.row.id.hex
    if not count(ANSWERS, *counted):
        raise TooMany(TOO_MANY_TICKS, opens_at(ANSWERS, *counted))
    move(work, received.row, state, by=Party.RECEIVER, party=Party.RECEIVER)
    seal_answer(received.row, Answer(state, words, work.now))
    _record(work, received.row, ANSWERED)
    return received


def _open(work: Work, row: Handover | None, receiver_pass: ReceiverPass) -> Received:
    # Closing adds one to the generation, so a pass from just before may still read that it is closed.
    if row is None or receiver_pass.generation < row.generation - bool(row.closed_at):
        raise NoSuchLink
    conversation = work.db.get_one(Conversation, row.conversation_id)
    if row.closed_at or not row.is_open(work.now) or not conversation.is_readable:
        raise Closed(row.practice_id)
    private = receiver_pass.private_key
    practice = work.db.get_one(Practice, row.practice_id)
    return Received(row, practice, open_letter(row, private), open_answer(row, private))


def _record(work: Work, row: Handover, action: str) -> None:
    audit.record_receiver(
        work.db,
        action=action,
        practice_id=row.practice_id,
        conversation_id=row.conversation_id,
        at=work.now,
    )
