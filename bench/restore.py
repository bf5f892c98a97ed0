"""Measure a backup and a restore of 5,000 conversations: `python -m bench.restore`.

It runs on both databases, with the keys, plans and log entries of the conversations, and with a
journal of 500 lists that were withdrawn since the backup.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from bench.report import Figure, write_table
from pwa import audit
from pwa.conversation.core import CHECK, PLAN, REPLY_WRAP_CONTEXT, care_wrap_context
from pwa.conversation.erasure import erase
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument, Submission
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.crypto import new_key_pair
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import SecretKind, patient_wrap_context
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.databases.backups import Operator
from tests.databases.homes import Backend, Sqlite, make_demo_home, postgres_server

LISTS, TAKEN_BACK = 5_000, 500
_TARGET_S = 15 * 60.0


def measure_restore(backend: Backend, name: str, folder: Path) -> list[Figure]:
    """Fill an installation, back it up, withdraw some lists, and restore the backup."""
    home = make_demo_home(backend, folder / "instance")
    operator = Operator(backend, home, folder)
    with home.app() as app:
        ids = fill(app, LISTS)
    file, backup_s = _timed(operator.backup)
    with home.app() as app:
        take_back(app, ids[:TAKEN_BACK])
    said, check_s = _timed(
        lambda: operator.run("backup", "check", str(file), "--identity", str(operator.identity))
    )
    assert said.exit_code == 0, said.output
    _, restore_s = _timed(lambda: operator.restore(file))
    operator.close()
    backend.drop(home.database_url)
    return [
        Figure(f"{name}: backup of {LISTS} conversations", backup_s, "s"),
        Figure("  file", file.stat().st_size / 1e6, "MB"),
        Figure("  check", check_s, "s"),
        Figure(f"  restore, with {TAKEN_BACK} erased again", restore_s, "s", _TARGET_S),
    ]


def fill(app: Flask, lists: int) -> list[UUID]:
    """Store rows as they are after a consult: two versions of a check, a plan, keys, the log."""
    with app.app_context():
        session, master, now = db.session(), master_keys(), datetime.now(UTC)
        practice = session.scalars(select(Practice)).one()
        use_practice(session, practice.id)
        care = current_key(session, practice.id, KeyKind.CARE).id
        desk = current_key(session, practice.id, KeyKind.DESK).id
        ids = [uuid4() for _ in range(lists)]
        for model, rows in {
            Conversation: [
                {
                    "id": one, "public_key": new_key_pair().public, "care_key_id": care,
                    "care_wrap": master.wrap(os.urandom(80), care_wrap_context(one)), "created_at": now,
                }
                for one in ids
            ],
            CodeLookup: [
                {
                    "digest": os.urandom(32), "conversation_id": one,
                    "wrap": master.wrap(os.urandom(61), patient_wrap_context(kind, one)),
                }
                for one in ids
                for kind in (SecretKind.CODE, SecretKind.LINK)
            ],
            StoredDocument: list(_documents(ids, now)),
            Submission: [
                {
                    "id": uuid4(), "conversation_id": one, "uid_digest": os.urandom(32),
                    "body_mac": os.urandom(32), "desk_key_id": desk, "label_key": os.urandom(81),
                    "label": os.urandom(1053), "number": 1, "received_at": now,
                    "reply": master.wrap(os.urandom(150), REPLY_WRAP_CONTEXT),
                }
                for one in ids
            ],
        }.items():  # fmt: skip
            _store(model, [{**row, "practice_id": practice.id} for row in rows])
        _log(practice.id, ids, now)
        session.commit()
    return ids


def _log(practice_id: int, ids: list[UUID], now: datetime) -> None:
    for one in ids:
        for action in ("check:share", "conversation:read", "plan:save"):
            audit.record_system(
                db.session(), action=action, practice_id=practice_id, at=now, conversation_id=one
            )


def take_back(app: Flask, ids: list[UUID]) -> None:
    """Withdraw lists one by one, as patients do."""
    with app.app_context():
        session = db.session()
        use_practice(session, session.scalars(select(Practice.id)).one())
        for one in ids:
            row = session.get_one(Conversation, one)
            erase(begin_work(), row, (CHECK, PLAN))
            row.withdrawn_at = datetime.now(UTC)
            session.commit()


def _documents(ids: list[UUID], now: datetime) -> Iterator[dict[str, Any]]:
    for one in ids:
        for kind, number, size in ((CHECK, 1, 2048), (CHECK, 2, 2048), (PLAN, 1, 3072)):
            yield {
                "id": uuid4(), "conversation_id": one, "kind": kind, "number": number, "schema": 1,
                "sealed_key": os.urandom(81), "body": os.urandom(size + 29), "created_at": now,
            }  # fmt: skip


def _store(model: type[Any], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 1000):
        db.session().execute(insert(model), rows[start : start + 1000])


def _timed(step: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return step(), time.perf_counter() - began


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main() -> None:
    """Measure on both databases, and print the table."""
    with ExitStack() as stack:
        backends: dict[str, Backend] = {
            "SQLite": Sqlite(),
            "PostgreSQL": stack.enter_context(postgres_server()),
        }
        figures = []
        for name, backend in backends.items():
            folder = stack.enter_context(_folder())
            (folder / "instance").mkdir()
            figures += measure_restore(backend, name, folder)
    print(write_table(figures))


if __name__ == "__main__":
    main()
