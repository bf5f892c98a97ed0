"""200 random orders in which two people open, type and save: no text is lost unseen.

Both for the plan and for the check that is filled in together; these tests call the functions that
save. test_plan_editors.py and test_together.py do fewer turns, through the pages.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.consult.together import service as together
from pwa.consult.together.core import find_differences as find_check_differences
from pwa.consult.together.forms import TogetherForm, write_fields
from pwa.conversation import opening
from pwa.conversation.documents import OpenConversation
from pwa.conversation.models import Conversation
from pwa.conversation.versions import list_versions
from pwa.editing import Conflict
from pwa.plan import service as planning
from pwa.plan.core import FreeText, Plan
from pwa.selfcheck.core import SelfCheck
from pwa.staff.access import Staff
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.people.logins import in_a_request_of
from tests.people.stories import STORY_A, DemoLogin, share

# Versions are compared in Python, whatever the database; test_reading.py saves both kinds on each.
pytestmark = pytest.mark.on_one_database

ORDERS = 200
TURNS = 5
# Few orders per conversation: each read of a check reads all versions of the conversation.
ORDERS_IN_A_ROOM = 5


@dataclass
class Room:
    """A conversation, and the member of staff who has opened it."""

    opened: OpenConversation
    staff: Staff

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def rooms(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> Iterator[list[Room]]:
    """Opened conversations; the whole test runs in one request of the GP, who is logged in."""
    for _ in range(ORDERS // ORDERS_IN_A_ROOM):
        share(app.test_client(), demo.slug, STORY_A)
    conversations = db_session.scalars(select(Conversation.id)).all()
    db_session.commit()  # leaves no transaction open beside those of the app
    with in_a_request_of(app, staff_client) as staff:
        yield [_come_in(conversation, staff) for conversation in conversations]


def _come_in(conversation: UUID, staff: Staff) -> Room:
    session, now = db.session(), datetime.now(UTC)
    opening.confirm(
        Work(session, master_keys(), now), staff, session.get_one(Conversation, conversation)
    )
    opened = opening.open_to_read(Work(session, master_keys(), now), staff, conversation)
    session.rollback()  # ends the read-only transaction of `open_to_read`; the test writes
    return Room(opened, staff)


def words(*texts: str | None) -> set[str]:
    return {word for text in texts for word in (text or "").split()}


# --- The plan ---------------------------------------------------------------


def plan_words(plan: Plan) -> set[str]:
    return words(*(part.text if part else None for part in (plan.goal, plan.teach_back)))


def save_plan(room: Room, plan: Plan, base: int) -> set[str]:
    """Save a plan; on a conflict take the suggested texts and try again.

    Returns:
        The words of all newer versions that a conflict showed.
    """
    shown: set[str] = set()
    edited = planning.Edited(plan, base, {})
    while True:
        try:
            planning.save_plan(
                Work(db.session(), master_keys(), room.now), room.opened, edited, by=room.staff
            )
        except Conflict:
            found = planning.compare(db.session(), room.opened, edited)
            shown |= plan_words(found.newest.plan)
            choices = {item.part: item.suggested for item in found.merged.questions}
            edited = planning.Edited(found.merged.plan, found.newest.number, choices)
        else:
            db.session.commit()
            return shown


def test_the_plan(rooms: list[Room]) -> None:
    for room in rooms:
        save_plan(room, Plan(goal=FreeText("begin", "nl")), 0)
    for order in range(ORDERS):
        dice, room = random.Random(order), rooms[order // ORDERS_IN_A_ROOM]
        drafts: dict[str, planning.SavedPlan] = {}
        for turn in range(TURNS):
            name = dice.choice(["gp", "poh"])
            saved = planning.find_plan(db.session(), room.opened)
            assert saved is not None
            if name not in drafts:
                drafts[name] = saved
                continue
            draft = drafts.pop(name)
            typed = FreeText(f"woord{order}-{turn}", "nl")
            part = dice.choice(["goal", "teach_back"])
            mine = replace(draft.plan, **{part: typed})  # type: ignore[arg-type]  # field by name

            shown = save_plan(room, mine, draft.number)

            after = planning.find_plan(db.session(), room.opened)
            assert after is not None
            assert typed.text in plan_words(after.plan)
            assert plan_words(saved.plan) - plan_words(after.plan) <= plan_words(draft.plan) | shown


# --- The check --------------------------------------------------------------


def check_words(check: SelfCheck) -> set[str]:
    return words(check.reason, check.own_words)


def save_check(room: Room, check: SelfCheck, base: int) -> set[str]:
    shown: set[str] = set()
    form = _form(check, base)
    while True:
        try:
            together.save_together(
                Work(db.session(), master_keys(), room.now), room.opened, form, by=room.staff
            )
        except Conflict:
            newest, before = together.find_check_since(db.session(), room.opened, form.base_number)
            shown |= check_words(newest.check)
            differences = find_check_differences(check, newest.check, before)
            choices = {f"choice-{item.part}": [str(item.suggested)] for item in differences}
            form = _form(check, newest.number, choices)
        else:
            db.session.commit()
            return shown


def _form(check: SelfCheck, base: int, choices: dict[str, list[str]] | None = None) -> TogetherForm:
    form = TogetherForm({**write_fields(check, base), **(choices or {})}, check)
    assert form.validate(), form.errors
    return form


def test_the_check_together(rooms: list[Room]) -> None:
    for order in range(ORDERS):
        dice, room = random.Random(order), rooms[order // ORDERS_IN_A_ROOM]
        drafts: dict[str, tuple[SelfCheck, int]] = {}
        for turn in range(TURNS):
            name = dice.choice(["gp", "poh"])
            saved = list_versions(db.session(), room.opened)[0]
            if name not in drafts:
                drafts[name] = (saved.check, saved.number)
                continue
            draft, base = drafts.pop(name)
            typed = f"woord{order}-{turn}"
            part = dice.choice(["reason", "own_words"])
            mine = replace(draft, **{part: typed})  # type: ignore[arg-type]  # field by name

            shown = save_check(room, mine, base)

            after = list_versions(db.session(), room.opened)[0].check
            assert typed in check_words(after)
            assert check_words(saved.check) - check_words(after) <= check_words(draft) | shown
