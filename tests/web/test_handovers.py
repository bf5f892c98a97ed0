"""Warm handovers: agreed with the patient, sealed, closed by either side."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.conversation.models import Conversation
from pwa.conversation.service import NotFound
from pwa.handover import links, service
from pwa.handover.core import MAX_WRONG_DIGITS, HandoverError, Party, State
from pwa.handover.models import Handover, HandoverLink
from pwa.handover.sealing import open_letter
from pwa.vault.crypto import CannotOpen
from pwa.vault.work import Work, begin_work
from tests.inputs.handovers import (
    ASKED,
    STEP_UID,
    PutHandover,
    agreement,
    gp_of,
    open_as_gp,
    put_handover,
)
from tests.people.stories import STORY_A, DemoLogin, share


@pytest.fixture
def put(app: Flask, demo: DemoLogin) -> PutHandover:
    share(app.test_client(), demo.slug, STORY_A)
    return put_handover(app, demo)


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10_000:04}"


def test_who_opens_the_conversation_opens_letter_and_consent(
    app: Flask, demo: DemoLogin, put: PutHandover
) -> None:
    with app.app_context():
        work = begin_work()
        opened = open_as_gp(work, gp_of(work, demo), put.conversation_id)
        (found,) = service.handovers_of(work.db, opened)

    assert found.letter.asked == ASKED
    assert found.letter.words.language == "nl"
    assert found.consent.words.language == "ar"
    assert found.consent.role == "gp"
    assert found.answer is None
    assert service.newest_by_step([found]) == {STEP_UID: found}


def test_link_and_digits_together_open_the_letter_and_nothing_else(
    app: Flask, put: PutHandover
) -> None:
    with app.app_context():
        work = begin_work()
        row, private = links.open_link(work, put.link.secret, put.link.digits)
        assert open_letter(row, private).asked.patient == "Samira"
        with pytest.raises(links.NoSuchLink):
            links.open_link(work, "A" * 22, put.link.digits)
        with pytest.raises(links.NoSuchLink):
            links.open_link(work, "no link", put.link.digits)


def test_ten_wrong_digits_kill_a_link_for_ever(app: Flask, put: PutHandover) -> None:
    with app.app_context():
        for left in reversed(range(MAX_WRONG_DIGITS)):
            work = begin_work()
            with pytest.raises(links.WrongDigits) as error:
                links.open_link(work, put.link.secret, wrong(put.link.digits))
            assert error.value.left == left
            work.db.commit()
        with pytest.raises(links.NoSuchLink):
            links.open_link(begin_work(), put.link.secret, put.link.digits)


def test_a_new_letter_kills_the_one_before(app: Flask, demo: DemoLogin, put: PutHandover) -> None:
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        opened = open_as_gp(work, staff, put.conversation_id)
        _, newer = service.make_letter(work, opened, put.id, by=staff)
        work.db.commit()

        with pytest.raises(links.NoSuchLink):
            links.open_link(begin_work(), put.link.secret, put.link.digits)
        row, _ = links.open_link(begin_work(), newer.secret, newer.digits)
        assert service.note_of(row, staff).digits == newer.digits


@pytest.mark.parametrize("to", [State.DONE, State.ENDED])
def test_what_the_practice_closes_opens_for_nobody_with_the_letter(
    app: Flask, demo: DemoLogin, put: PutHandover, to: State
) -> None:
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        row = service.advance(work, staff, put.id, to)
        work.db.commit()

        with pytest.raises(CannotOpen):
            service.note_of(row, staff)
        with pytest.raises(links.Closed):
            links.open_link(begin_work(), put.link.secret, put.link.digits)
        with pytest.raises(HandoverError):
            service.advance(begin_work(), staff, put.id, State.TOLD)


def test_another_practice_finds_nothing_to_advance(
    app: Flask, demo: DemoLogin, put: PutHandover, db_session: Session
) -> None:
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        row = service.find_row(work, staff, put.id)
        row.practice_id = staff.practice.id
        with pytest.raises(NotFound):
            service.find_row(work, staff, put.conversation_id)


def test_the_patient_takes_it_back_and_the_page_closes_at_once(
    app: Flask, demo: DemoLogin, put: PutHandover
) -> None:
    with app.app_context():
        work = begin_work()
        opened = open_as_gp(work, gp_of(work, demo), put.conversation_id)
        row = service.take_back(work, opened, put.id)
        work.db.commit()

        assert [(move.state, move.by) for move in row.history] == [
            (State.AGREED, "gp"),
            (State.TAKEN_BACK, "patient"),
        ]
        with pytest.raises(links.Closed):
            links.open_link(begin_work(), put.link.secret, put.link.digits)


def test_one_step_has_one_open_handover(app: Flask, demo: DemoLogin, put: PutHandover) -> None:
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        opened = open_as_gp(work, staff, put.conversation_id)
        with pytest.raises(HandoverError):
            service.agree(work, opened, agreement(staff.practice), by=staff)
        service.advance(work, staff, put.id, State.ENDED)
        assert service.agree(work, opened, agreement(staff.practice), by=staff).state == "agreed"


def test_erasing_the_plan_erases_handover_and_link(
    app: Flask, demo: DemoLogin, db_session: Session
) -> None:
    phone = app.test_client()
    share(phone, demo.slug, STORY_A)
    put_handover(app, demo)

    phone.post("/nl/mine/withdraw", data={})
    assert count(db_session) == (1, 1)
    phone.post("/nl/mine/withdraw", data={"plan": "1"})
    assert count(db_session) == (0, 0)


def count(db_session: Session) -> tuple[int, int]:
    found = len(db_session.scalars(select(Handover.id)).all())
    linked = len(db_session.scalars(select(HandoverLink.digest)).all())
    db_session.rollback()
    return found, linked


def test_after_sixty_days_it_is_over_and_after_sixty_more_the_link_is_gone(
    app: Flask, put: PutHandover, db_session: Session
) -> None:
    def purge(days: int) -> Work:
        begun = begin_work()
        later = Work(begun.db, begun.master, begun.now + timedelta(days=days))
        retention.purge(later)
        return later

    with app.app_context():
        purge(59)
        assert links.open_link(begin_work(), put.link.secret, put.link.digits)
        later = purge(61)
        with pytest.raises(links.Closed):
            links.open_link(later, put.link.secret, put.link.digits)
        row = later.db.get_one(Handover, put.id)
        assert (row.state, row.note, row.history[-1].party) == (State.OVER, None, Party.SYSTEM)
        later = purge(122)
        with pytest.raises(links.NoSuchLink):
            links.open_link(later, put.link.secret, put.link.digits)


def test_a_merge_moves_it_kills_the_link_and_a_split_moves_it_back(
    app: Flask, demo: DemoLogin, put: PutHandover, staff_client: FlaskClient, db_session: Session
) -> None:
    from pwa.conversation.merging import merge, split

    share(app.test_client(), demo.slug, STORY_A)
    newest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
    other: UUID = db_session.scalars(newest).one()
    db_session.rollback()
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        older = open_as_gp(work, staff, put.conversation_id)
        newer = open_as_gp(work, staff, other)
        merge(work, older, newer, staff)
        work.db.flush()
        assert service.handovers_of(work.db, older) == []
        (found,) = service.handovers_of(work.db, newer)
        assert found.letter.asked == ASKED
        with pytest.raises(links.NoSuchLink):
            links.open_link(work, put.link.secret, put.link.digits)
        split(work, older, newer, staff)
        work.db.flush()
        assert service.handovers_of(work.db, newer) == []
        (found,) = service.handovers_of(work.db, older)
        assert found.row.id == put.id
