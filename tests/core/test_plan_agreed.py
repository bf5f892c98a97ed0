"""What a plan keeps of help that was agreed on, and what it says when that has changed."""

from dataclasses import replace

import pytest

from pwa.directory.hsds import Address
from pwa.directory.options import make_option
from pwa.directory.packaged import EXAMPLE, load_services
from pwa.plan.agreed import agree, compare_help, keep_agreed
from pwa.plan.core import AgreedHelp, FreeText, Plan, Step
from pwa.plan.document import dump_plan, parse_plan
from pwa.plan.merge import Merged, merge_plans
from tests.inputs.plans import uid

OPTION = next(
    option
    for option in (make_option(service, "nl") for service in load_services(EXAMPLE))
    if option.address and option.phones
)
AGREED = agree(OPTION)
MOVED = replace(OPTION, phones=("030 000 00 99",))


def plan_with(*helps: str | None, agreed: AgreedHelp | None = None) -> Plan:
    steps = (
        Step(
            FreeText(f"stap {number}", "nl"),
            help_option=option,
            agreed=agreed if option else None,
            uid=uid(number),
        )
        for number, option in enumerate(helps)
    )
    return Plan(steps=tuple(steps))


def test_the_same_words_are_no_change() -> None:
    found = compare_help(AGREED, OPTION, is_listed=True)

    assert (found.agreed, found.is_changed, found.is_gone) == (AGREED, False, False)


def test_only_what_differs_is_told() -> None:
    found = compare_help(AGREED, MOVED, is_listed=True)

    assert found.is_changed
    assert found.agreed.phones == OPTION.phones
    assert found.now == AgreedHelp("", ("030 000 00 99",), "")


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ({"name": "Ander team"}, AgreedHelp("Ander team")),
        (
            {"address": Address("Nieuwe straat 2", "3500 AB", "Utrecht")},
            AgreedHelp("", (), "Nieuwe straat 2, 3500 AB Utrecht"),
        ),
        ({"phones": ()}, None),
        ({"address": None}, None),
    ],
)
def test_every_part_that_was_agreed_on_counts(
    changes: dict[str, object], now: AgreedHelp | None
) -> None:
    found = compare_help(AGREED, replace(OPTION, **changes), is_listed=True)  # type: ignore[arg-type]  # by name

    assert (found.is_changed, found.now) == (True, now)


def test_another_sentence_or_hour_is_no_change() -> None:
    other = replace(OPTION, what="Iets anders.", schedules=(), checked_on=None)

    assert not compare_help(AGREED, other, is_listed=True).is_changed


def test_what_patients_do_not_find_is_gone_with_its_old_words() -> None:
    hidden = compare_help(AGREED, MOVED, is_listed=False)
    lost = compare_help(AGREED, None, is_listed=False)

    assert (hidden.is_gone, hidden.agreed, hidden.now) == (True, AGREED, None)
    assert (lost.is_gone, lost.agreed) == (True, AGREED)
    assert compare_help(None, None, is_listed=False).agreed.name == ""


def test_a_plan_from_before_shows_what_it_is_now() -> None:
    found = compare_help(None, MOVED, is_listed=True)

    assert (found.agreed, found.is_changed) == (agree(MOVED), False)


def test_what_is_written_down_always_reads_back() -> None:
    odd = replace(
        OPTION,
        name="a\u202e" * 300,
        phones=("1" * 500, *["2"] * 9),
        address=Address("s" * 400, "", ""),
    )
    plan = keep_agreed(plan_with("a"), [], {"a": odd})

    [step] = parse_plan(dump_plan(plan)).steps

    assert step.agreed == plan.steps[0].agreed == agree(odd)


def test_what_was_agreed_on_stays_while_the_option_does() -> None:
    earlier = plan_with(None, OPTION.id, agreed=AGREED)

    kept = keep_agreed(plan_with(OPTION.id, "other"), [earlier], {OPTION.id: MOVED, "other": MOVED})

    assert [step.agreed for step in kept.steps] == [AGREED, agree(MOVED)]


def test_the_newest_version_knows_best_what_was_agreed_on() -> None:
    versions = [plan_with("a", agreed=AGREED), plan_with("a", agreed=AgreedHelp("Oud"))]

    assert keep_agreed(plan_with("a"), versions, {}).steps[0].agreed == AGREED


def test_no_help_has_nothing_agreed_on() -> None:
    assert keep_agreed(plan_with(None, agreed=None), [], {}).steps[0].agreed is None


def test_two_editors_with_the_same_help_do_not_differ() -> None:
    mine, saved = plan_with("a"), plan_with("a", agreed=AGREED)

    assert merge_plans(mine, saved, Plan()) == Merged(mine)
