"""A patient reports that something of the local help is not right."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.audit import AccessEvent
from pwa.directory.keeping.service import NotFound, check_service, set_state
from pwa.directory.models import KeptService, KeptState, ServiceReport, Source
from pwa.directory.packaged import NATIONAL, load_services
from pwa.directory.reports import MAX_OPEN, MAX_WORDS, open_reports, report_service
from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.databases.work import work_on
from tests.people.logins import in_a_request_of

Gp = Callable[[], AbstractContextManager[Staff]]

WORDS = "nummer klopt niet, ik zat in de wacht"


@pytest.fixture
def own(db_session: Session) -> str:
    uid = db_session.scalars(select(KeptService.uid)).first()
    db_session.commit()
    assert uid
    return uid


@pytest.fixture
def gp(app: Flask, staff_client: FlaskClient) -> Gp:
    """A request of the GP; it ends by a commit, because meanwhile nobody else can write."""

    @contextmanager
    def request() -> Iterator[Staff]:
        with in_a_request_of(app, staff_client) as staff:
            yield staff
            db.session.commit()

    return request


def report(session: Session, uid: str, words: str = "", *, days_ago: int = 0) -> None:
    work = work_on(session, datetime.now(UTC) - timedelta(days=days_ago))
    report_service(work, session.scalars(select(Practice)).one(), uid, words)
    session.commit()


def row_of(session: Session, uid: str) -> KeptService:
    session.expire_all()
    found = session.scalars(select(KeptService).where(KeptService.uid == uid)).one()
    session.commit()
    return found


def actions(session: Session) -> list[str]:
    found = session.scalars(select(AccessEvent.action).where(AccessEvent.action.like("help:%")))
    return list(found)


def test_only_the_desk_key_opens_the_words(own: str, gp: Gp, db_session: Session) -> None:
    report(db_session, own, WORDS)
    stored = db_session.scalars(select(ServiceReport)).one()
    assert stored.words is not None
    assert b"nummer" not in stored.words
    db_session.commit()

    with gp() as staff:
        opened = open_reports(begin_work(), staff, [own])

    assert [(each.words, each.language) for each in opened[own]] == [(WORDS, "nl")]
    assert actions(db_session) == ["help:read-report"]


def test_a_report_without_words_leaves_no_log_line_when_it_is_read(
    own: str, gp: Gp, db_session: Session
) -> None:
    report(db_session, own, "  \u202e ")

    with gp() as staff:
        opened = open_reports(begin_work(), staff, [own, "another"])

    assert [each.words for each in opened[own]] == [""]
    assert actions(db_session) == []


def test_without_the_desk_key_it_is_a_report_without_words(
    own: str, gp: Gp, db_session: Session
) -> None:
    report(db_session, own, WORDS)

    with gp() as staff:
        opened = open_reports(begin_work(), replace(staff, keys=HeldKeys()), [own])

    assert [each.words for each in opened[own]] == [""]


def test_a_report_is_no_change_of_the_service(own: str, db_session: Session) -> None:
    before = row_of(db_session, own).edition

    report(db_session, own, "x" * 999)
    report(db_session, own)

    after = row_of(db_session, own)
    assert (after.open_reports, after.edition) == (2, before)


def test_it_keeps_a_line_of_words_and_a_few_reports(own: str, gp: Gp, db_session: Session) -> None:
    for _time in range(MAX_OPEN + 2):
        report(db_session, own, "woorden " * 99)

    with gp() as staff:
        opened = open_reports(begin_work(), staff, [own])[own]

    assert len(opened) == row_of(db_session, own).open_reports == MAX_OPEN
    assert all(len(each.words) <= MAX_WORDS for each in opened)


def test_a_national_line_gets_a_row_by_its_first_report(db_session: Session) -> None:
    uid = load_services(NATIONAL)[0].id

    report(db_session, uid, WORDS)
    report(db_session, uid)

    row = row_of(db_session, uid)
    assert (row.source, row.state, row.open_reports) == (Source.NATIONAL, KeptState.SHOWN, 2)


def test_nobody_reports_what_there_is_not(own: str, gp: Gp, db_session: Session) -> None:
    with gp() as staff:
        set_state(begin_work(), staff, own, KeptState.GONE)

    for uid in (own, str(uuid4()), "…"):
        with pytest.raises(NotFound):
            report(db_session, uid, WORDS)
        db_session.rollback()


@pytest.mark.parametrize("verb", ["check", "remove"])
def test_a_check_or_removing_answers_reports_and_destroys_their_words(
    own: str, gp: Gp, db_session: Session, verb: str
) -> None:
    report(db_session, own, WORDS)

    with gp() as staff:
        if verb == "check":
            check_service(begin_work(), staff, own)
        else:
            set_state(begin_work(), staff, own, KeptState.GONE)

    stored = db_session.scalars(select(ServiceReport)).one()
    assert (stored.words, stored.word_key) == (None, None)
    assert stored.answered_at is not None
    db_session.commit()
    assert row_of(db_session, own).open_reports == 0
    with gp() as staff:
        assert open_reports(begin_work(), staff, [own]) == {}


def test_a_report_is_deleted_after_ninety_days(own: str, db_session: Session) -> None:
    report(db_session, own, WORDS, days_ago=91)
    report(db_session, own, days_ago=89)

    assert retention.purge(work_on(db_session))["reports"] == 1
    assert retention.purge(work_on(db_session))["reports"] == 0
    assert row_of(db_session, own).open_reports == 1
