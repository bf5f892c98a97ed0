"""What followed the plan of an example patient: a letter to help, how steps go, a yes to looking back."""

from uuid import uuid4

from pwa.conversation.documents import OpenConversation
from pwa.handover.core import State
from pwa.handover.forms import ANSWER, DIGEST, LANGUAGE, YES
from pwa.handover.service import advance, handovers_of
from pwa.patient.tokens import ReplyTo
from pwa.plan.core import Done, FreeText
from pwa.plan.service import find_plan
from pwa.plan.values import new_uid
from pwa.planning import handing
from pwa.planning.forms import PlanForm
from pwa.progress.core import Helped, OwnStep, Said, Tick
from pwa.progress.sending import TickSending, mark_of
from pwa.progress.service import take_tick
from pwa.staff.access import Staff
from pwa.vault.work import Work


def with_letter(form: PlanForm, number: int, language: str, by: Staff) -> dict[str, str]:
    """Give the fields of a plan with the patient's yes to the letter of a row, as the page sends it.

    Args:
        form: with the fields of the plan, and of the letter the patient's name.
        language: code of the language in which the patient reads the letter.
    """
    form.values = {**form.values, LANGUAGE: language}
    asked = handing.show(form, str(number), by.practice)
    if asked is None or asked.letters is None:
        raise ValueError(f"the letter of step {number}: {asked and asked.errors}")
    answered = {ANSWER: YES, DIGEST: asked.letters.digest}
    return {**form.values, **{f"step-{number}-{name}": value for name, value in answered.items()}}


def tell_receivers(work: Work, opened: OpenConversation, by: Staff) -> None:
    """Note of every handover that its receiver was called; each stays open."""
    for each in handovers_of(work.db, opened):
        advance(work, by, each.row.id, State.TOLD)


def say_how_it_goes(work: Work, opened: OpenConversation, language: str) -> None:
    """Say of the first step that it works a little and what helped, and add a step of the own."""
    saved = find_plan(work.db, opened)
    assert saved is not None
    first = saved.plan.steps[0].uid
    helped = FreeText("samen met mijn zus gaan", language)
    own = FreeText("elke dag even buiten zitten", language)
    for said in (Tick(first, Done.PARTLY), Helped(first, helped), OwnStep(new_uid(), own)):
        take_tick(work, _sending(opened, said))


def _sending(opened: OpenConversation, said: Said) -> TickSending:
    row, uid = opened.row, uuid4()
    reply_to = ReplyTo(row.id, row.keys_generation)
    # Only a repeat is compared with what was sent, and these are sent once.
    return TickSending(row.practice_id, uid, mark_of(uid, row.practice_id, {}), said, reply_to)
