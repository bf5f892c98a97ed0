"""Commands that anchor, check and clear the access log."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from pwa import audit
from pwa.app import create_app
from pwa.audit import AccessAnchor, AccessEvent, Outcome
from pwa.audit.anchors import Anchor, AnchorFile, set_anchor
from pwa.config import SettingsError
from pwa.vault.work import Work
from tests.databases.homes import Home
from tests.people.colleagues import open_other_practice

Run = Callable[..., Result]
OLD = datetime.now(UTC) - timedelta(days=6 * 366)


@pytest.fixture
def run(app: Flask) -> Run:
    """A function that runs a command of `flask audit`."""
    return lambda *args: app.test_cli_runner().invoke(args=["audit", *args])


def note(db: Session, count: int, at: datetime, practice_id: int = 1) -> None:
    for number in range(count):
        audit.record_patient(
            db,
            action="check:share",
            practice_id=practice_id,
            conversation_id=UUID(int=number),
            at=at,
        )
    db.commit()


def numbers(db: Session) -> list[int]:
    return list(db.scalars(select(AccessEvent.number).order_by(AccessEvent.number)))


def file_of(home: Home) -> AnchorFile:
    return AnchorFile(home.instance / "access-log-anchors.jsonl")


def anchors_in(home: Home) -> list[Anchor]:
    return [file_of(home).parse(number, fields) for number, fields in file_of(home).read_lines()]


@pytest.fixture
def old_log(db_session: Session, home: Home) -> Session:
    """Five entries of six years ago, anchored then, and three of today."""
    note(db_session, 5, OLD)
    set_anchor(Work(db_session, home.master_keys(), OLD), 1, file_of(home), [])
    db_session.commit()
    note(db_session, 3, datetime.now(UTC))
    return db_session


def test_an_anchor_is_in_the_file_and_in_the_database(
    run: Run, home: Home, db_session: Session
) -> None:
    note(db_session, 3, OLD)

    assert run("anchor").exit_code == 0

    [outside] = anchors_in(home)
    inside = db_session.scalars(select(AccessAnchor)).one()
    assert outside.link.number == inside.number == 3
    assert outside.link.mac == inside.mac
    assert file_of(home).path.stat().st_mode & 0o777 == 0o600


def test_the_file_only_grows(run: Run, home: Home, db_session: Session) -> None:
    note(db_session, 1, OLD)
    run("anchor")
    before = file_of(home).path.read_bytes()
    run("anchor")

    assert file_of(home).path.read_bytes().startswith(before)
    assert len(anchors_in(home)) == 2


def test_a_practice_where_nothing_happened_has_no_anchor(run: Run, home: Home) -> None:
    assert run("anchor").exit_code == 0
    assert anchors_in(home) == []


def test_what_is_in_order_is_said_for_each_practice(
    app: Flask, run: Run, db_session: Session
) -> None:
    open_other_practice(app)
    note(db_session, 2, OLD)
    note(db_session, 1, OLD, practice_id=2)

    everything, one = run("verify"), run("verify", "--practice", "elders")

    assert everything.output == (
        "de-dreef: 2 entries, nothing wrong.\nelders: 1 entries, nothing wrong.\n"
    )
    assert one.output == "elders: 2 entries, nothing wrong.\n"  # the first verify logged itself
    assert everything.exit_code == one.exit_code == 0


def test_a_look_at_the_log_is_logged(run: Run, db_session: Session) -> None:
    note(db_session, 2, OLD)
    run("verify")

    newest = db_session.scalars(select(AccessEvent).order_by(AccessEvent.number.desc())).first()

    assert newest is not None
    assert (newest.action, newest.outcome) == ("log:verify", Outcome.DONE)


def break_the_end(db: Session) -> None:
    db.execute(text("UPDATE access_chain SET number = 1"))
    db.commit()


def test_what_is_wrong_ends_the_command_and_raises_an_alarm(
    run: Run, db_session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    note(db_session, 2, OLD)
    break_the_end(db_session)

    with caplog.at_level(logging.CRITICAL):
        checked, anchored = run("verify"), run("anchor")

    assert checked.exit_code == anchored.exit_code == 1
    assert "de-dreef: the end of the chain was set by somebody else.\n" in anchored.output
    assert "the access log of de-dreef is not what was written" in caplog.text


def test_a_practice_that_is_gone_is_missed(run: Run, home: Home, old_log: Session) -> None:
    file = file_of(home)
    file.append(replace(anchors_in(home)[0], practice_id=99))

    result = run("verify")

    assert result.exit_code == 1
    assert "practice 99: it was anchored and is gone" in result.output
    assert run("verify", "--practice", "de-dreef").exit_code == 0


def test_an_unknown_practice_is_named(run: Run) -> None:
    answer = run("verify", "--practice", "nergens")

    assert answer.exit_code == 1
    assert "There is no practice nergens." in answer.output


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"practice": 1}', "no json"])
def test_a_file_that_holds_something_else_is_named(run: Run, home: Home, line: str) -> None:
    file_of(home).path.write_text(f"{line}\n")

    answer = run("verify")

    assert answer.exit_code == 1
    assert "line 1 of" in answer.output


def test_only_what_is_older_than_five_years_is_removed(run: Run, old_log: Session) -> None:
    assert run("purge").output == "Removed 5 entries.\n"
    assert numbers(old_log) == [6, 7, 8, 9]  # entry 9 logs the clearing itself
    assert run("purge").output == "Removed 0 entries.\n"


def test_after_the_purge_the_log_is_still_in_order(run: Run, old_log: Session) -> None:
    run("purge")

    answer = run("verify")

    assert answer.output == "de-dreef: 4 entries, nothing wrong.\n"
    assert run("anchor").exit_code == 0


def test_after_the_purge_the_database_refuses_again(run: Run, old_log: Session) -> None:
    run("purge")

    with pytest.raises(Exception, match="never changed"):
        old_log.execute(text("DELETE FROM access_event"))


def test_a_beginning_that_nobody_cut_is_missed(run: Run, old_log: Session) -> None:
    run("purge")
    kept = old_log.scalar(select(func.min(AccessEvent.number)))
    assert kept == 6
    if old_log.get_bind().dialect.name == "postgresql":
        old_log.execute(text("SET session_replication_role = replica"))
    else:
        old_log.execute(text("DROP TRIGGER access_event_no_delete"))
    old_log.execute(text("DELETE FROM access_event WHERE number = 6"))
    old_log.commit()

    assert "de-dreef: entry 6 is missing." in run("verify").output


def test_what_was_not_anchored_stays(run: Run, db_session: Session) -> None:
    note(db_session, 2, OLD)

    assert run("purge").output == "Removed 0 entries.\n"
    assert numbers(db_session) == [1, 2]


@pytest.mark.parametrize("years", ["4", "0", "-5", "five", ""])
def test_the_log_is_kept_for_five_years_at_least(tmp_path: Path, years: str) -> None:
    environ = {"GESPREK_LOG_YEARS": years, "GESPREK_DEMO": "1"}

    with pytest.raises(SettingsError, match="GESPREK_LOG_YEARS"):
        create_app(environ, tmp_path)
