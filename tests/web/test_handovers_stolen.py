"""A thief, a tampered database and a restore get nothing out of warm handovers."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from pwa.handover import links, service
from pwa.handover.core import State
from pwa.handover.models import Handover
from pwa.handover.sealing import Answer, open_letter, seal_answer
from pwa.plan.core import FreeText
from pwa.vault.base64url import from_text
from pwa.vault.crypto import CannotOpen
from pwa.vault.work import begin_work
from tests.databases.backups import Operator
from tests.databases.homes import Backend, Home
from tests.inputs.handovers import ASKED, gp_of, open_as_gp, put_handover
from tests.people.crime import MARK, commit_crime
from tests.people.stories import STORY_A, DemoLogin, share

REASON = f"{MARK} reden."
QUESTION = FreeText(f"{MARK} vraag.", "nl")
MARKED = replace(
    ASKED,
    receiver=f"{MARK} ontvanger",
    patient=f"{MARK} naam",
    question=QUESTION,
)
LINE = f"{MARK} regel."


def test_neither_the_database_nor_the_disk_tells_what_was_handed_over(
    app: Flask, demo: DemoLogin, home: Home, backend: Backend
) -> None:
    share(app.test_client(), demo.slug, {**STORY_A, "reason": REASON})
    put = put_handover(app, demo, asked=MARKED)
    with app.app_context():
        work = begin_work()
        row, _ = links.open_link(work, put.link.secret, put.link.digits)
        seal_answer(row, Answer(State.CONTACT, FreeText(LINE, "nl"), work.now))
        work.db.commit()

    crime = commit_crime(app, home, backend)

    assert crime.loot.places_of(MARK) == []
    assert crime.loot.places_of(put.link.secret) == []
    assert not crime.thief().has_read(MARK)
    secret = from_text(put.link.secret)
    assert not crime.thief(secret).has_read(MARK)
    with_both = crime.thief(secret + put.link.digits.encode())
    assert with_both.has_read(QUESTION.text)
    assert with_both.has_read(LINE)
    assert not with_both.has_read(REASON)  # the handover's key opens no answers


def test_what_was_moved_to_another_row_does_not_open(app: Flask, demo: DemoLogin) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    one = put_handover(app, demo, uid="aaaaaaaaaaaa")
    two = put_handover(app, demo, uid="bbbbbbbbbbbb")
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        opened = open_as_gp(work, staff, one.conversation_id)
        first, second = (work.db.get_one(Handover, put.id) for put in (one, two))
        _, private = links.open_link(work, one.link.secret, one.link.digits)
        first.own, first.own_key = second.own, second.own_key
        first.note, first.note_key = second.note, second.note_key
        first.letter, first.letter_key = second.letter, second.letter_key
        for look in (
            lambda: service.handovers_of(work.db, opened),
            lambda: service.note_of(first, staff),
            lambda: open_letter(first, private),
        ):
            with pytest.raises(CannotOpen):
                look()
        work.db.rollback()


def test_a_handover_that_was_ended_stays_ended_after_a_restore(
    app: Flask, demo: DemoLogin, operator: Operator, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    ended = put_handover(app, demo, uid="aaaaaaaaaaaa")
    renewed = put_handover(app, demo, uid="bbbbbbbbbbbb")
    file: Path = operator.backup()
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        service.advance(work, staff, ended.id, State.ENDED)
        opened = open_as_gp(work, staff, renewed.conversation_id)
        service.make_letter(work, opened, renewed.id, by=staff)
        work.db.commit()

    home, _ = operator.restore(file)

    with home.app() as again, again.app_context():
        with pytest.raises(links.Closed):
            links.open_link(begin_work(), ended.link.secret, ended.link.digits)
        with pytest.raises(links.NoSuchLink):
            links.open_link(begin_work(), renewed.link.secret, renewed.link.digits)
        work = begin_work()
        gp_of(work, demo)
        row = work.db.get_one(Handover, ended.id)
        assert (row.state, row.note, row.history[-1].by) == (State.ENDED, None, "gp")
