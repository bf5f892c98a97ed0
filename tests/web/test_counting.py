"""Events are counted once each, and a tally can be tied to nobody."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.counting.core import LEAST, Event, Quarter, Table, Tally
from pwa.counting.expiry import before, expire_counts
from pwa.counting.models import EventCount, TallyBox, TallySum
from pwa.counting.service import tally
from pwa.counting.summing import sum_waiting
from pwa.list_budgets import read_budgets
from pwa.store.tenants import use_practice
from pwa.vault.columns import wrapped_columns
from pwa.vault.crypto import CannotOpen
from pwa.vault.work import begin_work
from tests.databases.homes import Backend, Home
from tests.inputs.counts import fill_counts, open_tallies, put_tallies
from tests.inputs.handovers import gp_of
from tests.inputs.invitations import put_invitation
from tests.people.crime import commit_crime
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, STORY_B, STORY_C, DemoLogin, share

HEARD = Tally(Table.HEARD, "yes")


def events(db: Session) -> dict[Event, int]:
    db.rollback()
    return {row.event: row.count for row in db.scalars(select(EventCount))}


def boxes(db: Session) -> list[TallyBox]:
    db.rollback()
    return list(db.scalars(select(TallyBox)))


def test_each_event_is_counted_once(
    app: Flask, demo: DemoLogin, desk: Desk, db_session: Session
) -> None:
    put_invitation(app, demo)
    first = {Event.INVITED: 1, Event.SHARED: 1, Event.READ: 1}
    assert events(db_session) == first

    desk.opens()
    desk.saves(CARERS_FORM)
    desk.client.get(f"/practice/c/{desk.conversation}")
    desk.saves({**CARERS_FORM, "base": "1", "goal": "rust"})

    assert events(db_session) == {**first, Event.PLANNED: 1}


def test_a_list_that_changes_is_counted_and_tallied_once(
    app: Flask, demo: DemoLogin, db_session: Session
) -> None:
    client = app.test_client()
    share(client, demo.slug, STORY_A)
    page = client.get("/nl/mine/change").text
    reply_to = page.split('name="reply_to" value="')[1].split('"')[0]
    share(client, demo.slug, {**STORY_A, "priority": "sleep", "reply_to": reply_to})

    assert events(db_session) == {Event.SHARED: 1}
    assert open_tallies(app, demo) == Counter([Tally(Table.TOPIC, "tired")])


@pytest.mark.on_one_database
def test_a_topic_of_a_domain_that_is_not_shared_is_not_tallied(app: Flask, demo: DemoLogin) -> None:
    lonely = {**STORY_C, "lonely": "much", "priority": "lonely", "priority_second": "stress"}
    for story in (STORY_C, {**lonely, "not_shared": ["social"]}, {**STORY_A, "priority": ""}):
        share(app.test_client(), demo.slug, story)

    assert open_tallies(app, demo) == Counter(
        [Tally(Table.TOPIC, "pain"), Tally(Table.TOPIC, "stress")]
    )


def test_two_copies_of_the_database_tie_no_tally_to_a_list(
    app: Flask, demo: DemoLogin, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    put_tallies(app, demo, [HEARD])
    (before,) = boxes(db_session)
    db_session.expunge(before)
    share(app.test_client(), demo.slug, STORY_B)
    (after,) = boxes(db_session)

    assert (after.id, after.quarter, after.wrap) == (before.id, before.quarter, before.wrap)
    # The blob begins with its format and the id of the master key, which say nothing of a tally.
    pieces = {before.slips[at : at + 8] for at in range(5, len(before.slips) - 8)}
    assert [piece for piece in pieces if piece in after.slips] == []


def test_a_thief_of_the_disk_reads_no_tally(
    app: Flask, demo: DemoLogin, home: Home, backend: Backend, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_C)
    put_tallies(app, demo, [HEARD])
    crime = commit_crime(app, home, backend)
    thief = crime.thief()

    assert len(boxes(db_session)) == 1
    for words in ("topic pain", "heard yes"):
        assert crime.loot.places_of(words) == []
        assert not thief.has_read(words)


def test_a_box_or_sum_that_somebody_moves_in_the_database_does_not_open(
    app: Flask, demo: DemoLogin
) -> None:
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        tally(work, staff.practice.id, [HEARD] * LEAST)
        assert sum_waiting(work, staff) == LEAST
        later = replace(work, now=work.now + timedelta(days=92))
        tally(later, staff.practice.id, [HEARD] * LEAST)
        box, total = (
            work.db.scalars(select(TallyBox)).one(),
            work.db.scalars(select(TallySum)).one(),
        )
        quarters = box.quarter, total.quarter
        work.db.commit()

        # The slips of one quarter are not summed in another, nor added to the sum of another.
        for row, other in ((box, quarters[1]), (total, quarters[0])):
            row.quarter = other
            work.db.flush()
            with pytest.raises(CannotOpen):
                sum_waiting(later, staff)
            work.db.rollback()

        blobs = [each for each in wrapped_columns() if each.model in {TallyBox, TallySum}]
        assert len(blobs) == 3
        for blob in blobs:
            row = box if blob.model is TallyBox else total
            content, context = getattr(row, blob.column.key), blob.contexts[0]
            moves = {"practice_id": row.practice_id + 1, "quarter": "2020-1"}
            for name, value in (moves | ({"id": uuid4()} if row is box else {})).items():
                own = getattr(row, name)
                with work.db.no_autoflush:
                    setattr(row, name, value)
                    with pytest.raises(CannotOpen):
                        work.master.unwrap(content, context(row))
                    setattr(row, name, own)
            assert work.master.unwrap(content, context(row))
        assert sum_waiting(later, staff) == LEAST


def test_a_full_box_is_left_for_another(app: Flask, demo: DemoLogin, db_session: Session) -> None:
    put_tallies(app, demo, [HEARD] * 120)

    assert sorted(box.is_full for box in boxes(db_session)) == [False, True, True]
    assert open_tallies(app, demo) == {HEARD: 120}


def test_a_folded_list_is_counted_when_somebody_knows_whose_it_is(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    app.config["BUDGETS"] = read_budgets({"GESPREK_LISTS_PER_NETWORK": "1 per hour"})
    for story in (STORY_A, STORY_B):
        share(app.test_client(), demo.slug, story)
    folded = db_session.scalars(select(Conversation.id).where(Conversation.is_folded)).one()
    assert events(db_session) == {Event.SHARED: 1}

    Desk(staff_client, folded)

    assert events(db_session) == {Event.SHARED: 2, Event.READ: 1}
    assert open_tallies(app, demo) == {Tally(Table.TOPIC, "tired"): 1}


def test_what_nobody_summed_is_deleted_after_a_year_and_numbers_after_three(
    app: Flask, demo: DemoLogin, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    fill_counts(app, demo)

    def left(days: int) -> tuple[int, int, int, int]:
        with app.app_context():
            began = begin_work()
            work = replace(began, now=began.now + timedelta(days=days))
            use_practice(work.db, 1)
            expire_counts(work, 1)
            work.db.commit()
        db_session.rollback()
        states = db_session.scalars(select(TallySum.state)).all()
        numbers = db_session.scalars(select(EventCount.count)).all()
        return len(boxes(db_session)), len(states), len([*filter(None, states)]), len(numbers)

    assert left(366) == (1, 1, 1, 1)
    assert left(366 + 92) == (0, 1, 0, 1)
    assert left(3 * 366 + 92) == (0, 0, 0, 0)


def test_a_quarter_before_the_first_is_the_fourth() -> None:
    assert before(Quarter(2027, 1), 1) == Quarter(2026, 4)
    assert before(Quarter(2026, 4), 4) == Quarter(2025, 4)
    assert before(Quarter(2026, 2), 12) == Quarter(2023, 2)
