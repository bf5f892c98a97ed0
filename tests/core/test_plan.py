"""The plan: which contents are valid, and that a stored plan loads unchanged."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.plan.core import AgreedHelp, FreeText, Phrase, Plan, PlanError, Step
from pwa.plan.document import dump_plan, parse_plan
from pwa.plan.library.core import Slot
from pwa.plan.phrases import PHRASE_BY_KEY, PHRASES
from tests.inputs.plans import CARERS_PLAN, plans, uid


@given(plans)
def test_any_plan_comes_back_as_it_was(plan: Plan) -> None:
    assert parse_plan(json.loads(json.dumps(dump_plan(plan)))) == plan


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(st.dictionaries(st.sampled_from([*dump_plan(CARERS_PLAN), "more"]), json_values))
def test_junk_is_refused_or_read_as_a_plan_but_never_fails_otherwise(raw: dict[str, Any]) -> None:
    try:
        plan = parse_plan({"schema": 1, **raw})
    except PlanError:
        return
    assert parse_plan(dump_plan(plan)) == plan


@given(plans, st.data())
def test_one_foreign_value_anywhere_spoils_no_other_part(plan: Plan, data: st.DataObject) -> None:
    raw: dict[str, Any] = json.loads(json.dumps(dump_plan(plan)))
    if not raw["steps"]:
        return
    step = data.draw(st.sampled_from(raw["steps"]))
    step[data.draw(st.sampled_from(sorted(step)))] = data.draw(json_values)
    try:
        parsed = parse_plan(raw)
    except PlanError:
        return
    assert parse_plan(dump_plan(parsed)) == parsed


def step_with(**changes: Any) -> dict[str, Any]:
    step: dict[str, Any] = {
        "what": {"phrase": "walk", "version": 1, "slots": {"count": 2, "minutes": 20}},
        "who": {"role": "patient", "name": ""},
        "when": None,
        "help_option": None,
        "done_on": None,
        "uid": uid(1),
    }
    return {**step, **changes}


def what(**slots: Any) -> dict[str, Any]:
    return {"what": {"phrase": "walk", "version": 1, "slots": slots}}


@pytest.mark.parametrize(
    "changes",
    [
        {"what": None},
        {"what": {"phrase": "run_away", "version": 1, "slots": {}}},
        {"what": {"phrase": "walk", "version": 2, "slots": {"count": 2, "minutes": 20}}},
        {"what": {"phrase": "walk", "version": True, "slots": {"count": 2, "minutes": 20}}},
        {"what": {"phrase": ["walk"], "version": 1, "slots": {}}},
        {"what": {"text": "", "language": "nl"}},
        {"what": {"text": "\u202e", "language": "nl"}},
        {"what": {"text": "x" * 201, "language": "nl"}},
        {"what": {"text": "x", "language": "xx"}},
        {"what": {"text": "x", "language": None}},
        {"what": {"text": "x", "language": "nl", "html": True}},
        what(count=2),
        what(count=2, minutes=20, weekday="mon"),
        what(count=0, minutes=20),
        what(count=15, minutes=20),
        what(count="2", minutes=20),
        what(count=True, minutes=20),
        what(count=2.0, minutes=20),
        {"who": {"role": "minister", "name": ""}},
        {"who": {"role": "family", "name": "x" * 61}},
        {"who": None},
        {"when": {"period": "whenever"}},
        {"when": {"period": "today", "date": "2026-11-30"}},
        {"when": {"date": "2026-02-30"}},
        {"when": {"date": "30-11-2026"}},
        {"when": {"date": "2026-W48-1"}},
        {"when": {"date": "٢٠٢٦-١١-٣٠"}},
        {"when": {"date": "1926-11-30"}},
        {"when": {"date": "2026-11-30", "time": "25:00"}},
        {"when": {"date": "2026-11-30", "time": "9:00"}},
        {"when": "today"},
        {"help_option": "a b"},
        {"help_option": "x" * 65},
        {"help_option": 7},
        {"agreed": "Geldfit"},
        {"agreed": {"name": None}},
        {"agreed": {"name": "x" * 121}},
        {"agreed": {"name": "x", "phones": ["1"] * 6}},
        {"agreed": {"name": "x", "phones": [1]}},
        {"agreed": {"name": "x", "address": "x" * 201}},
        {"agreed": {"name": "x", "url": "x"}},
        {"done_on": "maybe"},
        {"done_on": True},
        {"uid": None},
        {"uid": "x" * 12},
        {"uid": "a" * 11},
        {"step": 1},
    ],
)
def test_a_step_that_the_library_does_not_offer_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(PlanError):
        parse_plan({"schema": 1, "steps": [step_with(**changes)]})


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"schema": 2},
        {"schema": 1, "steps": "walk"},
        {"schema": 1, "steps": [step_with(uid=uid(n)) for n in range(4)]},
        {"schema": 1, "steps": [step_with(), step_with()]},
        {"schema": 1, "goal": "better"},
        {"schema": 1, "goal": {"text": "x" * 201, "language": "nl"}},
        {"schema": 1, "talk_alone": True},
    ],
)
def test_a_document_of_another_shape_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(PlanError):
        parse_plan(raw)


def test_what_was_agreed_on_comes_back_as_it_was() -> None:
    agreed = AgreedHelp("Buurtteam", ("030 000 00 01", "113"), "Straat 1, 3500 AA Utrecht")
    plan = Plan(steps=(Step(FreeText("bellen", "nl"), help_option="a", agreed=agreed, uid=uid(1)),))

    [step] = parse_plan(json.loads(json.dumps(dump_plan(plan)))).steps

    assert step.agreed == agreed


def test_a_plan_from_before_it_was_written_down_still_reads() -> None:
    [step] = parse_plan({"schema": 1, "steps": [step_with(help_option="a")]}).steps

    assert (step.help_option, step.agreed) == ("a", None)


def test_a_step_that_is_done_leaves_room_for_a_new_one() -> None:
    steps = [step_with(done_on="2026-11-30"), *(step_with(uid=uid(n)) for n in (2, 3, 4))]
    assert len(parse_plan({"schema": 1, "steps": steps}).steps) == 4


def test_characters_that_turn_a_line_around_are_taken_out() -> None:
    goal = {"text": " a\u202eb\x00c\u2066 \u200fd ", "language": "ar"}
    assert parse_plan({"schema": 1, "goal": goal}).goal == FreeText("abc \u200fd", "ar")


def test_a_name_stays_on_one_line() -> None:
    raw = step_with(who={"role": "family", "name": "mijn\nzus"})
    assert parse_plan({"schema": 1, "steps": [raw]}).steps[0].who.name == "mijn zus"


def test_the_library_names_each_phrase_once_and_uses_every_slot() -> None:
    assert len(PHRASE_BY_KEY) == len(PHRASES) > 100
    assert {slot for phrase in PHRASES for slot in phrase.slots} == set(Slot)


def test_slots_keep_their_types() -> None:
    step = Step(Phrase("diary", 1, {"date": date(2026, 12, 1)}), uid=uid(1))
    assert parse_plan(dump_plan(Plan(steps=(step,)))).steps == (step,)
