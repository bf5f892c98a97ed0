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
from pwa.handover.links import NoSuchLink, open_link
from pwa.handover.models import Handover, HandoverLink
from pwa.handover.sealing import (
    Answer,
    open_answer,
    open_handover,
    open_letter,
    open_note,
    seal_answer,
)
from pwa.practice.models import Practice
from pwa.vault.crypto import CannotOpen
from pwa.vault.work import Work, begin_work
from tests.inputs.handovers import PutHandover, gp_of, open_as_gp, put_handover
from tests.inputs.whole_plan import make_whole_plan
from tests.people.colleagues import open_other_practice
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


def test_a_link_that_was_moved_to_another_handover_opens_neither(
    app: Flask, demo: DemoLogin, put: PutHandover
) -> None:
    other = put_handover(app, demo, put.conversation_id, uid="bbbbbbbbbbbb")
    open_other_practice(app, "elders")

    def opens(work: Work, *links: PutHandover) -> None:
        for each in links:
            row, private = open_link(work, each.link.secret, each.link.digits)
            assert row.id == each.id
            open_letter(row, private)

    with app.app_context():
        work = begin_work()
        gp_of(work, demo)
        stranger = work.db.scalars(select(Practice.id).where(Practice.slug == "elders")).one()
        own, others = (_link_of(work, each) for each in (put, other))
        opens(work, put, other)

        own.wrap, others.wrap = others.wrap, own.wrap
        work.db.flush()
        for each in (put, other):
            with pytest.raises(NoSuchLink):
                opens(work, each)
        work.db.rollback()

        work.db.delete(others)
        work.db.flush()
        for name, value in (("handover_id", other.id), ("practice_id", stranger)):
            before = getattr(own, name)
            setattr(own, name, value)
            work.db.flush()
            with pytest.raises(NoSuchLink):
                opens(work, put)
            setattr(own, name, before)
        opens(work, put)


def _link_of(work: Work, put: PutHandover) -> HandoverLink:
    return work.db.scalars(select(HandoverLink).where(HandoverLink.handover_id == put.id)).one()


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
