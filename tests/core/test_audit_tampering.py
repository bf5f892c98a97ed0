"""The chain check finds every change by somebody who disables the database's triggers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from pwa import audit
from pwa.audit import AccessChain, AccessEvent
from pwa.audit.anchors import AnchorFile, Broken, set_anchor
from pwa.audit.restored import read_outside
from pwa.audit.verification import Report, verify
from pwa.vault.crypto import MasterKeys
from pwa.vault.work import Work
from tests.databases.homes import Home

HERE = UUID(int=1)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PRACTICE = 1
ANCHORED, ALL = 12, 15


@dataclass
class Log:
    """The log of a practice, its anchor file, and an attacker who owns the database."""

    db: Session
    master: MasterKeys
    file: AnchorFile

    def grow(self, entries: int, *, action: str = "check:change") -> None:
        for number in range(entries):
            audit.record_patient(
                self.db,
                action=action,
                practice_id=PRACTICE,
                conversation_id=HERE,
                at=NOW + timedelta(seconds=number),
            )
            self.db.commit()

    def anchor(self) -> None:
        set_anchor(
            Work(self.db, self.master, NOW),
            PRACTICE,
            self.file,
            read_outside(self.file, self.master).anchors,
        )
        self.db.commit()

    def verify(self) -> Report:
        self.db.rollback()
        return verify(self.db, PRACTICE, self.master, read_outside(self.file, self.master).anchors)

    def tamper(self, *statements: str, **values: object) -> None:
        """Run statements as the owner of the database, past the triggers that guard the log."""
        self.db.rollback()
        if self.db.get_bind().dialect.name == "postgresql":
            self.db.execute(text("SET session_replication_role = replica"))
        else:
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in self.db.scalars(text(named)).all():
                self.db.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            self.db.execute(text(statement), values)
        self.db.commit()
        self.db.expire_all()


@pytest.fixture
def log(app: Flask, home: Home, db_session: Session, tmp_path: Path) -> Log:
    log = Log(db_session, home.master_keys(), AnchorFile(tmp_path / "anchors"))
    log.grow(ANCHORED)
    log.anchor()
    log.grow(ALL - ANCHORED)
    return log


def change(log: Log) -> None:
    log.tamper("UPDATE access_event SET action = 'check:withdraw' WHERE number = 5")


def delete(log: Log) -> None:
    log.tamper("DELETE FROM access_event WHERE number = 5")


def swap(log: Log) -> None:
    at = "(SELECT at FROM access_event AS other WHERE other.number = {})"
    log.tamper(
        "UPDATE access_event SET request_id = 'five' WHERE number = 5",
        "UPDATE access_event SET number = 99 WHERE number = 5",
        "UPDATE access_event SET number = 5 WHERE number = 6",
        "UPDATE access_event SET number = 6 WHERE number = 99",
        f"UPDATE access_event SET at = {at.format(6)} WHERE number = 6",
    )


def insert(log: Log) -> None:
    columns = "practice_id, at, actor, action, outcome, strength, mac"
    log.tamper(
        f"INSERT INTO access_event (number, {columns})"
        f" SELECT {ALL + 1}, {columns} FROM access_event WHERE number = {ALL}"
    )


def insert_and_set_the_end(log: Log) -> None:
    insert(log)
    log.tamper(f"UPDATE access_chain SET number = {ALL + 1}")


def renumber(log: Log) -> None:
    log.tamper(
        "DELETE FROM access_event WHERE number = 5",
        *(
            f"UPDATE access_event SET number = {number - 1} WHERE number = {number}"
            for number in range(6, ALL + 1)
        ),
        f"UPDATE access_chain SET number = {ALL - 1}",
    )


def cut_the_tail(log: Log) -> None:
    mac = "(SELECT mac FROM access_event WHERE number = 13)"
    log.tamper(
        f"UPDATE access_chain SET number = 13, mac = {mac}",
        "DELETE FROM access_event WHERE number > 13",
    )


def restore_an_old_copy(log: Log) -> None:
    """Anchor entry 20, then restore the older log, with the chain row and anchors of that time."""
    chain = log.db.scalars(select(AccessChain)).one()
    old = {"mac": chain.mac, "seal": chain.seal}
    log.grow(5)
    log.anchor()
    log.tamper(
        f"UPDATE access_chain SET number = {ALL}, mac = :mac, seal = :seal",
        f"DELETE FROM access_event WHERE number > {ALL}",
        f"DELETE FROM access_anchor WHERE number > {ALL}",
        **old,
    )


def restore_an_old_copy_and_go_on(log: Log) -> None:
    restore_an_old_copy(log)
    log.grow(10, action="check:withdraw")


def remove_everything(log: Log) -> None:
    log.tamper("DELETE FROM access_event", "DELETE FROM access_anchor", "DELETE FROM access_chain")


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (change, "entry 5 of 2026-11-21 09:00 UTC is not what was written"),
        (delete, "entry 5 is missing"),
        (swap, "entry 5 of 2026-11-21 09:00 UTC is not what was written"),
        (insert, "entry 16 of 2026-11-21 09:00 UTC is not what was written"),
        (insert, "there are entries after the end of the chain, 15"),
        (insert_and_set_the_end, "the end of the chain was set by somebody else"),
        (renumber, "entry 5 of 2026-11-21 09:00 UTC is not what was written"),
        (renumber, "entry 12 is not the one of the anchor of 2026-11-21 09:00 UTC, entry 12,"),
        (cut_the_tail, "the end of the chain was set by somebody else"),
        (restore_an_old_copy, "the end was cut off, or an older copy was put back"),
        (restore_an_old_copy_and_go_on, "entry 20 is not the one of the anchor"),
        (remove_everything, "the end of the chain is gone"),
    ],
)
def test_tampering_is_found_and_named(log: Log, tamper: Callable[[Log], None], found: str) -> None:
    assert log.verify().is_intact

    tamper(log)

    report = log.verify()
    assert any(found in finding for finding in report.findings), report.findings


@pytest.mark.parametrize(
    "tamper", [cut_the_tail, restore_an_old_copy, restore_an_old_copy_and_go_on, remove_everything]
)
def test_nothing_is_anchored_over_what_is_wrong(log: Log, tamper: Callable[[Log], None]) -> None:
    tamper(log)

    with pytest.raises(Broken):
        log.anchor()


def test_an_untouched_log_is_in_order(log: Log) -> None:
    report = log.verify()

    assert (report.first, report.entries, report.findings) == (1, ALL, [])


def test_one_change_is_one_finding(log: Log) -> None:
    change(log)

    assert len(log.verify().findings) == 1


def test_a_broken_chain_does_not_fill_the_screen(log: Log) -> None:
    log.grow(20)
    log.tamper("UPDATE access_event SET role = 'gp'")

    report = log.verify()

    assert len(report.findings) == 20
    assert report.left_out == 15


def test_an_anchor_that_somebody_else_wrote_is_found(log: Log) -> None:
    log.tamper("UPDATE access_anchor SET number = 7")

    report = log.verify()

    assert report.findings == [
        "the anchor of 2026-11-21 09:00 UTC, entry 7, was not written by the application"
    ]


def test_a_key_that_was_replaced_is_found(log: Log) -> None:
    log.tamper("UPDATE access_chain SET key = :key", key=b"\x05" * 60)

    assert "the key of the chain does not open" in log.verify().findings[0]


def test_entries_that_are_gone_with_the_end_are_missed(log: Log) -> None:
    log.tamper("DELETE FROM access_chain")

    assert log.verify().findings == ["the end of the chain is gone"]


def test_a_practice_without_a_log_is_in_order(app: Flask, home: Home, db_session: Session) -> None:
    report = verify(db_session, PRACTICE, home.master_keys(), [])

    assert report.is_intact
    assert db_session.scalars(select(AccessEvent)).all() == []


def test_the_triggers_are_there_after_all_migrations(app: Flask, home: Home) -> None:
    engine = create_engine(home.database_url)
    is_sqlite = engine.dialect.name == "sqlite"
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    )
    with Session(engine) as session:
        names = set(session.scalars(text(query)))
    engine.dispose()

    verbs = ("update", "delete", "replace" if is_sqlite else "truncate")
    assert {
        f"{table}_no_{verb}" for table in ("access_event", "access_anchor") for verb in verbs
    } <= names
