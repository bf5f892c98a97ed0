"""The form of a help service: texts in each language, opening times, and hostile values."""

from dataclasses import replace
from datetime import time

import msgspec
import pytest

from pwa.directory.hsds import Frequency, Schedule
from pwa.directory.keeping.editing.core import write_form
from pwa.directory.keeping.editing.fields import field_names
from pwa.directory.ready_texts import AUDIENCES, BETWEEN, COSTS, join_texts, split_texts
from pwa.directory.strengths import STRENGTHS
from pwa.locales import LANGUAGES
from pwa.selfcheck import questions
from tests.inputs.blanks import BLANKS
from tests.inputs.help_form import EMPTY, RIGHT, TODAY, WALK, read, words


def test_chosen_words_and_own_words_come_apart_as_they_were() -> None:
    for codes in ((), ("women",), ("everybody", "older")):
        for own in ({}, {"nl": "met kind"}, {"nl": "met kind", "en": "with a child"}):
            texts = join_texts(codes, own, AUDIENCES, words)
            found = split_texts(texts, AUDIENCES, words)
            assert found == (codes, own)
            assert join_texts(*found, AUDIENCES, words) == texts


def test_a_text_is_in_every_language_or_in_dutch_alone() -> None:
    chosen = join_texts(["women"], {}, AUDIENCES, words)
    assert set(chosen) == set(LANGUAGES)
    half = join_texts(["women"], {"nl": "met kind"}, AUDIENCES, words)
    assert half == {"nl": f"nl For women{BETWEEN}met kind"}
    two = join_texts(["women"], {"nl": "met kind", "tr": "çocukla"}, AUDIENCES, words)
    assert set(two) == {"nl", "tr"}


def test_a_choice_is_known_again_after_another_language_came() -> None:
    saved = {"nl": f"nl For women{BETWEEN}met kind", "en": f"en For women{BETWEEN}with a child"}
    assert split_texts({"nl": "nl For women"}, AUDIENCES, words) == (("women",), {})
    assert split_texts(saved, AUDIENCES, words)[0] == ("women",)


def test_own_words_that_look_like_a_choice_in_one_language_only_stay_own() -> None:
    texts = {"nl": "nl Free", "en": "No charge"}

    assert split_texts(texts, COSTS, words) == ((), texts)


def test_a_text_without_dutch_is_refused() -> None:
    for name in ("what", "audience", "fees", "directions"):
        typed = {k: v for k, v in RIGHT.items() if k != "what-nl"}
        found = read({**typed, f"{name}-tr": ["Merhaba"], "contact": ["Ali"]})
        assert list(found.errors) == [f"{name}-nl"]


def test_times_that_a_row_cannot_show_stay_or_go_but_do_not_change() -> None:
    summer = Schedule(id="s", byday="MO", opens_at=time(9), closes_at=time(10), until=TODAY)
    monthly = Schedule(id="m", freq=Frequency.MONTHLY, bymonthday="15")
    service = replace(WALK, schedules=(summer, *WALK.schedules, monthly))
    shown = write_form(service, words)
    assert [name for name in shown if name.endswith("-kept")] == ["open-1-kept", "open-3-kept"]

    found = read({**shown, "open-2-from": ["11:00"], "open-2-to": ["12:00"]}, service)

    assert found.service.schedules[0] is summer
    assert found.service.schedules[1].opens_at == time(11)
    assert found.service.schedules[1].id == WALK.schedules[0].id
    assert found.service.schedules[2] is monthly
    less = {name: values for name, values in shown.items() if not name.startswith("open-1-")}
    assert read(less, service).service.schedules == (*WALK.schedules, monthly)
    strange = {**shown, "open-9-id": ["nobody's"], "open-9-kept": ["1"]}
    assert read(strange, service).service.schedules == service.schedules


def test_a_day_of_every_second_week_has_to_be_one_of_its_days() -> None:
    row = {"open-1-day": ["TU"], "open-1-from": ["9"], "open-1-to": ["10"]}
    every = {**RIGHT, **row, "open-1-every": ["second-week"]}

    assert list(read({**every, "open-1-start": ["30-11-2026"]}).errors) == ["open-1-start"]
    assert read({**every, "open-1-start": ["1-12-2026"]}).errors == {}
    assert list(read(every).errors) == ["open-1-start"]


HOSTILE = [
    *BLANKS,
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}%(x)s",
    "javascript:alert(1)",
    "=HYPERLINK(1)",
    "../../etc/passwd\x00",
    "مرحبا \u202e abc \u2066",
    "🚶" * 400,
    "\u0661\u0662:\u0663\u0660",
    "-1",
    "9" * 5000,
    "MO,TU;FREQ=SECONDLY",
    "1e999",
    "٣٥٦١ ab",
]
ROWS = [f"phone-1{name}" for name in ("", "-id")] + [
    f"open-1-{name}" for name in ("id", "day", "from", "to", "every", "start", "holidays", "kept")
]


@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_whatever_one_field_holds_is_read_or_refused(typed: str) -> None:
    start = {**RIGHT, "open-1-day": ["MO"], "open-1-from": ["9"], "open-1-to": ["10"]}
    for name in (*field_names(), *ROWS):
        for saved in (EMPTY, WALK):
            found = read({**start, name: [typed, typed]}, saved)
            assert found.errors.keys() <= {name, "access", *STRANGE.get(name, ())}, name
            written = msgspec.json.encode(found.service).decode()
            assert "\u202e" not in written
            assert "\\u0000" not in written
            again = read(write_form(found.service, words), found.service)
            assert again.service == found.service


# Fields that make others wrong: one value alone is no address, and a text needs Dutch beside it.
STRANGE = {
    **dict.fromkeys(("street", "postal_code", "city"), ("street", "postal_code", "city")),
    **{
        f"{text}-{code}": (f"{text}-nl",)
        for text in ("audience", "fees", "directions")
        for code in LANGUAGES.keys() - {"nl"}
    },
    "access": ("phone-1", "street"),
}


def test_strengths_are_those_of_the_questionnaire() -> None:
    general = {questions.OTHER, questions.UNKNOWN}
    asked = [(each.code, each.text) for each in questions.STRENGTHS if each.code not in general]

    assert [(each.code, each.text) for each in STRENGTHS] == asked
