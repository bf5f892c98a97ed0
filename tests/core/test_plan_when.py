"""The date or words that say when a step of the plan is done, typed in one field."""

from datetime import date, time

import pytest
from hypothesis import given

from pwa.plan.core import Day, FreeText, Period, PlanError, When
from pwa.plan.whens import read_when, write_when
from tests.inputs.plans import whens

PERIODS = {"deze week": Period.THIS_WEEK, "over 6 weken": Period.SIX_WEEKS}
TODAY = date(2026, 11, 23)


def read(text: str) -> When | None:
    return read_when(text, periods=PERIODS, language="nl", today=TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("   ", None),
        ("30-11-2026", Day(date(2026, 11, 30))),
        ("30/11/2026", Day(date(2026, 11, 30))),
        ("30-11", Day(date(2026, 11, 30))),
        ("5-1", Day(date(2027, 1, 5))),
        ("5-1 10:40", Day(date(2027, 1, 5), time(10, 40))),
        ("5 januari om 9:05 uur", Day(date(2027, 1, 5), time(9, 5))),
        ("dinsdag 5 jan 2027, 10.40", Day(date(2027, 1, 5), time(10, 40))),
        ("1 mrt", Day(date(2027, 3, 1))),
        ("1 maart", Day(date(2027, 3, 1))),
        ("30-11-26", Day(date(2026, 11, 30))),
        ("30-11-2026 9u30", Day(date(2026, 11, 30), time(9, 30))),
        ("30 november om 9 uur", Day(date(2026, 11, 30), time(9))),
        ("30\u201111\u20112026", Day(date(2026, 11, 30))),
        ("29-2", Day(date(2028, 2, 29))),
        ("Deze week", Period.THIS_WEEK),
        ("over 6 weken", Period.SIX_WEEKS),
        ("na de vakantie", FreeText("na de vakantie", "nl")),
        ("3 keer per week", FreeText("3 keer per week", "nl")),
        ("over 2 dagen", FreeText("over 2 dagen", "nl")),
    ],
)
def test_a_day_a_period_or_words(typed: str, meant: When | None) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize("typed", ["31-2-2026", "1-13-2026", "1-1-1926", "30-11 25:00", "x" * 81])
def test_what_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(PlanError):
        read(typed)


@given(whens)
def test_what_is_shown_in_the_field_means_the_same_when_it_is_sent(when: When | None) -> None:
    names = {period.value: period for period in Period}
    shown = write_when(when, periods=names)
    again = read_when(shown, periods=names, language="nl", today=TODAY)
    if not isinstance(when, FreeText):
        assert again == when
