"""Files that are no good, jobs that die, and people who press at the wrong moment."""

import os
import signal
from collections.abc import Mapping
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from pwa.app import create_app
from pwa.directory.exchange.files.core import MAX_UPLOAD_BYTES
from pwa.directory.exchange.importing.jobs import start_job
from pwa.directory.exchange.importing.publishing import Publisher, Publishing
from pwa.directory.models import HelpImport, ImportState, KeptState
from pwa.practice.models import Practice
from tests.databases.homes import CHEAP, Home
from tests.inputs.help_imports import make_service, make_services, write_file
from tests.pages.checked import open_page
from tests.people.importer import FILES, NEW, Importer, send_file, wait_for_jobs
from tests.people.logins import Clock
from tests.people.stories import find_token


@pytest.fixture
def importer(staff_client: FlaskClient, db_session: Session) -> Importer:
    return Importer(staff_client, db_session)


def _zip_bomb() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr("datapackage.json", b"{}")
        file.writestr("services.csv", b"0" * 250_000_000)
    return packed.getvalue()


@pytest.mark.on_one_database
@pytest.mark.timeout(300)
def test_hostile_files_are_refused_with_a_sentence_and_the_server_lives(importer: Importer) -> None:
    """Some of them through the pages; tests/core has all of them."""
    hostile = {
        "bomb.zip": _zip_bomb(),
        "deep.json": b"[" * 100_000,
        "nul.csv": b"Naam;Telefoon\nBuurt\x00huis;030\n",
        "cut.zip": write_file(make_services(3))[:100],
        "noise.xlsx": os.urandom(20_000),
        "empty-list.json": b"[]",
    }
    for name, data in hostile.items():
        answer = importer.sends(data, name)

        assert answer.status_code == 303, name
        row = importer.row(answer.location)
        assert row.state == "refused", name
        assert row.file is None
        page = open_page(importer.client, answer.location)
        assert row.reason
        assert "In uw lijst is niets veranderd" in page.text, name
    assert importer.brings([make_service(1)])


