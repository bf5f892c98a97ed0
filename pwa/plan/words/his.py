"""The plan as plain text for the GP record system: the P of SOEP."""

from collections.abc import Sequence

from pwa.plan.agreed import StepHelp
from pwa.plan.words.render import PlanLines, StepLines, plain
from pwa.text import N_, Translate, one_line

MAX_LINES = 8

# Characters of typed text in a line of the record; only the plan itself has longer texts in full.
MAX_WORDS = 200

_HEADING = N_("P (agreed with patient):")
_GOAL = N_("Goal: %(goal)s")
_NEXT_TALK = N_("Next talk: %(when)s")
_TEACH_BACK = N_("Says at home: %(words)s")
_IF_WORSE = N_("If it gets worse: %(advice)s")


def build_plan_text(plan: PlanLines, helps: Sequence[StepHelp | None], translate: Translate) -> str:
    """Write the plan for the record: at most eight plain lines, always in the same order.

    Args:
        plan: in Dutch, with the practice's names of performers.
        helps: of each step.
        translate: gives a source text in Dutch.
    """
    lines = [translate(_HEADING)]
    if plan.goal:
        lines.append(translate(_GOAL) % {"goal": cut_words(plain(plan.goal))})
    for number, (step, found) in enumerate(zip(plan.steps, helps, strict=True), start=1):
        lines.append(f"{number}. {_step_text(step, found)}")
    if plan.next_talk:
        lines.append(translate(_NEXT_TALK) % {"when": cut_words(plain(plan.next_talk))})
    if plan.teach_back:
        lines.append(translate(_TEACH_BACK) % {"words": cut_words(plain(plan.teach_back))})
    if plan.if_worse:
        lines.append(translate(_IF_WORSE) % {"advice": cut_words(plain(plan.if_worse))})
    return "\n".join(lines[:MAX_LINES])


def _step_text(step: StepLines, found: StepHelp | None) -> str:
    agreed = (found.agreed.name, *found.agreed.phones[:1]) if found else ()
    details = [plain(step.who), plain(step.when), *agreed]
    known = "; ".join(one_line(detail) for detail in details if detail)
    return f"{cut_words(plain(step.what))} ({known})"


def cut_words(text: str) -> str:
    """Put a text on one line, cut at `MAX_WORDS` characters."""
    return one_line(text, max_length=MAX_WORDS)
