"""The steps that are the practice's to do: which are done, and on which day."""

from dataclasses import dataclass

from flask_babel import format_date

from pwa.plan.core import Plan
from pwa.plan.doing import is_for_practice_to_say
from pwa.plan.words.render import Line, render_step
from pwa.plan.words.wordings import wording_for_practice
from pwa.practice.models import Practice


@dataclass(frozen=True, slots=True)
class PracticeStep:
    """A step of which the practice says that it is done.

    Attributes:
        done_on: the day in words; empty while the step is open.
    """

    uid: str
    what: Line
    who: Line
    done_on: str


def practice_steps(plan: Plan, practice: Practice) -> tuple[PracticeStep, ...]:
    """List the saved steps that are not the patient's own, in the order of the plan."""
    wording = wording_for_practice(practice)
    return tuple(
        PracticeStep(
            step.uid,
            (lines := render_step(step, wording)).what,
            lines.who,
            format_date(step.done_on, "d MMMM y") if step.done_on else "",
        )
        for step in plan.steps
        if is_for_practice_to_say(step) or step.done_on
    )
