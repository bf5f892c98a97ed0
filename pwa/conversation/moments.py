"""The moments that "Then and now" compares: face and amounts, without a word, on the patient's yes.

A check is erased after some weeks; these documents (kind `THEN`) stay as long as the plan. Each is
one moment, with a key of its own: the one with the lowest number is the first, the others are the
newest. They are sealed to the conversation's public key, so sharing adds one without any secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from pwa.conversation.core import CHECK, PLAN, THEN, Moment
from pwa.conversation.documents import OpenConversation, add_document, read_documents
from pwa.conversation.models import Conversation, StoredDocument
from pwa.conversation.service import has_document
from pwa.locales import local_day
from pwa.selfcheck.core import SelfCheck
from pwa.selfcheck.questions import TOPIC_BY_CODE, Amount, LifeDomain
from pwa.vault.work import Work

SCHEMA: Final = 1
# Two lists that were merged may have some moments each; more than these are not read.
_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the patient can do about looking back.

    Attributes:
        is_kept: moments are kept.
        can_begin: the patient can say yes to that now: answers and a plan are there.
        can_tell: the conversation takes further answers, because they were not taken back.
    """

    is_kept: bool
    can_begin: bool
    can_tell: bool


def moment_of(check: SelfCheck, at: datetime) -> Moment:
    """Take face and amounts out of a check, of the shared domains only."""
    amounts = {
        code: amount
        for code, amount in check.amounts.items()
        if TOPIC_BY_CODE[code].domain not in check.not_shared
    }
    return Moment(at, check.feeling, amounts, check.not_shared)


def dump_moment(moment: Moment) -> dict[str, object]:
    """Write a moment as JSON values."""
    amounts = moment.amounts
    return {
        "at": moment.at.isoformat(),
        "feeling": moment.feeling,
        "amounts": None if amounts is None else {code: str(one) for code, one in amounts.items()},
        "not_shared": [str(domain) for domain in moment.not_shared],
    }


def load_moment(stored: Mapping[str, Any]) -> Moment:
    """Read a moment; it was checked before it was sealed."""
    amounts = stored["amounts"]
    return Moment(
        at=datetime.fromisoformat(stored["at"]),
        feeling=stored["feeling"],
        amounts=None if amounts is None else {code: Amount(one) for code, one in amounts.items()},
        not_shared=tuple(LifeDomain(domain) for domain in stored["not_shared"]),
    )


def find_keeping(db: Session, conversation: Conversation) -> Keeping:
    """Say what the patient can do about looking back, without opening anything."""
    is_kept, has_check, has_plan = (
        has_document(db, conversation, kind) for kind in (THEN, CHECK, PLAN)
    )
    is_withdrawn = conversation.withdrawn_at is not None
    return Keeping(is_kept, can_begin=has_check and has_plan, can_tell=not is_withdrawn)


def read_moments(db: Session, opened: OpenConversation) -> list[Moment]:
    """Open the moments that are kept, the earliest first; none without the patient's yes."""
    documents = read_documents(db, opened, THEN, most=_MOST)
    return sorted((load_moment(one.content) for one in documents), key=lambda moment: moment.at)


def keep_moments(work: Work, conversation: Conversation, moments: list[Moment]) -> None:
    """Begin to keep these moments; call `take_turn` before, which locks the conversation."""
    for number, moment in enumerate(moments, start=1):
        add_document(work, conversation, THEN, number, SCHEMA, dump_moment(moment))


def keep_newest(work: Work, conversation: Conversation, check: SelfCheck) -> None:
    """Keep what a check says that was just saved, if the patient said yes to that.

    After the day of the first plan it is the newest moment, and takes the place of the one before;
    until then it is a change of the first. Call `take_turn` before, which locks the conversation.
    """
    numbers = _numbers(work.db, conversation)
    if not numbers:
        return
    first, made_on = numbers[0], plan_made_on(work.db, conversation)
    if made_on is not None and local_day(work.now) > made_on:
        number, replaced = numbers[-1] + 1, StoredDocument.number > first
    else:
        number, replaced = first, StoredDocument.number == first
    work.db.execute(delete(StoredDocument).where(*_own(conversation), replaced))
    moment = moment_of(check, work.now)
    add_document(work, conversation, THEN, number, SCHEMA, dump_moment(moment))


def keep_face(work: Work, conversation: Conversation, feeling: str) -> None:
    """Keep a face that was chosen after the talk, if the patient said yes to that.

    Call `take_turn` before, which locks the conversation.
    """
    if numbers := _numbers(work.db, conversation):
        moment = Moment(work.now, feeling, None)
        add_document(work, conversation, THEN, numbers[-1] + 1, SCHEMA, dump_moment(moment))


def forget_moments(
    work: Work, conversation: Conversation, *, since: datetime | None = None
) -> bool:
    """Destroy the moments with their keys; call `take_turn` before, which locks the conversation.

    Args:
        since: only those that were added here after this; those that a merge brought are not.

    Returns:
        Whether there were any.
    """
    wanted = list(_own(conversation))
    if since is not None:
        wanted += [StoredDocument.created_at > since, StoredDocument.origin_id.is_(None)]
    is_kept = work.db.scalar(select(StoredDocument.id).where(*wanted).limit(1)) is not None
    work.db.execute(delete(StoredDocument).where(*wanted))
    return is_kept


def plan_made_on(db: Session, conversation: Conversation) -> date | None:
    """Give the day of the first plan in the practice's time zone; None when there is no plan.

    Answers up to that day belong to the talk in which the plan was made, whoever changed them;
    answers after it say how it goes since.
    """
    made = select(func.min(StoredDocument.created_at)).where(
        StoredDocument.conversation_id == conversation.id, StoredDocument.kind == PLAN
    )
    made_at = db.scalar(made)
    return None if made_at is None else local_day(made_at)


def _own(conversation: Conversation) -> tuple[Any, Any]:
    return StoredDocument.conversation_id == conversation.id, StoredDocument.kind == THEN


def _numbers(db: Session, conversation: Conversation) -> list[int]:
    kept = select(StoredDocument.number).where(*_own(conversation)).order_by(StoredDocument.number)
    return list(db.scalars(kept))
