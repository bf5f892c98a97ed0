"""How the list of a day bears growth: 5,000 conversations of a practice, a million of others."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from bench.report import Figure
from pwa.conversation.core import Appointment
from pwa.conversation.invitations import create_invitation
from pwa.conversation.labels import write_label
from pwa.conversation.models import Conversation, Submission
from pwa.extensions import db
from pwa.locales import TIME_ZONE
from pwa.practice.models import Practice
from pwa.vault.models import KeyKind
from pwa.vault.service import current_key
from tests.databases import Home
from tests.people import find_token, log_in

ROUNDS = 30
A_DAY, MANY, ELSEWHERE = 60, 5_000, 1_000_000
LIST = "/practice/"

# Rows of other practices look like ours to the database; nobody opens them.
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


def measure_growth(home: Home) -> list[Figure]:
    """Open the list of a day in a new practice, beside a million, and with 5,000 lines."""
    with home.app() as app:
        client = app.test_client()
        log_in(client, home.demo())
        fill_day(app, A_DAY)
        alone = _p99(lambda: client.get(LIST))
        started = time.perf_counter()
        _fill_elsewhere(app)
        filled = time.perf_counter() - started
        day = _measure_day(client, alone)
        fill_day(app, MANY - A_DAY)
        return [
            Figure(f"list of a day, {A_DAY} lines, p99", alone, "ms", 100.0),
            *day,
            *_measure_many(client),
            Figure(f"  (filling in {ELSEWHERE:,} rows)", filled, "s"),
        ]


def fill_day(app: Flask, lines: int) -> None:
    """Let so many people share today with the example practice, half of them with an invitation."""
    now = datetime.now(UTC)
    with app.app_context():
        practice_id = db.session.scalars(select(Practice.id).order_by(Practice.id)).first()
        assert practice_id is not None
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
            )
            if number % 2:
                at = now + timedelta(minutes=number % 600)
                appointment = Appointment(at, f"mw. {number}", "nl", None)
                invitation = create_invitation(db.session(), practice_id, appointment, now=now)
                row.consult_on = invitation.consult_on = now.astimezone(TIME_ZONE).date()
                db.session.flush()
                row.invitation_id = invitation.id
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
            )
            label = {"code_start": "K7QM", "known_as": f"naam {number}", "talk_alone": False}
            write_label(submission, desk, label)
            db.session.add(submission)
        db.session.commit()


def _fill_elsewhere(app: Flask) -> None:
    """Add a practice with half a million conversations that were shared today: a million rows."""
    now = datetime.now(UTC)
    with app.app_context():
        keys = db.session.execute(text("SELECT max(id) FROM practice_key")).scalar_one()
        columns = "name, phone, out_of_hours_name, out_of_hours_phone, languages, retention_days"
        db.session.execute(
            text(
                f"INSERT INTO practice (slug, {columns}, is_example, revision, created_at, updated_at) "
                f"SELECT 'elders', {columns}, is_example, revision, created_at, updated_at FROM practice"
            )
        )
        practice = db.session.execute(text("SELECT max(id) FROM practice")).scalar_one()
        values = {
            "rows": ELSEWHERE // 2,
            "practice": practice,
            "care": keys,
            "desk": keys,
            "now": now.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds"),
            "day": now.astimezone(TIME_ZONE).date().isoformat(),
        }
        for statement in _ELSEWHERE:
            db.session.execute(text(statement), values)
        db.session.commit()


def _measure_day(client: FlaskClient, alone: float) -> list[Figure]:
    beside = _p99(lambda: client.get(LIST))
    etag = client.get("/practice/lines").headers["ETag"]
    unchanged = _p99(lambda: client.get("/practice/lines", headers={"If-None-Match": etag}))
    return [
        Figure(f"  with {ELSEWHERE:,} rows elsewhere", beside, "ms", 100.0),
        Figure("  as a multiple of that", beside / alone, "×", 1.5),
        Figure("  asked again, nothing new", unchanged, "ms", 30.0),
    ]


def _measure_many(client: FlaskClient) -> list[Figure]:
    token = find_token(client.get(LIST).text)
    search = {"csrf_token": token, "code": "naam 4999", "around": "1"}
    return [
        Figure(f"list of a day, 500 of {MANY:,} lines, p99", _p99(lambda: client.get(LIST)), "ms"),
        Figure(
            "  a name among all of them, over four weeks",
            _p99(lambda: client.post("/practice/open", data=search), rounds=5),
            "ms",
        ),
    ]


def _p99(ask: Callable[[], TestResponse], rounds: int = ROUNDS) -> float:
    """Give the slowest of some answers, in milliseconds; in this process, so without a network."""
    times = []
    for _round in range(rounds + 2):
        started = time.perf_counter()
        answer = ask()
        times.append(time.perf_counter() - started)
        assert answer.status_code in (200, 304), answer.status
    return max(times[2:]) * 1000
