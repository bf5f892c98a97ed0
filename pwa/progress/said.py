"""What the patient said of the plan, as lines: for the practice, and for "Keep everything"."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from pwa.conversation.documents import OpenConversation
from pwa.plan.core import FreeText, Plan
from pwa.plan.service import find_plan
from pwa.plan.words.render import Line, Part, Wording, render_step
from pwa.plan.words.wordings import wording_for_practice
from pwa.practice.models import Practice
from pwa.progress.core import Progress, StepProgress
from pwa.progress.service import find_earlier, find_progress
from pwa.progress.view_models import ANSWERS, day_of
from pwa.text import N_, lower_first

# Translators: mark on a step that the patient added to the plan
_OWN = N_("own step")
# Translators: mark on a step of which something was said
_GONE = N_("no longer in the plan")


@dataclass(frozen=True, slots=True)
class SaidOfStep:
    """What was said of one step.

    Attributes:
        what: the step; empty for one that no version of the plan has.
        mark: source text; empty for a step of the plan.
        how: such as "a little"; empty when nothing was said.
        day: on which that arrived, such as "12 Jan".
        helped: what helped, in the patient's words.
    """

    what: Line
    mark: str
    how: str
    day: str
    helped: Line


def said_to_practice(
    db: Session, opened: OpenConversation, practice: Practice
) -> tuple[SaidOfStep, ...]:
    """Open what the patient said of the newest plan, and write it in the practice's words."""
    return said_of_plan(db, opened, wording_for_practice(practice))


def said_of_plan(db: Session, opened: OpenConversation, wording: Wording) -> tuple[SaidOfStep, ...]:
    """Open what the patient said of the newest plan; a step of which nothing was said is left out."""
    saved = find_plan(db, opened)
    if saved is None:
        return ()
    progress = find_progress(db, opened)
    earlier = find_earlier(db, opened, saved.plan, progress)
    return list_said(saved.plan, progress, earlier, wording)


def list_said(
    plan: Plan, progress: Progress, earlier: list[Plan], wording: Wording
) -> tuple[SaidOfStep, ...]:
    """Write what was said: of the plan's steps, then of own ones, then of those that are gone.

    Args:
        earlier: versions of the plan in which steps that are gone may stand, the newest first.
    """
    old = {step.uid: step for version in reversed(earlier) for step in version.steps}
    now = {step.uid: step for step in plan.steps}
    gone = progress.steps.keys() - now.keys() - progress.own.keys() - progress.taken_out
    of_plan = [uid for uid in now if uid in progress.steps]
    rows = [(render_step(now[uid], wording).what, "", uid) for uid in of_plan]
    rows += [(_typed(words), _OWN, uid) for uid, words in progress.own.items()]
    rows += [
        (render_step(old[uid], wording).what if uid in old else (), _GONE, uid)
        for uid in progress.steps
        if uid in gone
    ]
    return tuple(
        _said(what, mark, progress.steps.get(uid, StepProgress()), wording.language)
        for what, mark, uid in rows
    )


def _said(what: Line, mark: str, said: StepProgress, language: str) -> SaidOfStep:
    how = lower_first(gettext(ANSWERS[said.how]), language) if said.how else ""
    return SaidOfStep(what, mark, how, day_of(said.said_at, language), _typed(said.helped))


def _typed(words: FreeText | None) -> Line:
    return (Part(words.text, is_typed=True, language=words.language),) if words else ()
