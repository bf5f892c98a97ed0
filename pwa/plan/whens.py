"""Read and write the field for when something is done: a day, a period, or words."""

from collections.abc import Mapping
from datetime import date

from pwa.plan.core import MAX_WHEN, Day, Period, PlanError, When
from pwa.plan.document import parse_when, parse_words
from pwa.text import N_, clean_text, one_line
from pwa.typed.days import NoSuchDay, read_moment

_NO_SUCH_DAY = N_("This day or time does not exist.")


def read_when(
    text: str, *, periods: Mapping[str, Period], language: str, today: date
) -> When | None:
    """Read a typed time; text that is neither a day nor a period becomes `FreeText`.

    Args:
        periods: the names that the form suggests, each with its period.
        language: code of the language of typed words.
        today: a day without a year is the next such day from today.

    Returns:
        None for blank text.

    Raises:
        PlanError: a day that does not exist, or too many words.
    """
    typed = one_line(clean_text(text))
    if not typed:
        return None
    for name, period in periods.items():
        if typed.casefold() == name.casefold():
            return period
    try:
        moment = read_moment(typed, today)
    except NoSuchDay as error:
        raise PlanError(_NO_SUCH_DAY) from error
    if moment is None:
        return parse_words({"text": typed, "language": language}, MAX_WHEN)
    at = moment.at
    # By `parse_when`, which also checks the range of years.
    return parse_when({"date": moment.day.isoformat(), "time": at and at.isoformat("minutes")})


def write_when(when: When | None, *, periods: Mapping[str, Period]) -> str:
    """Write a time as it could have been typed into the field; empty for None."""
    if when is None:
        return ""
    if isinstance(when, Day):
        at = "" if when.at is None else f" {when.at:%H:%M}"
        return f"{when.day:%d-%m-%Y}{at}"
    if isinstance(when, Period):
        return next(name for name, period in periods.items() if period is when)
    return when.text
