"""What is asked of a plan's words before they go to paper."""

from pwa.plan.core import Plan
from pwa.plan.words.render import render_plan
from pwa.plan.words.wordings import wording_for_practice
from pwa.practice.models import Practice
from pwa.web.glyphs import find_undrawable


def not_on_paper(plan: Plan, practice: Practice) -> tuple[str, ...]:
    """Find the characters of a plan that no font for paper has, to warn the member who saves it."""
    lines = render_plan(plan, wording_for_practice(practice))
    steps = (line for step in lines.steps for line in (step.what, step.who, step.when))
    every = (lines.goal, *steps, lines.next_talk, lines.teach_back, lines.if_worse)
    return find_undrawable(" ".join(part.text for line in every for part in line))
