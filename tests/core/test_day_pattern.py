"""A day is written as people of each language write it."""

from datetime import date

from babel.dates import format_date

from pwa.locales import LANGUAGES, day_pattern, locale_of


def test_a_day_and_its_month_are_written_as_each_language_does() -> None:
    written = {
        code: format_date(date(2026, 11, 30), day_pattern(code), locale=locale_of(code))
        for code in LANGUAGES
    }

    assert written["es"] == "30 de noviembre"
    assert written["nl"] == "30 november"
    assert written["tr"] == "30 Kasım"
    assert all("30" in each for each in written.values())
