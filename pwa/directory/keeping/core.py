"""What the practice's list of local help shows, and when somebody should check a service."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

# A month before patients see a service marked as old (FRESH_DAYS), it stands in the list to check.
CHECK_DAYS: Final = 150
PAGE_LENGTH: Final = 50
_LONGEST_SEARCH: Final = 100


class Tab(StrEnum):
    """Which services the list shows."""

    TO_CHECK = "check"
    REPORTED = "reports"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks at: a tab, words to search for, and a page from 1."""

    tab: Tab = Tab.TO_CHECK
    words: str = ""
    page: int = 1

    def query(self, **others: object) -> str:
        """Write it as the query of an address, with some values replaced; what is usual is left out."""
        values = {"show": self.tab.value, "q": self.words, "page": self.page, **others}
        usual = {"show": Tab.TO_CHECK, "q": "", "page": 1}
        return urlencode({name: value for name, value in values.items() if value != usual[name]})


def read_wanted(show: str, words: str, page: int) -> Wanted:
    """Read what somebody wants to see, as it was sent; what is unknown counts as the usual."""
    tab = Tab(show) if show in set(Tab) else Tab.TO_CHECK
    return Wanted(tab, words.strip()[:_LONGEST_SEARCH], page)


def due_before(today: date) -> date:
    """Give the day before which a check lies too far back, so that the service is to be checked."""
    return today - timedelta(days=CHECK_DAYS)


def is_old(assured_on: date | None, today: date) -> bool:
    """Say whether nobody has checked a service for CHECK_DAYS, or ever."""
    return assured_on is None or assured_on < due_before(today)
