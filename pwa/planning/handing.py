"""Warm handovers in the plan's form: read beside the steps, and kept with the plan in one transaction."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext

from pwa.conversation.documents import OpenConversation
from pwa.handover import service
from pwa.handover.core import CHANGED, HandoverError
from pwa.handover.forms import ANSWER, DIGEST, LANGUAGE, TYPED, YES, HandoverForm
from pwa.handover.view_models import HandoverView, place
from pwa.locales import PRACTICE_LANGUAGE, names_in
from pwa.plan.core import Plan, Step
from pwa.plan.doing import open_first
from pwa.planning.forms import PlanForm
from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.vault.work import Work


@dataclass(frozen=True, slots=True)
class Rows:
    """What the page shows of handovers.

    Attributes:
        forms: number of a row to what was typed for its letter; only of rows with a letter to show.
        current: uid of a step to its newest handover.
        names: of our languages, in Dutch.
    """

    forms: Mapping[int, HandoverForm]
    current: Mapping[str, HandoverView]
    names: Mapping[str, str]


def validate(form: PlanForm, practice: Practice) -> None:
    """Check what was typed for letters, after `PlanForm.validate`; errors go into the form's."""
    for _number, each in _asked(form, practice):
        if not each.validate():
            form.errors |= each.errors


def agree(work: Work, opened: OpenConversation, form: PlanForm, plan: Plan, *, by: Staff) -> None:
    """Keep what the patient said yes to, in the transaction that saves the plan.

    Args:
        plan: as it is saved. A colleague may have changed a step at the same time; then the letter
            is another one than the patient was shown, and the yes does not count.

    Raises:
        HandoverError: something is missing, the letter is not the one that was shown, or a step has
            an open handover by now or was taken out; `validate` says what is missing.
    """
    for number, _form in _asked(form, by.practice):
        step = _find_same(form.rows[number], plan.steps)
        if step is None:
            raise HandoverError(CHANGED)
        asked = HandoverForm(form.values, by.practice, step, prefix=f"step-{number}-")
        if not asked.validate():
            raise HandoverError("")
        if asked.answer == YES:
            service.agree(work, opened, asked.agreement, by=by)


def carry(form: PlanForm, plan: Plan) -> dict[str, str]:
    """Give what was typed for letters, as fields of a form that `write_every_field` fills with a plan.

    A step may stand in another row there.
    """
    rows = open_first(plan)
    carried = {LANGUAGE: form.values[LANGUAGE]} if LANGUAGE in form.values else {}
    for number, step in form.rows.items():
        if same := _find_same(step, rows):
            old, new = f"step-{number}-", f"step-{rows.index(same) + 1}-"
            carried |= {
                f"{new}{name}": typed
                for name in TYPED
                if (typed := form.values.get(f"{old}{name}"))
            }
    return carried


def refuse(form: PlanForm, error: HandoverError) -> None:
    """Say at the first row with a letter why its handover cannot be kept."""
    if not error.message:
        return
    number = next((n for n in form.rows if form.values.get(f"step-{n}-{ANSWER}") == YES), 1)
    form.errors[f"step-{number}-{ANSWER}"] = gettext(error.message, **error.values)


def show(form: PlanForm, number: str, practice: Practice) -> HandoverForm | None:
    """Read the letter of one row from what was sent; None if the row has no step that can be read.

    Args:
        number: of the row, as sent.
    """
    form.validate()
    step = {str(row): step for row, step in form.rows.items()}.get(number)
    if step is None:
        return None
    asked = HandoverForm(form.values, practice, step, prefix=f"step-{number}-")
    asked.show()
    return asked


def rows(
    work: Work, practice: Practice, opened: OpenConversation, form: PlanForm, saved: Plan | None
) -> Rows:
    """Collect what the page shows: letters that were asked for, and how far handovers are."""
    placed = place(service.handovers_of(work.db, opened), saved.steps if saved else (), work.now)
    forms = {number: each for number, each in _asked(form, practice) if each.show()}
    names = names_in(PRACTICE_LANGUAGE.code)
    return Rows(forms, {each.step_uid: each for each in placed.every}, names)


def _asked(form: PlanForm, practice: Practice) -> Iterator[tuple[int, HandoverForm]]:
    """Go through the rows in which a letter was begun or answered."""
    for number, step in form.rows.items():
        prefix = f"step-{number}-"
        if any(form.values.get(f"{prefix}{name}") for name in (ANSWER, "patient", DIGEST)):
            yield number, HandoverForm(form.values, practice, step, prefix=prefix)


def _find_same(step: Step, steps: Iterable[Step]) -> Step | None:
    """Find a step by its uid, or one that a colleague added in the same words at the same time."""
    found = list(steps)
    by_uid = next((each for each in found if each.uid == step.uid), None)
    return by_uid or next((each for each in found if replace(each, uid=step.uid) == step), None)
