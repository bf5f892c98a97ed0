"""A robot gives hundreds of answers while everything goes wrong; `make robot` gives thousands."""

import pytest

from tests.people.patient import Patient
from tests.people.robot import Robot
from tests.phones.browsers import Faults, OpenContext

# Sets `window.framedAt` when the first frame after parsing is due, in ms since the navigation.
NOTE_FRAME = """
requestAnimationFrame(function look() {
  if (document.readyState === "loading") requestAnimationFrame(look);
  else window.framedAt = performance.now();
});
"""
ASKED = """
() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.endsWith("/selfcheck.js")).map(({ startTime }) => startTime)
"""

pytestmark = [pytest.mark.alone, pytest.mark.on_one_database]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_answer_is_lost(open_device: OpenContext, faults: Faults, seed: int) -> None:
    faults.network_fails = True
    robot = Robot(open_device(has_touch=True, is_mobile=True), "de-dreef", seed)

    robot.answers(150)

    assert robot.lost == []


def test_the_first_question_does_not_wait_for_scripts_that_are_there(patient: Patient) -> None:
    """Cached scripts would run before the first frame and delay it, so they are asked for later."""
    page = patient.opens_check().page
    page.add_init_script(NOTE_FRAME)
    page.reload()
    patient.sees_question("filled_by")

    framed, [asked] = page.evaluate("window.framedAt"), page.evaluate(ASKED)

    assert framed < asked
