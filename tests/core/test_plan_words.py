"""The plan in words: for a page in any language, and as plain text for the record."""

from datetime import date, time

import pytest
from hypothesis import given

from pwa.plan.agreed import StepHelp
from pwa.plan.core import AgreedHelp, Day, FreeText, Performer, Period, Phrase, Plan, Step, Who
from pwa.plan.library.core import SlotValue
from pwa.plan.words.his import MAX_LINES, build_plan_text
from pwa.plan.words.names import PERFORMER_NAMES, PRACTICE_PERFORMER_NAMES
from pwa.plan.words.render import Part, PlanLines, Wording, plain, render_plan, render_step
from tests.inputs.plans import CARERS_PLAN, plans, uid

NUMBERS = {"phone": "030 261 00 00", "out_of_hours": "de huisartsenpost, 0900 1515"}


def untranslated(text: str) -> str:
    return text


def counted(one: str, many: str, number: int) -> str:
    return (one if number == 1 else many) % {"num": number}


def in_language(code: str) -> Wording:
    return Wording(code, untranslated, counted, PERFORMER_NAMES, NUMBERS)


def in_dutch(plan: Plan) -> PlanLines:
    return render_plan(
        plan, Wording("nl", untranslated, counted, PRACTICE_PERFORMER_NAMES, NUMBERS)
    )


@pytest.mark.parametrize(
    ("language", "next_talk", "weekday"),
    [
        ("nl", "dinsdag 5 januari 2027, 10:40", "maandag"),
        ("en", "Tuesday, 5 January 2027, 10:40", "Monday"),
        ("tr", "5 Ocak 2027 Salı 10:40", "Pazartesi"),
        ("ar", "الثلاثاء، 5 يناير 2027، 10:40", "الاثنين"),
    ],
)
def test_dates_and_days_are_in_the_readers_language(
    language: str, next_talk: str, weekday: str
) -> None:
    step = Step(Phrase("call_practice", 1, {"weekday": "mon"}), uid=uid(1))
    lines = render_plan(Plan(None, (step,), CARERS_PLAN.next_talk), in_language(language))

    assert plain(lines.next_talk) == next_talk
    assert weekday in plain(lines.steps[0].what)


def test_what_people_typed_stays_apart_from_the_sentence_around_it() -> None:
    step = Step(
        Phrase("sport_childcare", 1, {"count": 2, "person": "mijn zus"}),
        Who(Performer.FAMILY, "Fatma"),
        FreeText("na Ramadan", "nl"),
        uid=uid(1),
    )
    lines = render_step(step, in_language("ar"))

    assert Part("mijn zus", is_typed=True) in lines.what
    assert lines.who[-1] == Part("Fatma", is_typed=True)
    assert lines.when == (Part("na Ramadan", is_typed=True, language="nl"),)
    assert all(not part.is_typed for part in lines.what if part.text != "mijn zus")


def test_a_percent_sign_that_somebody_types_stays_what_it_is() -> None:
    slots: dict[str, SlotValue] = {"count": 2, "person": "100% %(count)s %s"}
    assert "100% %(count)s %s" in plain(
        render_step(Step(Phrase("sport_childcare", 1, slots), uid=uid(1)), in_language("nl")).what
    )


def test_somebody_else_with_a_name_is_only_the_name() -> None:
    who = render_step(
        Step(FreeText("x", "nl"), Who(Performer.OTHER, "Ahmet"), uid=uid(1)), in_language("tr")
    ).who
    assert plain(who) == "Ahmet"


def test_without_a_text_of_the_practice_the_numbers_to_call_are_told() -> None:
    advice = plain(render_plan(Plan(), in_language("en")).if_worse)
    assert NUMBERS["phone"] in advice
    assert NUMBERS["out_of_hours"] in advice
    assert "112" in advice


def test_the_practices_own_text_stands_alone() -> None:
    plan = Plan(if_worse=FreeText("Bel Anna", "nl"))
    assert plain(render_plan(plan, in_language("en")).if_worse) == "Bel Anna"


def test_the_text_for_the_record_has_a_fixed_order() -> None:
    plan = Plan(
        FreeText("weer\nenergie", "nl"),
        (
            Step(
                Phrase("blood_test", 1), Who(Performer.DOCTOR), Day(date(2026, 11, 30)), uid=uid(1)
            ),
            Step(
                FreeText("dansen", "nl"),
                Who(Performer.PATIENT),
                Period.EVERY_WEEK,
                "geldfit",
                uid=uid(2),
            ),
        ),
        Day(date(2027, 1, 5), time(10, 40)),
        FreeText("ik ga dansen", "nl"),
        FreeText("bel ons", "nl"),
    )
    agreed = AgreedHelp("Geldfit", ("0800-8115", "030 000 00 01"))
    helps = [None, StepHelp(agreed, None, is_gone=True)]
    assert build_plan_text(in_dutch(plan), helps, untranslated).split("\n") == [
        "P (agreed with patient):",
        "Goal: weer energie",
        "1. Have a blood test (Doctor; maandag 30 november 2026)",
        "2. dansen (Patient; every week; Geldfit; 0800-8115)",
        "Next talk: dinsdag 5 januari 2027, 10:40",
        "Says at home: ik ga dansen",
        "If it gets worse: bel ons",
    ]


@given(plans)
def test_the_text_for_the_record_is_at_most_eight_short_lines(plan: Plan) -> None:
    lines = build_plan_text(in_dutch(plan), [None] * len(plan.steps), untranslated).split("\n")

    assert len(lines) <= MAX_LINES
    assert len(lines) >= 2 + len(plan.steps)
    assert all(line.isprintable() and len(line) <= 460 for line in lines)


def test_long_words_are_cut_in_the_record_only() -> None:
    goal = FreeText("a" * 190 + " b" * 5, "nl")
    text = build_plan_text(
        in_dutch(Plan(goal=goal, teach_back=FreeText("c" * 400, "nl"))), [], untranslated
    )
    assert "c" * 199 + "…" in text
    assert "c" * 200 not in text


def test_a_first_step_stands_inside_a_sentence() -> None:
    step = render_step(
        Step(Phrase("walk_short", 1, {"minutes": 20}), uid=uid(1)), in_language("en")
    )

    assert plain(step.first).startswith("walk to the corner")
