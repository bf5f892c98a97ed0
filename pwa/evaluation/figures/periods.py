"""The quarters and years of which the figures can be opened: as long as numbers are kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.counting.core import QUARTERS, Quarter
from pwa.counting.models import EventCount

THIS_YEAR: Final = "year"
_TYPED = re.compile(r"(20\d\d)(?:-([1-4]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter, or the year of it."""

    quarter: Quarter
    is_year: bool = False

    @property
    def code(self) -> str:
        """The period in addresses and names of files, such as `2026-4` or `2026`."""
        return str(self.quarter.year) if self.is_year else self.quarter.code

    @property
    def name(self) -> str:
        """The period in words, in the language of the request."""
        year, number = self.quarter.year, self.quarter.number
        if self.is_year:
            return gettext("the year %(year)s", year=year)
        return gettext("quarter %(number)s of %(year)s", number=number, year=year)


def read_period(typed: str, now: Quarter) -> Period:
    """Read the period of an address; the present quarter for anything that is none or is to come."""
    if typed == THIS_YEAR:
        return Period(now, is_year=True)
    found = _TYPED.fullmatch(typed)
    if found is None:
        return Period(now)
    period = Period(Quarter(int(found[1]), int(found[2] or QUARTERS)), is_year=not found[2])
    is_over = period.quarter.year < now.year if period.is_year else period.quarter < now
    if is_over:
        return period
    return Period(now, is_year=period.is_year and period.quarter.year == now.year)


def earlier_periods(db: Session, practice_id: int, now: Quarter) -> Sequence[Period]:
    """List the periods before this one of which something is kept, the newest first."""
    codes = db.scalars(
        select(EventCount.quarter).where(EventCount.practice_id == practice_id).distinct()
    )
    past = {Quarter(*map(int, code.split("-"))) for code in codes} - {now}
    quarters = sorted((each for each in past if each < now), reverse=True)
    years = sorted({each.year for each in quarters if each.year < now.year}, reverse=True)
    return (
        *(Period(each) for each in quarters),
        *(Period(Quarter(year, QUARTERS), is_year=True) for year in years),
    )
