"""Which members cannot leave a practice, and how a pasted team link is read."""

import pytest

from pwa.staff.core import Role
from pwa.team.core import (
    LAST_OF_TEAM,
    LAST_WITH_KEY,
    Colleague,
    TeamError,
    check_remaining,
    read_secret,
)

GP = Colleague(Role.GP, has_care_key=True)
WAITING_GP = Colleague(Role.GP, has_care_key=False)
NURSE = Colleague(Role.POH, has_care_key=True)
MANAGER = Colleague(Role.MANAGER, has_care_key=False)
ASSISTANT = Colleague(Role.ASSISTANT, has_care_key=False)


@pytest.mark.parametrize(
    ("others", "before", "after", "why"),
    [
        ([NURSE, ASSISTANT], GP, None, LAST_OF_TEAM),
        ([NURSE, ASSISTANT], GP, Role.POH, LAST_OF_TEAM),
        ([NURSE], MANAGER, Role.ASSISTANT, LAST_OF_TEAM),
        ([MANAGER, ASSISTANT], GP, None, LAST_WITH_KEY),
        ([MANAGER, WAITING_GP], GP, None, LAST_WITH_KEY),
        ([MANAGER], NURSE, Role.ASSISTANT, LAST_WITH_KEY),
    ],
)
def test_a_practice_that_could_not_go_on_says_why(
    others: list[Colleague], before: Colleague, after: Role | None, why: str
) -> None:
    with pytest.raises(TeamError) as refused:
        check_remaining(others, before=before, after=after)

    assert refused.value.message == why


@pytest.mark.parametrize(
    ("others", "before", "after"),
    [
        ([GP], GP, None),
        ([MANAGER, NURSE], GP, None),
        ([MANAGER], GP, Role.POH),
        ([ASSISTANT], GP, Role.GP),
        ([GP], MANAGER, None),
        ([GP], ASSISTANT, None),
        ([GP], NURSE, Role.ASSISTANT),
        ([MANAGER], WAITING_GP, None),
    ],
)
def test_whoever_others_can_do_without_may_go(
    others: list[Colleague], before: Colleague, after: Role | None
) -> None:
    check_remaining(others, before=before, after=after)


@pytest.mark.parametrize(
    "typed",
    [
        "AbCdEf",
        "#AbCdEf",
        " https://gesprek.example/practice/join/de-dreef#AbCdEf\n",
        "https://gesprek.example/practice/join/de-dreef#Ab CdEf",
    ],
)
def test_the_whole_link_or_its_last_part_may_be_pasted(typed: str) -> None:
    assert read_secret(typed) == "AbCdEf"
