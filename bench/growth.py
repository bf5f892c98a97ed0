"""Measure the list of a day: 10,000 folded lists, 5,000 others, a million rows elsewhere."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from bench.report import Figure
from pwa.appointments.core import Appointment
from pwa.appointments.invitations import create_invitation
from pwa.conversation.desk_notes import write_desk_note
from pwa.conversation.models import Conversation, Submission
from pwa.locales import TIME_ZONE
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.people.colleagues import open_other_practice
from tests.people.stories import find_token, log_in

ROUNDS = 30
A_DAY, FLOOD, MANY, ELSEWHERE = 60, 10_000, 5_000, 1_000_000
LIST = "/practice/"
_NOTE = {"code_start": "K7QM", "talk_alone": False}

# Rows of another practice with random bytes as keys and contents, because nothing opens them.
_ELSEWHERE = (
    """INSERT INTO conversation (id, practice_id, public_key, care_key_id, care_wrap, created_at,
           keys_generation, consult_on)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
       SELECT lower(hex(randomblob(16))), :practice, randomblob(32), :care, randomblob(120), :now, 1,
           CASE i % 2 WHEN 0 THEN :day END FROM n""",
    """INSERT INTO submission (id, practice_id, conversation_id, uid_digest, body_mac, desk_key_id,
           label_key, label, number, received_at)
       SELECT lower(hex(randomblob(16))), practice_id, id, randomblob(32), randomblob(32), :desk,
           randomblob(80), randomblob(80), 1, created_at
       FROM conversation WHERE practice_id = :practice""",
)


@dataclass(frozen=True)
class Took:
    """How long one request took when it was repeated, in milliseconds."""

    median: float
    p99: float


def measure_growth(home: Home) -> list[Figure]:
    """Measure the list of a day: alone, with many rows of another practice, with many own rows.

    Of its own rows, folded lists come first, then ordinary ones.
    """
    with home.app() as app:
        client = app.test_client()
        log_in(client, home.demo())
        fill_day(app, A_DAY)
        alone = _measure(lambda: client.get(LIST))
        _fill_elsewhere(app)
        day = _measure_day(client, alone)
        fill_day(app, FLOOD, is_folded=True)
        flooded = _measure_flood(client)
        fill_day(app, MANY - A_DAY)
        return [
            Figure(f"list of a day, {A_DAY} lines, median", alone.median, "ms"),
            Figure("  p99", alone.p99, "ms", 100.0),
            *day,
            *flooded,
            *_measure_many(client),
        ]


def fill_day(app: Flask, lines: int, *, is_folded: bool = False) -> None:
    """Store lists as if so many people had shared today with the example practice.

    Half of them have an invitation, unless the lists are folded.
    """
    now = datetime.now(UTC)
    with app.app_context():
        practice_id = db.session.scalars(select(Practice.id).order_by(Practice.id)).all()[0]
        use_practice(db.session(), practice_id)
        care = current_key(db.session(), practice_id, KeyKind.CARE)
        desk = current_key(db.session(), practice_id, KeyKind.DESK)
        for number in range(lines):
            row = Conversation(
                id=uuid4(),
                practice_id=practice_id,
                public_key=secrets.token_bytes(32),
                care_key_id=care.id,
                care_wrap=secrets.token_bytes(120),
                created_at=now,
                is_folded=is_folded,
            )
            if number % 2 and not is_folded:
                _attach(row, number, now)
            db.session.add(row)
            db.session.flush()
            submission = Submission(
                id=uuid4(),
                practice_id=practice_id,
                conversation_id=row.id,
                uid_digest=secrets.token_bytes(32),
                body_mac=secrets.token_bytes(32),
                number=1,
                received_at=now,
                list_part=row.list_part,
            )
            write_desk_note(submission, desk, {**_NOTE, "known_as": f"naam {number}"})
            db.session.add(submission)
        db.session.commit()


def _attach(row: Conversation, number: int, now: datetime) -> None:
    at = now + timedelta(minutes=number % 600)
    appointment = Appointment(at, f"mw. {number}", "nl", None)
    made = create_invitation(Work(db.session(), master_keys(), now), row.practice_id, appointment)
    row.consult_on = made.consult_on = now.astimezone(TIME_ZONE).date()
    db.session.flush()
    row.invitation_id = made.id


def _fill_elsewhere(app: Flask) -> None:
    """Add a practice with half a million conversations that were shared today: a million rows."""
    now = datetime.now(UTC)
    open_other_practice(app)
    with app.app_context():
        practice = db.session.scalars(select(func.max(Practice.id))).one()
        use_practice(db.session(), practice)
        values = {
            "rows": ELSEWHERE // 2,
            "practice": practice,
            "care": current_key(db.session(), practice, KeyKind.CARE).id,
            "desk": current_key(db.session(), practice, KeyKind.DESK).id,
            "now": now.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds"),
            "day": now.astimezone(TIME_ZONE).date().isoformat(),
        }
        for statement in _ELSEWHERE:
            db.session.execute(text(statement), values)
        db.session.commit()


def _measure_day(client: FlaskClient, alone: Took) -> list[Figure]:
    beside = _measure(lambda: client.get(LIST))
    tag = {"If-None-Match": client.get("/practice/lines").headers["ETag"]}
    unchanged = _measure(lambda: client.get("/practice/lines", headers=tag))
    return [
        Figure(f"  with {ELSEWHERE:,} rows elsewhere, median", beside.median, "ms"),
        Figure("  p99", beside.p99, "ms", 100.0),
        Figure("  its median, compared", beside.median / alone.median, "×", 1.5),
        Figure("  asked again, nothing new, median", unchanged.median, "ms", 30.0),
    ]


def _measure_flood(client: FlaskClient) -> list[Figure]:
    day = _measure(lambda: client.get(LIST))
    page = _measure(lambda: client.get(f"{LIST}fold"))
    return [
        Figure(f"  and {FLOOD:,} folded lists, median", day.median, "ms"),
        Figure("  p99", day.p99, "ms", 100.0),
        Figure("  a page of 500 of these, median", page.median, "ms"),
    ]


def _measure_many(client: FlaskClient) -> list[Figure]:
    whole = _measure(lambda: client.get(LIST), rounds=10)
    token = find_token(client.get(LIST).text)
    search = {"csrf_token": token, "code": f"naam {MANY - A_DAY - 1}", "around": "1"}
    found = _measure(lambda: client.post("/practice/open", data=search), rounds=5)
    return [
        Figure(f"list of a day, 500 of {MANY:,} lines, median", whole.median, "ms"),
        Figure("  a name in all of them, over four weeks", found.median, "ms"),
    ]


def _measure(ask: Callable[[], TestResponse], rounds: int = ROUNDS) -> Took:
    """Repeat a request in this process, without a network; two rounds of warming up come first."""
    times = []
    for _round in range(rounds + 2):
        started = time.perf_counter()
        answer = ask()
        times.append(1000 * (time.perf_counter() - started))
        assert answer.status_code in (200, 304), answer.status
    warm = times[2:]
    return Took(median(warm), max(warm))
