"""Rows of a plan that somebody moves in the database to another place do not open there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, make_transient

from pwa.conversation.core import EVERY_KIND
from pwa.conversation.documents import move_document
from pwa.conversation.models import StoredDocument
from pwa.handover.core import State
from pwa.handover.models import Handover
from pwa.handover.sealing import (
    Answer,
    open_answer,
    open_handover,
    open_letter,
    open_note,
    seal_answer,
)
from pwa.vault.crypto import CannotOpen
from pwa.vault.work import begin_work
from tests.inputs.handovers import gp_of, open_as_gp
from tests.inputs.whole_plan import make_whole_plan
from tests.people.stories import DemoLogin


def test_what_was_moved_does_not_open(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, meeting: str, db_session: Session
) -> None:
    made = make_whole_plan(app, demo, staff_client, db_session, meeting, "Aleida")
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        opened = open_as_gp(work, staff, made.conversation)
        rows = {row.kind: row for row in work.db.scalars(select(StoredDocument))}
        handover = work.db.scalars(select(Handover)).one()
        private = open_handover(opened, handover).private_key
        seal_answer(handover, Answer(State.CONTACT, None, work.now))
        for row in (*rows.values(), handover, opened.row):
            work.db.expunge(row)
            make_transient(row)
        work.db.rollback()

    assert rows.keys() == set(EVERY_KIND)
    for row in rows.values():
        moves: dict[str, list[object]] = {
            "practice_id": [row.practice_id + 1],
            "conversation_id": [uuid4()],
            "id": [uuid4(), *(other.id for other in rows.values() if other is not row)],
            "kind": [kind for kind in EVERY_KIND if kind != row.kind],
            "schema": [row.schema + 1],
        }
        _refuses(row, moves, lambda row: move_document(row, opened, opened.row, number=1))
    place: dict[str, list[object]] = {"practice_id": [handover.practice_id + 1], "id": [uuid4()]}
    own: dict[str, list[object]] = {
        **place,
        "conversation_id": [uuid4()],
        "step_uid": ["00000000ffff"],
    }
    _refuses(handover, own, lambda row: open_handover(opened, row))
    _refuses(handover, place, lambda row: open_letter(row, private))
    _refuses(handover, place, lambda row: open_answer(row, private))
    _refuses(handover, place, lambda row: open_note(row, staff.keys))


def _refuses(
    row: Any, moves: Mapping[str, Sequence[object]], look: Callable[[Any], object]
) -> None:
    """Try each other value of each column: the row opens with its own values and with no other."""
    for name, values in moves.items():
        own = getattr(row, name)
        for value in values:
            setattr(row, name, value)
            with pytest.raises(CannotOpen):
                look(row)
            setattr(row, name, own)
    look(row)
