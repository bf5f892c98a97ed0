"""The calendar of the neutral page, to which the quick exit leads."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.locales import LANGUAGES
from pwa.site.months import build_months


def test_the_months_run_on_into_the_next_year() -> None:
    months = build_months(date(2026, 11, 30), 3, "nl")

    assert [month.name for month in months] == ["november 2026", "december 2026", "januari 2027"]


@pytest.mark.parametrize(
    ("language", "monday"), [("nl", "ma"), ("en", "Mo"), ("tr", "Pt"), ("ar", "ن")]
)
def test_the_week_begins_on_monday_with_a_name_that_fits(language: str, monday: str) -> None:
    assert build_months(date(2026, 11, 1), 1, language)[0].weekdays[0][0] == monday


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(sorted(LANGUAGES)))
def test_each_day_of_the_month_stands_once_under_its_weekday(today: date, language: str) -> None:
    month = build_months(today, 1, language)[0]

    days = [day for week in month.weeks for day in week if day]
    assert [day.day for day in days] == list(range(1, monthrange(today.year, today.month)[1] + 1))
    for week in month.weeks:
        assert all(day is None or day.weekday() == place for place, day in enumerate(week))
