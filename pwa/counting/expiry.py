"""Delete counts and tallies whose time is over."""

from typing import Final

from sqlalchemy import delete, update

from pwa.counting.core import QUARTERS, Quarter
from pwa.counting.models import EventCount, TallyBox, TallySum
from pwa.counting.service import current_quarter
from pwa.vault.work import Work

# For so long tallies may still be added to the sums of their quarter.
_OPEN_QUARTERS: Final = QUARTERS
# Numbers stay for three years after their quarter.
_KEPT_YEARS: Final = 3


def expire_counts(work: Work, practice_id: int) -> int:
    """Delete tallies that nobody summed within a year, exact sums as old, and numbers of years ago.

    Returns:
        How many boxes of tallies were deleted.
    """
    now = current_quarter(work)
    closed, gone = before(now, _OPEN_QUARTERS).code, before(now, _KEPT_YEARS * QUARTERS).code
    boxes = delete(TallyBox).where(TallyBox.practice_id == practice_id, TallyBox.quarter < closed)
    number = len(work.db.scalars(boxes.returning(TallyBox.id)).all())
    own = TallySum.practice_id == practice_id
    work.db.execute(update(TallySum).where(own, TallySum.quarter < closed).values(state=None))
    work.db.execute(delete(TallySum).where(own, TallySum.quarter < gone))
    work.db.execute(
        delete(EventCount).where(EventCount.practice_id == practice_id, EventCount.quarter < gone)
    )
    return number


def before(quarter: Quarter, quarters: int) -> Quarter:
    """Give the quarter that is so many quarters before another one."""
    number = quarter.year * QUARTERS + quarter.number - 1 - quarters
    return Quarter(number // QUARTERS, number % QUARTERS + 1)