@pytest.mark.on_one_database
def test_a_file_that_is_too_big_or_none_gets_a_clear_answer(importer: Importer) -> None:
    before = importer.client.get(FILES).text

    for size in (MAX_UPLOAD_BYTES + 1, MAX_UPLOAD_BYTES + 200_000):
        answer = importer.sends(b"a\n" * (size // 2 + 1))
        assert answer.status_code == 413
        assert "Er is plaats voor 10 MB" in answer.text
    assert importer.sends(b"").status_code == 422
    token = find_token(importer.client.get(NEW).text)
    answer = importer.client.post(NEW, data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Kies eerst een bestand" in answer.text
    assert importer.client.get(FILES).text.count("data-import") == before.count("data-import")


@pytest.mark.on_one_database
def test_only_the_upload_takes_a_large_body(importer: Importer) -> None:
    address = importer.uploads(make_services(1))
    token = find_token(importer.client.get(address).text)

    for path in (f"{address}/publish", f"{address}/terms", "/practice/open"):
        fields = {"csrf_token": token, "file": (BytesIO(b"a\n" * 40_000), "x.csv")}
        assert importer.client.post(path, data=fields).status_code == 413


def test_one_file_of_a_practice_is_on_its_way_at_a_time(importer: Importer) -> None:
    address = importer.uploads(make_services(2))

    page = open_page(importer.client, NEW)
    assert "Er is nog een ander bestand onderweg" in page.text
    token = find_token(importer.client.get(address).text)
    assert send_file(importer.client, b"Naam\nBuurthuis\n", "x.csv", token).status_code == 422

    importer.presses(address, "drop")

    assert importer.row(address).state == "dropped"
    assert (importer.row(address).file, importer.row(address).preview) == (None, None)
    importer.uploads(make_services(1))


@pytest.mark.on_one_database
def test_a_login_that_is_not_fresh_leads_to_the_confirmation(
    importer: Importer, clock: Clock
) -> None:
    address = importer.uploads(make_services(2))
    token = find_token(importer.client.get(address).text)
    for _pause in range(2):
        clock.forward(minutes=10)
        importer.client.get(FILES)

    uploaded = send_file(importer.client, b"Naam\n", "x.csv", token)
    published = importer.client.post(f"{address}/publish", data={"csrf_token": token})
    undone = importer.client.post(f"{address}/undo", data={"csrf_token": token})

    assert (uploaded.status_code, published.status_code, undone.status_code) == (303, 307, 307)
    assert "/practice/account/confirm" in uploaded.location
    assert importer.row(address).state == "read"


def test_a_reading_that_died_can_be_begun_again(importer: Importer, clock: Clock) -> None:
    address = importer.uploads(make_services(3))
    for column in ("file", "result"):  # it died before the file was read, or after
        _die(importer, address, ImportState.READING, keeps=column)
        page = open_page(importer.client, address)
        assert "Opnieuw lezen" not in page.text
        assert page.find("progress") is not None

        clock.forward(seconds=31)

        assert "Opnieuw lezen" in open_page(importer.client, address).text
        assert importer.client.get(f"{address}/progress").json["is_silent"]  # type: ignore[index]
        if column == "file":
            _put_file(importer, address)
        importer.presses(address, "again")
        assert importer.counts(address) == {"added": 3}


def _die(importer: Importer, address: str, state: ImportState, keeps: str) -> None:
    """Leave the row as a job does whose process is killed."""
    gone = {"preview": None} | ({"result": None} if keeps == "file" else {})
    _set(importer, address, state=state, **gone)


def _put_file(importer: Importer, address: str) -> None:
    _set(importer, address, file=write_file(make_services(3)))


def _set(importer: Importer, address: str, **values: object) -> None:
    row_id = UUID(address.rpartition("/")[2])
    importer.db.execute(update(HelpImport).where(HelpImport.id == row_id).values(**values))
    importer.db.commit()


def _publish_and_die(
    environ: Mapping[str, str], instance: Path, practice_id: int, import_id: UUID, member: int
) -> None:
    """Publish as a worker does, which is killed just before the commit of everything."""
    app = create_app(environ, instance, costs=CHEAP)

    def strike(session: Session) -> None:
        rows = [row for row in session.identity_map.values() if isinstance(row, HelpImport)]
        if any(row.state is ImportState.PUBLISHED for row in rows):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "before_commit", strike)
    task = Publishing(Publisher(member, "gp"))
    start_job(app, task, practice_id, import_id, patience_s=60)


@pytest.mark.timeout(300)
def test_a_worker_that_is_killed_while_publishing_leaves_nothing_half(
    importer: Importer, home: Home, practice: Practice, clock: Clock
) -> None:
    before = importer.shown()
    address = importer.uploads(make_services(700))
    _set(importer, address, state=ImportState.PUBLISHING)
    row = importer.row(address)
    assert row.member_id
    worker = get_context("spawn").Process(
        target=_publish_and_die,
        args=(home.environ, home.instance, practice.id, row.id, row.member_id),
    )

    worker.start()
    worker.join(200)

    assert worker.exitcode == -signal.SIGKILL
    assert importer.shown() == before
    assert importer.row(address).state == "publishing"
    clock.forward(minutes=5)  # the worker looked at the real clock
    importer.presses(address, "again")
    importer.presses(address, "publish")
    assert importer.row(address).state == "published"
    assert importer.shown() == before + 700


def test_a_job_ends_when_its_file_is_thrown_away(importer: Importer) -> None:
    address = importer.uploads(make_services(2))
    token = find_token(importer.client.get(address).text)
    importer.presses(address, "drop")

    for what in ("publish", "again", "choose", "undo", "drop"):
        answer = importer.client.post(f"{address}/{what}", data={"csrf_token": token, "seen": "1"})
        wait_for_jobs()
        assert answer.status_code == 422, what
    assert importer.row(address).state == "dropped"


@pytest.mark.on_one_database
def test_what_nobody_can_reach_comes_in_hidden(importer: Importer) -> None:
    nowhere = make_service(1, phones=(), locations=(), contacts=(), url="", email="")

    importer.brings([nowhere, make_service(2)])

    assert importer.kept(nowhere).state is KeptState.HIDDEN
    assert importer.kept(make_service(2)).state is KeptState.SHOWN
