"""`flask doctor` finds faults of the installation, and tells them in plain words."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade
from pyrage.x25519 import Identity
from sqlalchemy.orm import Session

from pwa.backup.core import name_of
from pwa.commands.doctor import DAILY, LOOKS
from pwa.conversation.models import Conversation, StoredDocument
from tests.databases.homes import Home
from tests.databases.redis_server import RedisServer, redis_server
from tests.people.stories import STORY_A, share


class Space(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def doctor(home: Home, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Give a function that runs `flask doctor` with the given settings; the disk is half empty."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Space(10**12, 0, 5 * 10**11))

    def look(**settings: str) -> Result:
        with home.app(**settings) as app:
            return app.test_cli_runner().invoke(args=["doctor"])

    return look


def run_timers(home: Home) -> None:
    with home.app(GESPREK_BACKUP_RECIPIENT=str(Identity.generate().to_public())) as app:
        for command in DAILY:
            result = app.test_cli_runner().invoke(args=command.split())
            assert result.exit_code == 0, result.output


def set_last_run(home: Home, command: str, ago: timedelta) -> None:
    path = home.instance / "last-runs" / command.replace(" ", "-")
    path.write_text((datetime.now(UTC) - ago).isoformat())


def faults_in(result: Result) -> list[str]:
    return [line.strip() for line in result.output.splitlines() if line.startswith("  ")]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as server:
        yield server


def test_only_that_it_is_a_demo_is_found_in_a_healthy_one(
    home: Home, doctor: Callable[..., Result], redis: RedisServer
) -> None:
    run_timers(home)

    result = doctor(GESPREK_LIMITS_URL=redis.url)

    assert [line.split(":")[0] for line in result.output.splitlines() if line[0] != " "] == [*LOOKS]
    assert faults_in(result) == [
        "This is a demo, with a login that is known. Never use it for real patients."
    ]
    assert result.exit_code == 1


@pytest.mark.on_one_database
def test_limits_in_memory_are_told(doctor: Callable[..., Result]) -> None:
    assert "Name a Redis in GESPREK_LIMITS_URL." in doctor().output


@pytest.mark.on_one_database
def test_a_store_that_does_not_answer_is_told(doctor: Callable[..., Result]) -> None:
    result = doctor(GESPREK_LIMITS_URL="redis://127.0.0.1:1")

    assert "The store of GESPREK_LIMITS_URL does not answer" in result.output


@pytest.mark.on_one_database
def test_timers_that_stand_still_are_told(
    app: Flask, home: Home, doctor: Callable[..., Result]
) -> None:
    assert [line for line in faults_in(doctor()) if "has never run" in line] == [
        f"`flask {command}` has never run here. Start its timer." for command in DAILY
    ]

    run_timers(home)
    assert "has never run" not in doctor().output

    for command in DAILY:
        set_last_run(home, command, timedelta(hours=27))
    late = [line for line in faults_in(doctor()) if "last ended well on" in line]
    assert [line.split("`")[1] for line in late] == [f"flask {command}" for command in DAILY]


def test_what_is_kept_for_too_long_is_told(
    client: FlaskClient, db_session: Session, doctor: Callable[..., Result]
) -> None:
    share(client, "de-dreef", STORY_A)
    assert "kept for longer" not in doctor().output

    for row in (*db_session.query(Conversation), *db_session.query(StoredDocument)):
        row.created_at -= timedelta(days=33)
    db_session.commit()

    assert "1 conversations are kept for longer than patients were told." in doctor().output


@pytest.mark.on_one_database
def test_a_disk_that_runs_full_is_told(
    doctor: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Space(10**12, 0, 4 * 10**8))

    assert "Only 0.4 GB are free on the disk of" in doctor().output


def test_old_tables_are_told(app: Flask, doctor: Callable[..., Result]) -> None:
    with app.app_context():
        downgrade()

    result = doctor()

    assert "Run `flask db upgrade`." in result.output
    assert "retention: not looked at, because of the database" in result.output


@pytest.mark.postgresql
def test_an_owner_who_is_the_application_is_told(home: Home, doctor: Callable[..., Result]) -> None:
    url = home.environ["GESPREK_DATABASE_URL"]

    result = doctor(GESPREK_OWNER_DATABASE_URL=url)

    assert "GESPREK_OWNER_DATABASE_URL names the role" in result.output


@pytest.mark.on_one_database
def test_a_folder_of_keys_that_others_may_change_is_told(
    home: Home, tmp_path: Path, doctor: Callable[..., Result]
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "kek").write_bytes((home.instance / "kek").read_bytes())
    (keys / "kek").chmod(0o400)
    keys.chmod(0o777)

    result = doctor(
        GESPREK_DEMO="0",
        GESPREK_KEK_FILE=str(keys / "kek"),
        GESPREK_BASE_URL="https://gesprek.example",
        GESPREK_TRUSTED_PROXIES="1",
    )

    assert f"Run: chmod go-w {keys}" in result.output


def test_backups_that_are_missing_or_old_are_told(
    home: Home, doctor: Callable[..., Result]
) -> None:
    assert any(line.startswith("There is no backup in ") for line in faults_in(doctor()))

    run_timers(home)
    assert "backup" not in " ".join(faults_in(doctor()))

    (made,) = (home.instance / "backups").glob("*.age")
    for days in (2, 40):
        made = made.rename(made.with_name(name_of(datetime.now(UTC) - timedelta(days=days))))
        assert any("The newest backup is of" in line for line in faults_in(doctor()))
    assert any("older than 35 days" in line for line in faults_in(doctor()))


def test_a_journal_that_was_changed_is_told(home: Home, doctor: Callable[..., Result]) -> None:
    run_timers(home)
    (home.instance / "journal.jsonl").write_text('{"n": 1}\n{}\n', encoding="utf-8")

    assert "Nothing can be erased safely" in doctor().output
