"""Opening hours of help in words, in four languages."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from pwa.directory.hsds import Schedule
from pwa.directory.schedule_words import describe_schedule
from scripts.strings import I18N
from tests.core.schedule_table import HOSTILE, MONTHLY, YEARLY, line, rule


@pytest.fixture(scope="module")
def translated() -> Iterator[None]:
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(I18N)
    Babel(app)
    with app.app_context():
        yield


WORDS = [
    (rule("TH", "10:00-11:00"), "donderdag 10:00–11:00", "Thursday 10:00 to 11:00",
     "Perşembe 10:00–11:00", "الخميس من 10:00 إلى 11:00"),
    (rule("2TU", "10:00-11:00", freq=MONTHLY), "elke tweede dinsdag van de maand 10:00–11:00",
     "every second Tuesday of the month 10:00 to 11:00", "her ayın ikinci Salı günü 10:00–11:00",
     "يوم الثلاثاء الثاني من كل شهر من 10:00 إلى 11:00"),
    (Schedule(id="a", byday="TU", interval=2), "om de week op dinsdag", "every 2 weeks on Tuesday",
     "iki haftada bir Salı", "كل أسبوعين، الثلاثاء"),
    (Schedule(id="a", byday="MO", interval=3), "elke 3 weken op maandag",
     "every 3 weeks on Monday", "3 haftada bir Pazartesi", "كل 3 أسابيع، الاثنين"),
    (Schedule(id="a", byday="MO,WE,TH,FR"), "maandag en woensdag t/m vrijdag",
     "Monday and Wednesday to Friday", "Pazartesi ve Çarşamba–Cuma",
     "الاثنين ومن الأربعاء إلى الجمعة"),
    (line, "dag en nacht", "day and night", "gece gündüz", "ليلًا ونهارًا"),
    (Schedule(id="a", freq=MONTHLY, byday="1MO,-1FR"),
     "elke eerste maandag van de maand en elke laatste vrijdag van de maand",
     "every first Monday of the month and every last Friday of the month",
     "her ayın ilk Pazartesi günü ve her ayın son Cuma günü",
     "يوم الاثنين الأول من كل شهر ويوم الجمعة الأخير من كل شهر"),
    (Schedule(id="a", freq=YEARLY, dtstart=date(2026, 5, 5)), "elk jaar op 5 mei",
     "every year on 5 May", "her yıl 5 Mayıs", "كل سنة في 5 مايو"),
    (rule("SA", "00:00-00:00", valid_to=date(2026, 8, 31)),
     "zaterdag de hele dag, tot en met 31 augustus 2026", "Saturday all day, until 31 August 2026",
     "Cumartesi bütün gün, son gün: 31 Ağustos 2026", "السبت طوال اليوم، حتى 31 أغسطس 2026"),
]  # fmt: skip


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize(("schedule", "nl", "en", "tr", "ar"), WORDS)
def test_a_schedule_in_words(schedule: Schedule, nl: str, en: str, tr: str, ar: str) -> None:
    said = [describe_schedule(schedule, language) for language in ("nl", "en", "tr", "ar")]

    assert said == [nl, en, tr, ar]


@pytest.mark.usefixtures("translated")
def test_no_schedule_is_without_words_by_a_fault() -> None:
    for hostile in HOSTILE:
        assert isinstance(describe_schedule(hostile, "nl"), str)
    assert describe_schedule(Schedule(id="a"), "nl") == ""
