"""Plans for tests: those of the stories, and any plan at all."""

import string
from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from pwa.locales import LANGUAGES
from pwa.plan.core import (
    Day,
    FreeText,
    Performer,
    Period,
    Phrase,
    Plan,
    PracticePhrase,
    Step,
    Who,
)
from pwa.plan.library.core import RANGES, TIMES, WEEKDAYS, PhraseText, Slot
from pwa.plan.phrases import PHRASES


def uid(number: int) -> str:
    """Give the uid of a step in tests."""
    return f"{number:012x}"


CARERS_PLAN = Plan(
    goal=FreeText("أريد طاقة من جديد لأولادي", "ar"),
    steps=(
        Step(
            Phrase("sport_childcare", 1, {"count": 2, "person": "mijn zus"}),
            Who(Performer.PATIENT),
            Period.THIS_WEEK,
            uid=uid(1),
        ),
        Step(
            Phrase("carer_support", 1),
            Who(Performer.DOCTOR, "Bakker"),
            Period.NEXT_WEEK,
            uid=uid(2),
        ),
        Step(Phrase("blood_test", 1), Who(Performer.DOCTOR), Day(date(2026, 11, 30)), uid=uid(3)),
    ),
    next_talk=Day(date(2027, 1, 5), time(10, 40)),
    teach_back=FreeText("Ik ga weer bewegen en mijn zus helpt mij.", "nl"),
)

_LETTERS = string.ascii_letters + string.digits + "çğıİöşüéÇĞÖŞÜ أبتثجحخدذرزسشصضطظعغفقكلمنهوي؟،."


def texts(max_size: int) -> st.SearchStrategy[str]:
    """Draw texts as `pwa` stores them: on one line, without space at the ends."""
    return (
        st.text(_LETTERS, min_size=1, max_size=max_size)
        .map(lambda text: " ".join(text.split()))
        .filter(bool)
    )


def words(max_size: int) -> st.SearchStrategy[FreeText]:
    return st.builds(FreeText, texts(max_size), st.sampled_from(sorted(LANGUAGES)))


_DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31))
_TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def _slot(slot: Slot) -> st.SearchStrategy[Any]:
    if slot in RANGES:
        return st.sampled_from(RANGES[slot])
    if slot in TIMES:
        return _TIMES
    if slot is Slot.DATE:
        return _DATES
    return st.sampled_from(WEEKDAYS) if slot is Slot.WEEKDAY else texts(60)


def _phrase(phrase: PhraseText) -> st.SearchStrategy[Phrase]:
    slots = st.fixed_dictionaries({slot.value: _slot(slot) for slot in phrase.slots})
    return st.builds(Phrase, st.just(phrase.code), st.just(phrase.version), slots)


phrases = st.sampled_from(PHRASES).flatmap(_phrase)
OWN_PHRASE = PracticePhrase(
    uid(7), 2, {"nl": "%(count)s samen zwemmen", "ar": "السباحة معًا %(count)s"}, {"count": 3}
)
whens = st.one_of(
    st.none(),
    st.sampled_from(Period),
    words(80),
    st.builds(Day, _DATES, st.none() | _TIMES),
)
steps = st.builds(
    Step,
    phrases | words(200) | st.just(OWN_PHRASE),
    st.builds(Who, st.sampled_from(Performer), st.just("") | texts(60)),
    whens,
    st.none() | st.uuids().map(str),
    st.none() | _DATES,
    uid=st.integers(0, 16**12 - 1).map(uid),
)
plans = st.builds(
    Plan,
    st.none() | words(200),
    st.lists(steps, max_size=3, unique_by=lambda step: step.uid).map(tuple),
    whens,
    st.none() | words(400),
    st.none() | words(400),
)
