"""The purge refuses to erase if the clock may be weeks ahead: everything would look expired."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.audit import record_system
from pwa.conversation.expiry import CHECK_EXPIRED
from pwa.conversation.models import StoredDocument
from pwa.practice.models import Practice
from tests.databases.work import work_on
from tests.inputs.fold import fold_all, ids_by_age, put_aside
from tests.people.stories import STORY_A, share


def _later(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def _log(session: Session, practice: Practice, *, days: float, action: str = "log:verify") -> None:
    record_system(session, action=action, practice_id=practice.id, at=_later(days))
    session.commit()


def _checks(session: Session) -> int:
    found = session.scalar(select(func.count()).select_from(StoredDocument)) or 0
    session.rollback()
    return found


def test_the_command_erases_nothing_when_the_clock_is_forty_days_ahead(
    app: Flask,
    client: FlaskClient,
    db_session: Session,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A recent log line proves nothing: the daily anchor is logged by the same wrong clock."""
    share(client, "de-dreef", STORY_A)
    _log(db_session, practice, days=39.9)
    ahead = _later(40)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            return cls.fromtimestamp(ahead.timestamp(), UTC)

    monkeypatch.setattr("pwa.web.http.datetime", Clock)
    refused = app.test_cli_runner().invoke(args=["purge"])

    assert refused.exit_code == 1
    assert "Nothing was erased. This machine's clock says" in refused.output
    assert "--force" in refused.output
    assert _checks(db_session) == 1

    forced = app.test_cli_runner().invoke(args=["purge", "--force"])
    assert forced.output.splitlines()[-1].startswith("Erased: 1 checks")
    assert _checks(db_session) == 0


@pytest.mark.parametrize(
    ("silence", "is_refused"), [(0.5, False), (6.9, False), (7.1, True), (400, True)]
)
def test_the_log_may_have_been_silent_for_seven_days(
    db_session: Session, practice: Practice, silence: float, is_refused: bool
) -> None:
    _log(db_session, practice, days=0)
    now = _later(silence)

    if is_refused:
        with pytest.raises(retention.Doubtful, match="access log ends on"):
            retention.refuse_when_doubtful(work_on(db_session, now))
    else:
        retention.refuse_when_doubtful(work_on(db_session, now))


def test_more_than_three_times_the_usual_is_refused(
    client: FlaskClient,
    db_session: Session,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "USUAL_AT_LEAST", 2)
    for _ in range(4):
        share(client, "de-dreef", STORY_A)
    _log(db_session, practice, days=30)  # recent line: the clock counts as right
    night = _later(32)

    with pytest.raises(retention.Doubtful, match="4 conversations would lose their contents"):
        retention.refuse_when_doubtful(work_on(db_session, night))

    for _ in range(2):
        _log(db_session, practice, days=20, action=CHECK_EXPIRED)
    retention.refuse_when_doubtful(work_on(db_session, night))


def test_what_was_erased_long_ago_is_not_the_usual_any_more(
    client: FlaskClient, db_session: Session, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "USUAL_AT_LEAST", 0)
    _log(db_session, practice, days=1, action=CHECK_EXPIRED)
    _log(db_session, practice, days=31)
    share(client, "de-dreef", STORY_A)

    with pytest.raises(retention.Doubtful, match="up to 0 are usual"):
        retention.refuse_when_doubtful(work_on(db_session, _later(32.5)))


def test_a_flood_that_stayed_folded_counts_neither_as_due_nor_as_usual(
    client: FlaskClient, db_session: Session, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "USUAL_AT_LEAST", 1)
    for _ in range(4):
        share(client, "de-dreef", STORY_A)
    fold_all(db_session)
    _log(db_session, practice, days=30)  # recent line: the clock counts as right
    night = _later(32)

    retention.refuse_when_doubtful(work_on(db_session, night))
    assert retention.purge(work_on(db_session, night))["checks"] == 4
    db_session.commit()

    for _ in range(2):
        share(client, "de-dreef", STORY_A)
    with pytest.raises(retention.Doubtful, match=r"2 conversations .* up to 1 are usual"):
        retention.refuse_when_doubtful(work_on(db_session, night + timedelta(hours=1)))


def test_what_was_put_aside_counts_neither_as_due_nor_as_usual(
    client: FlaskClient,
    staff_client: FlaskClient,
    db_session: Session,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "USUAL_AT_LEAST", 1)
    for _ in range(4):
        share(client, "de-dreef", STORY_A)
    put_aside(staff_client, *ids_by_age(db_session))
    _log(db_session, practice, days=30)  # recent line: the clock counts as right
    night = _later(32)

    retention.refuse_when_doubtful(work_on(db_session, night))
    counts = retention.purge(work_on(db_session, night))
    assert (counts["checks"], counts["set aside"]) == (0, 4)
    db_session.commit()

    for _ in range(2):
        share(client, "de-dreef", STORY_A)
    with pytest.raises(retention.Doubtful, match=r"2 conversations .* up to 1 are usual"):
        retention.refuse_when_doubtful(work_on(db_session, night + timedelta(hours=1)))


def test_a_new_installation_has_nothing_to_compare_with(app: Flask, db_session: Session) -> None:
    retention.refuse_when_doubtful(work_on(db_session))
