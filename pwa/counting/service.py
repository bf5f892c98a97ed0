"""Count events, and put tallies into a box; both need no key but public ones and the server's."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa.counting import slips
from pwa.counting.core import Event, Quarter, Tally, quarter_of
from pwa.counting.models import Answered, EventCount, TallyBox, box_context, slips_context
from pwa.locales import local_day
from pwa.vault.crypto import new_key_pair, seal_to
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work

# The answers of patients, in `Answered.by`; those of the staff have the name of their question.
PATIENT = "patient"


def current_quarter(work: Work) -> Quarter:
    """Give the quarter of today, in the Netherlands."""
    return quarter_of(local_day(work.now))


def count(work: Work, practice_id: int, event: Event) -> None:
    """Count an event of today's quarter; call it late, because it locks the number until commit."""
    key = practice_id, current_quarter(work).code, event
    if _add_one(work.db, *key):
        return
    try:
        with work.db.begin_nested():
            work.db.add(EventCount(practice_id=key[0], quarter=key[1], event=event, count=1))
    except IntegrityError:  # another request counted the first event at the same moment
        _add_one(work.db, *key)


def tally(work: Work, practice_id: int, tallies: Iterable[Tally]) -> None:
    """Put tallies into the practice's box of this quarter; nobody can tell whose they are.

    They are opened only together with others (`summing.sum_waiting`).
    """
    for each in tallies:
        box = _open_box(work, practice_id)
        context = slips_context(box)
        inside = slips.put_in(work.master.unwrap(box.slips, context), box.public_key, each)
        box.slips = work.master.wrap(inside, context)
        box.is_full = slips.count_in(inside) >= slips.BOX_SIZE
        work.db.flush()


def was_answered(db: Session, conversation_ids: Iterable[UUID], by: str) -> bool:
    """Say whether a question was answered already.

    Args:
        conversation_ids: the conversation, and those that were merged into it.
        by: `PATIENT`, or the question of the staff.
    """
    own = Answered.conversation_id.in_(list(conversation_ids)), Answered.by == by
    return db.scalar(select(Answered.by).where(*own).limit(1)) is not None


def note_answered(work: Work, practice_id: int, conversation_id: UUID, by: str) -> bool:
    """Note that a question was answered.

    Returns:
        Whether it was not answered before; only then may the answers be tallied.
    """
    try:
        with work.db.begin_nested():
            work.db.add(Answered(conversation_id=conversation_id, by=by, practice_id=practice_id))
    except IntegrityError:
        return False
    return True


def _add_one(db: Session, practice_id: int, quarter: str, event: Event) -> bool:
    own = (
        EventCount.practice_id == practice_id,
        EventCount.quarter == quarter,
        EventCount.event == event,
    )
    raised = update(EventCount).where(*own).values(count=EventCount.count + 1)
    found = db.execute(
        raised.returning(EventCount.count), execution_options={"synchronize_session": False}
    )
    return found.first() is not None


def _open_box(work: Work, practice_id: int) -> TallyBox:
    """Find the box that is not full, locked; or begin one."""
    quarter = current_quarter(work).code
    box = work.db.scalar(
        select(TallyBox)
        .where(TallyBox.practice_id == practice_id, TallyBox.quarter == quarter)
        .where(TallyBox.is_full.is_(False))
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if box is not None:
        return box
    care = current_key(work.db, practice_id, KeyKind.CARE)
    pair = new_key_pair()
    box = TallyBox(
        id=uuid4(),
        practice_id=practice_id,
        quarter=quarter,
        care_key_id=care.id,
        public_key=pair.public,
    )
    box.wrap = work.master.wrap(seal_to(care.public_key, pair.private), box_context(box))
    box.slips = work.master.wrap(b"", slips_context(box))
    work.db.add(box)
    return box
