"""Words for a part of the plan that two people changed at the same time."""

from collections.abc import Mapping
from typing import Final

from flask_babel import format_date, gettext

from pwa.editing import Choice, DifferenceLines
from pwa.plan.core import Step
from pwa.plan.merge import Difference, Value
from pwa.plan.words.render import Line, Part, Wording, render_step, render_when
from pwa.plan.words.wordings import find_helps, wording_for_practice
from pwa.practice.models import Practice
from pwa.text import N_

_PART_NAMES: Final[Mapping[str, str]] = {
    "goal": N_("Goal"),
    "next_talk": N_("Next talk"),
    "teach_back": N_("What will you say at home?"),
    "if_worse": N_("Does it get worse?"),
}
_FIELD_NAMES: Final[Mapping[str, str]] = {
    "what": N_("what"),
    "who": N_("who"),
    "when": N_("when"),
    "help_option": N_("help"),
    # Translators: on which day a step was done
    "done_on": N_("done on"),
}


def in_words(difference: Difference, practice: Practice) -> DifferenceLines[tuple[Line, ...]]:
    """Put a difference into the practice's words."""
    wording = wording_for_practice(practice)
    mine = _lines(difference.mine, difference.field, wording, practice)
    saved = _lines(difference.saved, difference.field, wording, practice)
    versions = {Choice.MINE: mine, Choice.SAVED: saved}
    if difference.can_keep_both:
        versions[Choice.BOTH] = saved + mine
    return DifferenceLines(difference.part, _name_of(difference), versions, difference.suggested)


def _name_of(difference: Difference) -> str:
    if not difference.number:
        return gettext(_PART_NAMES[difference.part])
    if not difference.field:
        return gettext("Step %(number)s", number=difference.number)
    field = gettext(_FIELD_NAMES[difference.field])
    # Translators: %(part)s is "what", "who", "when", "help" or "done on"
    return gettext("Step %(number)s: %(part)s", number=difference.number, part=field)


def _lines(value: Value, field: str, wording: Wording, practice: Practice) -> tuple[Line, ...]:
    """Write a part, or of a step only the field that differs."""
    if not isinstance(value, Step):
        line = render_when(value, wording)
        return (line,) if line else ()
    step = render_step(value, wording)
    [found] = find_helps((step,), practice, wording.language)
    done = (Part(_day_done(value)),) if value.done_on else ()
    lines = {
        "what": step.what,
        "who": step.who,
        "when": step.when,
        "help_option": (Part(found.agreed.name),) if found and found.agreed.name else (),
        "done_on": done,
    }
    return tuple(line for name, line in lines.items() if line and field in (name, ""))


def _day_done(step: Step) -> str:
    # Translators: the day on which a step was done
    return gettext("done on %(day)s", day=format_date(step.done_on, "d MMMM y"))
