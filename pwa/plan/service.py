"""Read and save the plan of a conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import PLAN
from pwa.conversation.documents import (
    OpenConversation,
    read_documents,
    take_turn,
    write_document,
)
from pwa.counting.core import Event
from pwa.counting.service import count
from pwa.directory.lookup import look_up
from pwa.directory.service import directory_of
from pwa.editing import Choice, Conflict, find_version
from pwa.locales import PRACTICE_LANGUAGE, local_day
from pwa.plan.agreed import keep_agreed
from pwa.plan.choices import apply_choices
from pwa.plan.core import Plan
from pwa.plan.document import SCHEMA, dump_plan, parse_plan
from pwa.plan.doing import mark, with_done_steps
from pwa.plan.merge import Merged, merge_plans
from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.staff.member_names import names_of
from pwa.vault.work import Work

# Versions of a plan in which a merged one may have been agreed on.
_MERGED = 5
# Versions among which the one is looked for that agreed on the next talk.
_SINCE_TALK = 10


@dataclass(frozen=True)
class SavedPlan:
    """A plan with its version.

    Attributes:
        number: of the version; 0 when nothing was saved yet.
        saved_by: name of the member who saved it.
    """

    plan: Plan
    number: int = 0
    saved_at: datetime | None = None
    saved_by: str | None = None


@dataclass(frozen=True)
class Edited:
    """A plan that somebody wants to save.

    Attributes:
        base_number: number of the version that the editor has seen; 0 for none.
        choices: part to choice, decided after a conflict with that version; empty without one.
        before: number of the version that the editor started from before that conflict.
        marks: uid of a step to the day on which it was done; None if it is open again.
    """

    plan: Plan
    base_number: int
    choices: Mapping[str, Choice]
    before: int = 0
    marks: Mapping[str, date | None] = field(default_factory=dict)

    def with_done_steps(self, base: Plan) -> Plan:
        """Add to the typed plan the done steps, which the form does not have, and the marks."""
        asked = frozenset(part.removeprefix("step-") for part in self.choices)
        return mark(with_done_steps(self.plan, base, asked=asked), self.marks)


@dataclass(frozen=True)
class Comparison:
    """An editor's plan beside the newest version.

    Attributes:
        newest: number 0 when nothing was saved yet.
        is_newer: somebody saved it after the editor had opened the plan.
    """

    merged: Merged
    newest: SavedPlan
    is_newer: bool


def find_plan(db: Session, opened: OpenConversation) -> SavedPlan | None:
    """Open the newest plan; None when there is none."""
    return next(iter(_read(db, opened, most=1)), None)


def find_talk_day(db: Session, opened: OpenConversation) -> date | None:
    """Find the day on which the next talk was agreed on as the plan says it now; None without a plan.

    "In six weeks" counts from that day, also when something else of the plan was changed later.
    """
    found: SavedPlan | None = None
    for version in _read(db, opened, most=_SINCE_TALK):
        if found and version.plan.next_talk != found.plan.next_talk:
            break
        found = version
    return local_day(found.saved_at) if found and found.saved_at else None


def compare(db: Session, opened: OpenConversation, edited: Edited) -> Comparison:
    """Compare an editor's plan with the newest version, after the choices of an earlier conflict.

    Raises:
        PlanError: with those choices more steps are open than a plan has room for.
    """
    newest = find_plan(db, opened) or SavedPlan(Plan())
    base = _find(db, opened, newest, edited.base_number)
    mine = apply_choices(edited.with_done_steps(base), base, edited.choices)
    if newest.number == edited.base_number:
        return Comparison(Merged(mine), newest, is_newer=False)
    return Comparison(merge_plans(mine, newest.plan, base), newest, is_newer=True)


def ask_again(db: Session, opened: OpenConversation, edited: Edited) -> Comparison:
    """Compare once more what the choices in `edited` were about: they leave too many steps."""
    newest = find_plan(db, opened) or SavedPlan(Plan())
    seen = _find(db, opened, newest, edited.base_number)
    before = _find(db, opened, newest, edited.before)
    shown = SavedPlan(seen, edited.base_number)
    shown = newest if newest.number == shown.number else shown
    return Comparison(merge_plans(edited.with_done_steps(seen), seen, before), shown, is_newer=True)


def save_plan(work: Work, opened: OpenConversation, edited: Edited, *, by: Staff) -> Comparison:
    """Save a plan as the next version, with what was agreed on of the help in its steps.

    Returns:
        What it was compared with; its merged plan is saved.

    Raises:
        Conflict: somebody else changed the same part in a version that the editor has not seen;
            nothing is written.
        PlanError: the merged plan has more open steps than there is room for.
    """
    take_turn(work.db, opened.row)
    found = compare(work.db, opened, edited)
    if found.merged.questions:
        raise Conflict(found.newest.number)
    # What was merged may have help that only a version before the newest one had.
    versions = _read(work.db, opened, most=_MERGED if found.is_newer or edited.choices else 1)
    plan = _with_agreed_help(found.merged.plan, [version.plan for version in versions], by.practice)
    base_number = found.newest.number
    write_document(work, opened, PLAN, SCHEMA, dump_plan(plan), base_number=base_number, by=by)
    audit.record_staff(work.db, by, action="plan:save", conversation_id=opened.row.id, at=work.now)
    if base_number == 0:
        count(work, opened.row.practice_id, Event.PLANNED)
    return found


def _with_agreed_help(plan: Plan, earlier: Sequence[Plan], practice: Practice) -> Plan:
    ids = {step.help_option for step in plan.steps if step.help_option}
    found = look_up(directory_of(practice), ids, PRACTICE_LANGUAGE.code)
    return keep_agreed(plan, earlier, {uid: each.option for uid, each in found.items()})


def _find(db: Session, opened: OpenConversation, newest: SavedPlan, number: int) -> Plan:
    """Open a version by its number; an empty plan if it is gone, and for 0."""
    versions = _read(db, opened, most=max(newest.number - number + 1, 1))
    found = find_version(versions, number)
    return found.plan if found else Plan()


def _read(db: Session, opened: OpenConversation, *, most: int) -> list[SavedPlan]:
    documents = read_documents(db, opened, PLAN, most=most)
    names = names_of(db, (document.author_id for document in documents))
    return [
        SavedPlan(
            parse_plan(document.content),
            document.number,
            document.created_at,
            names.get(document.author_id),
        )
        for document in documents
    ]
