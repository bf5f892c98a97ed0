"""Warm handovers in the plan's form: read beside the steps, and kept with the plan in one transaction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from pwa.conversation.documents import OpenConversation
from pwa.handover import service
from pwa.handover.core import HandoverError
from pwa.handover.forms import ANSWER, YES, HandoverForm
from pwa.handover.view_models import HandoverView, place
from pwa.locales import PRACTICE_LANGUAGE, names_in
from pwa.plan.core import Plan
from pwa.planning.forms import PlanForm
from pwa.practice.models import Practice
from pwa.selfcheck.core import SelfCheck
from pwa.staff.access import Staff
from pwa.vault.work import Work, begin_work


@dataclass(frozen=True, slots=True)
class Rows:
    """What the page shows of handovers.

    Attributes:
        forms: number of a row to what was typed for its letter; only of rows with a letter to show.
        current: uid of a step to its newest handover.
        language: code of the language in which the patient reads a letter.
        names: of our languages, in Dutch.
    """

    forms: Mapping[int, HandoverForm]
    current: Mapping[str, HandoverView]
    language: str
    names: Mapping[str, str]


def validate(form: PlanForm, practice: Practice) -> bool:
    """Check what was typed for letters, after `PlanForm.validate`; errors go into the form's."""
    for _number, each in _asked(form, practice):
        if not each.validate():
            form.errors |= each.errors
    return not form.errors


def agree(work: Work, opened: OpenConversation, form: PlanForm, *, by: Staff) -> None:
    """Keep what the patient said yes to, in the transaction that saves the plan.

    Raises:
        HandoverError: a step has an open handover by now, or the plan has another step meanwhile.
    """
    for _number, each in _asked(form, by.practice):
        if each.answer == YES and each.validate():
            service.agree(work, opened, each.agreement, by=by)


def refuse(form: PlanForm, error: HandoverError) -> None:
    """Say at the first row with a letter why its handover cannot be kept."""
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
    opened: OpenConversation, form: PlanForm, saved: Plan | None, check: SelfCheck | None
) -> Rows:
    """Collect what the page shows: letters that were asked for, and how far handovers are.

    Args:
        check: the patient's answers, whose language a letter is shown in; Dutch without them.
    """
    work = begin_work()
    placed = place(service.handovers_of(work.db, opened), saved.steps if saved else (), work.now)
    practice = work.db.get_one(Practice, opened.row.practice_id)
    forms = {number: each for number, each in _asked(form, practice) if each.show()}
    language = check.language if check else PRACTICE_LANGUAGE.code
    names = names_in(PRACTICE_LANGUAGE.code)
    return Rows(forms, {each.step_uid: each for each in placed.every}, language, names)


def _asked(form: PlanForm, practice: Practice) -> Iterator[tuple[int, HandoverForm]]:
    """Go through the rows in which a letter was begun or answered."""
    for number, step in form.rows.items():
        prefix = f"step-{number}-"
        if any(form.values.get(f"{prefix}{name}") for name in (ANSWER, "patient", "letter")):
            yield number, HandoverForm(form.values, practice, step, prefix=prefix)
