"""Read and save the plan of a conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import PLAN
from pwa.conversation.documents import OpenConversation, read_documents, write_document
from pwa.directory.lookup import look_up
from pwa.directory.service import directory_of
from pwa.editing import Choice, Conflict, find_version
from pwa.locales import PRACTICE_LANGUAGE
from pwa.plan.agreed import keep_agreed
from pwa.plan.core import Plan
from pwa.plan.document import SCHEMA, dump_plan, parse_plan
from pwa.plan.merge import merge_plans
from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.staff.member_names import names_of
from pwa.vault.work import Work

# Versions of a plan in which a merged one may have been agreed on.
_MERGED = 5


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
    """

    plan: Plan
    base_number: int
    choices: Mapping[str, Choice]


def find_plan(db: Session, opened: OpenConversation) -> SavedPlan | None:
    """Open the newest plan; None when there is none."""
    return next(iter(_read(db, opened, most=1)), None)


def find_plan_since(
    db: Session, opened: OpenConversation, base_number: int
) -> tuple[SavedPlan, Plan]:
    """Open the newest plan, and the version that an editor started from.

    Args:
        base_number: 0 for an editor who started from nothing.

    Returns:
        The newest plan, and the one that the editor started from; an empty one if that is gone.
    """
    newest = find_plan(db, opened) or SavedPlan(Plan())
    versions = _read(db, opened, most=max(newest.number - base_number + 1, 1))
    base = find_version(versions, base_number)
    return newest, base.plan if base else Plan()


def save_plan(work: Work, opened: OpenConversation, edited: Edited, *, by: Staff) -> int:
    """Save a plan as the next version, with what was agreed on of the help in its steps.

    Returns:
        The number of the new version.

    Raises:
        Conflict: somebody else saved a version that the editor has not seen; nothing is written.
        PlanError: the merged plan has more open steps than there is room for.
    """
    plan = edited.plan
    # After a conflict the editor's own version may have help that only the one before it had.
    versions = _read(work.db, opened, most=_MERGED if edited.choices else 1)
    if edited.choices:
        newest = versions[0] if versions else SavedPlan(Plan())
        if newest.number != edited.base_number:
            raise Conflict(newest.number)
        plan = merge_plans(plan, newest.plan, edited.choices)
    plan = _with_agreed_help(plan, [version.plan for version in versions], by.practice)
    number = write_document(
        work, opened, PLAN, SCHEMA, dump_plan(plan), base_number=edited.base_number, by=by
    )
    audit.record_staff(work.db, by, action="plan:save", conversation_id=opened.row.id, at=work.now)
    return number


def _with_agreed_help(plan: Plan, earlier: Sequence[Plan], practice: Practice) -> Plan:
    ids = {step.help_option for step in plan.steps if step.help_option}
    found = look_up(directory_of(practice), ids, PRACTICE_LANGUAGE.code)
    return keep_agreed(plan, earlier, {uid: each.option for uid, each in found.items()})


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
