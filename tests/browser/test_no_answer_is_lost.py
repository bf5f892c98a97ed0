"""A robot gives hundreds of answers, and everything goes wrong that can; `make robot` gives thousands."""

import pytest

from tests.browsers import Faults, OpenContext
from tests.robot import Robot

pytestmark = pytest.mark.on_one_database


@pytest.mark.parametrize("seed", [1, 2])
def test_no_answer_is_lost(open_device: OpenContext, faults: Faults, seed: int) -> None:
    faults.network_fails = True
    robot = Robot(open_device(has_touch=True, is_mobile=True), "de-dreef", seed)

    robot.answers(150)

    assert robot.lost == []
