"""Measure how long it takes to verify an access log of a million entries, and to show its page."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.report import Figure
from pwa import audit
from pwa.audit import AccessChain, AccessEvent, Actor, Outcome, Strength
from pwa.audit.chain import mac_of, open_key
from pwa.audit.core import Link, head_seal
from pwa.audit.verification import verify
from pwa.staff.models import Membership
from pwa.vault.master.master_keys import master_keys
from pwa.web.extensions import db
from tests.databases.homes import Sqlite, make_demo_home
from tests.people.stories import log_in

ENTRIES = 1_000_000
_CHUNK = 10_000
_DAYS = 5 * 365


def measure_audit(folder: Path) -> list[Figure]:
    """Fill the log of a new example practice with entries of five years, and measure."""
    home = make_demo_home(Sqlite(), folder)
    with home.app() as app:
        with app.app_context():
            _fill(db.session())
            seconds = _measure_verify(db.session())
        client = app.test_client()
        log_in(client, home.demo())
        return [
            Figure("check of 1,000,000 log entries", seconds, "s", 60.0),
            Figure("  first page of that log", _time(client, ""), "ms", 300.0),
            Figure(
                "  what was refused in a year",
                _time(client, f"?outcome=refused&first={_at(ENTRIES * 4 // 5):%Y-%m-%d}"),
                "ms",
            ),
        ]


def _fill(session: Session) -> None:
    """Write entries chained as the application does it, but many per statement."""
    member = session.scalars(select(Membership)).one()
    practice_id = member.practice_id
    audit.record_system(session, action="log:verify", practice_id=practice_id, at=_at(0))
    session.commit()
    chain = session.get_one(AccessChain, practice_id)
    key, link = open_key(chain, master_keys()), chain.head
    table, rows = AccessEvent.metadata.tables[AccessEvent.__tablename__], list[dict[str, Any]]()
    for row in _entries(practice_id, member.id, link.number):
        entry = cast(AccessEvent, SimpleNamespace(**row))
        link = Link(row["number"], mac_of(key, link.mac, entry))
        rows.append({**row, "mac": link.mac})
        if len(rows) == _CHUNK:
            session.connection().execute(table.insert(), rows)
            rows.clear()
    session.connection().execute(table.insert(), rows)
    chain.number, chain.mac = link.number, link.mac
    chain.seal = head_seal(key, practice_id, link)
    session.commit()


def _entries(practice_id: int, membership_id: int, after: int) -> Iterator[dict[str, Any]]:
    for number in range(after + 1, ENTRIES + 1):
        is_staff = number % 3 > 0
        yield {
            "practice_id": practice_id,
            "number": number,
            "at": _at(number),
            "actor": Actor.STAFF if is_staff else Actor.PATIENT,
            "membership_id": membership_id if is_staff else None,
            "role": "gp" if is_staff else None,
            "action": "conversation:read" if is_staff else "check:share",
            "conversation_id": UUID(int=number // 12),
            "outcome": Outcome.REFUSED if number % 1000 == 0 else Outcome.DONE,
            "strength": Strength.TWO_FACTORS if is_staff else Strength.NONE,
            "reason": None,
            "network": "192.0.2.0/24",
            "request_id": f"{number:032x}",
            "about_id": None,
        }


def _at(number: int) -> datetime:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=_DAYS)
    return start + timedelta(seconds=number * _DAYS * 86400 // ENTRIES)


def _measure_verify(session: Session) -> float:
    started = time.perf_counter()
    report = verify(
        session, session.scalars(select(AccessChain.practice_id)).one(), master_keys(), []
    )
    seconds = time.perf_counter() - started
    if not report.is_intact or report.entries != ENTRIES:
        raise RuntimeError(f"the log was written wrong: {report}")
    return seconds


def _time(client: FlaskClient, query: str) -> float:
    started = time.perf_counter()
    status = client.get(f"/practice/log/{query}").status_code
    if status != 200:
        raise RuntimeError(f"/practice/log/{query} answers {status}")
    return (time.perf_counter() - started) * 1000
