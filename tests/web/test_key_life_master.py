"""The master key, outside the database, is replaced: all can be read, the old one opens nothing."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import LargeBinary, func, select, update
from sqlalchemy.orm import Session

from pwa.account.factors.recovery_codes import make_recovery_codes
from pwa.app import create_app
from pwa.config import read_keks
from pwa.conversation.models import CodeLookup, Conversation
from pwa.vault.columns import sealed_columns, wrapped_columns
from pwa.vault.crypto import MasterKey
from pwa.vault.master.master_keys import InstalledKeys
from pwa.vault.master.rewrapping import add_master_key
from pwa.vault.practice.models import KeyWrap
from pwa.web.extensions import Base, db
from tests.databases.homes import Home
from tests.inputs.key_life import logged_in, member_of, reads, share_one
from tests.people.logins import RECOVERY, give, give_password, is_inside
from tests.people.stories import DemoLogin, find_token

THREE_MINUTES = 180


@pytest.fixture
def kek_file(home: Home) -> Path:
    return home.instance / "kek"


def run(app: Flask, *command: str, status: int = 0) -> str:
    """Run `flask keys` with this command; gives what it prints."""
    answer = app.test_cli_runner().invoke(args=["keys", *command])
    assert answer.exit_code == status, answer.output
    return answer.output


def let_time_pass(kek_file: Path) -> None:
    """Set back the mtime of the key file, which says since when the workers have the newest key."""
    earlier = time.time() - THREE_MINUTES
    os.utime(kek_file, (earlier, earlier))


def starts_of_wraps(db_session: Session) -> dict[str, set[bytes]]:
    """Give the first 5 bytes of all wraps, which name their master key, by table and column."""
    found = {}
    for column in wrapped_columns():
        start = func.substr(column.column, 1, 5)
        rows = db_session.scalars(select(start).where(func.length(column.column) > 0))
        found[f"{column.model.__tablename__}.{column.column.key}"] = {bytes(row) for row in rows}
    db_session.rollback()
    return found


def test_everything_at_rest_is_wrapped_by_the_new_key(
    app: Flask, demo: DemoLogin, kek_file: Path, staff_client: FlaskClient, db_session: Session
) -> None:
    share_one(app, demo.slug, db_session)
    (old,) = read_keks(kek_file)
    before = starts_of_wraps(db_session)

    run(app, "rotate")

    new, kept = read_keks(kek_file)
    assert (kept, kek_file.stat().st_mode & 0o777) == (old, 0o400)
    after = starts_of_wraps(db_session)
    for place, starts in before.items():
        assert starts <= {MasterKey(old).wrap_start}, place
        assert len(after[place]) == len(starts), place
        assert after[place] <= {MasterKey(new).wrap_start}, place
    filled = {place for place, starts in before.items() if starts}
    assert filled >= {
        "access_chain.key",
        "code_lookup.wrap",
        "conversation.care_wrap",
        "key_holder.wrap",
        "key_wrap.wrap",
        "server_key.wrap",
        "staff_session.wrapped_keys",
        "submission.reply",
    }


def test_codes_sessions_and_second_factors_outlive_the_old_key(
    app: Flask, demo: DemoLogin, kek_file: Path, db_session: Session
) -> None:
    client = logged_in(app, demo)
    with app.app_context():
        recovery_code = make_recovery_codes(member_of(demo).account)[0]
        db.session.commit()
    code, address = share_one(app, demo.slug, db_session)
    patient = app.test_client()
    assert patient.post("/nl/open", data={"code": code}).status_code == 303

    run(app, "rotate")
    let_time_pass(kek_file)
    run(app, "retire")

    assert len(read_keks(kek_file)) == 1
    assert patient.get("/nl/mine").status_code == 200
    assert app.test_client().post("/nl/open", data={"code": code}).status_code == 303
    assert reads(client, address)
    assert is_inside(logged_in(app, demo))
    recovering = app.test_client()
    give_password(recovering, demo)
    assert give(recovering, RECOVERY, code=recovery_code).status_code == 303


def test_the_older_key_stays_until_all_work_with_the_new_one(app: Flask, kek_file: Path) -> None:
    run(app, "rotate")

    assert "wait" in run(app, "retire", status=1)

    assert len(read_keks(kek_file)) == 2


def test_the_older_key_stays_while_something_is_wrapped_by_it(
    app: Flask, demo: DemoLogin, kek_file: Path, db_session: Session
) -> None:
    share_one(app, demo.slug, db_session)
    (old,) = read_keks(kek_file)
    lookup = db_session.scalars(select(CodeLookup)).first()
    assert lookup
    late = lookup.wrap
    run(app, "rotate")
    let_time_pass(kek_file)
    db_session.execute(
        update(CodeLookup).where(CodeLookup.digest == lookup.digest).values(wrap=late)
    )
    db_session.commit()

    assert "code_lookup.wrap (1)" in run(app, "retire", status=1)
    assert "Wrapped 1 keys anew" in run(app, "rewrap")
    assert "Took 1 older keys" in run(app, "retire")
    assert "Took 0 older keys" in run(app, "retire")
    assert old not in read_keks(kek_file)


def test_what_no_key_opens_is_named_and_the_rest_goes_on(
    app: Flask, demo: DemoLogin, kek_file: Path, db_session: Session
) -> None:
    share_one(app, demo.slug, db_session)
    share_one(app, demo.slug, db_session)
    stranger = MasterKey(b"another installation's key, 32 b").wrap(b"private half", "elsewhere")
    row = db_session.scalars(select(Conversation)).first()
    assert row
    row.care_wrap = stranger
    db_session.commit()

    said = run(app, "rotate", status=1)

    assert "No key of the file opens: conversation.care_wrap (1)" in said
    new = MasterKey(read_keks(kek_file)[0]).wrap_start
    assert starts_of_wraps(db_session)["conversation.care_wrap"] == {new, stranger[:5]}


def test_a_key_file_that_cannot_be_replaced_stays_as_it_is(app: Flask, kek_file: Path) -> None:
    before = kek_file.read_bytes()
    kek_file.with_name("kek.new").mkdir()  # a folder of this name stops the writing, even for root

    assert "Write the file yourself" in run(app, "rotate", status=1)

    assert kek_file.read_bytes() == before


@pytest.fixture
def other_worker(app: Flask, home: Home) -> Iterator[Flask]:
    """Another process of the same server, which read the key file when it started."""
    with home.app() as other:
        yield other


def test_a_worker_reads_what_another_one_wrote_with_a_newer_key(
    app: Flask, other_worker: Flask, demo: DemoLogin, db_session: Session
) -> None:
    client = logged_in(other_worker, demo)
    run(app, "rotate")

    code, address = share_one(app, demo.slug, db_session)

    assert reads(client, address)
    opened = other_worker.test_client().post("/nl/open", data={"code": code})
    assert opened.status_code == 303


def test_one_session_is_served_by_two_workers(
    app: Flask, other_worker: Flask, demo: DemoLogin, db_session: Session
) -> None:
    _, address = share_one(app, demo.slug, db_session)
    here = logged_in(app, demo)
    there = other_worker.test_client()
    for name in ("gesprek_staff", "gesprek_keys"):
        cookie = here.get_cookie(name)
        assert cookie
        there.set_cookie(name, cookie.value)

    assert reads(there, address)
    page = there.get("/practice/")
    there.post("/practice/logout", data={"csrf_token": find_token(page.text)})
    assert not is_inside(here)


def test_a_request_that_is_under_way_finds_the_newest_key(app: Flask, kek_file: Path) -> None:
    under_way = InstalledKeys(kek_file)
    run(app, "rotate")
    blob = InstalledKeys(kek_file).wrap(b"new", "label")

    assert under_way.unwrap(blob, "label") == b"new"


def test_a_key_file_that_is_away_for_a_moment_changes_nothing(
    app: Flask, kek_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    master = InstalledKeys(kek_file)
    content = kek_file.read_bytes()

    kek_file.unlink()
    blobs = [master.wrap(b"key", "label")]
    kek_file.write_bytes(b"half a ke")
    kek_file.chmod(0o400)
    blobs.append(master.wrap(b"key", "label"))
    kek_file.unlink()
    kek_file.write_bytes(content)
    kek_file.chmod(0o400)
    blobs.append(master.wrap(b"key", "label"))

    assert [master.unwrap(blob, "label") for blob in blobs] == [b"key"] * 3
    said = [record.getMessage() for record in caplog.records if "key file" in record.getMessage()]
    assert len(said) == 1, "once, not at every request"


def test_two_rotations_at_once_lose_no_key(app: Flask, kek_file: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(add_master_key, InstalledKeys(kek_file)) for _ in range(4)]
    for each in done:
        each.result()

    assert len(set(read_keks(kek_file))) == 5


def test_every_column_that_the_master_key_wraps_is_known_to_the_rotation(
    app: Flask, demo: DemoLogin, kek_file: Path, staff_client: FlaskClient, db_session: Session
) -> None:
    share_one(app, demo.slug, db_session)
    start = MasterKey(read_keks(kek_file)[0]).wrap_start
    known = {(column.model.__tablename__, column.column.key) for column in wrapped_columns()}

    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                cells = db_session.scalars(select(column).where(func.length(column) > 0))
                if any(bytes(cell).startswith(start) for cell in cells):
                    found.add((table.name, column.name))

    assert len(found) >= 8
    assert found <= known


def test_every_column_that_names_a_key_of_the_practice_is_known_to_the_move() -> None:
    names_a_key = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "practice_key" for key in column.foreign_keys)
    }

    known = {(column.model.__tablename__, column.key_id.key) for column in sealed_columns()}

    assert names_a_key - known == {(KeyWrap.__tablename__, "practice_key_id")}


def test_a_new_worker_without_a_database_says_so_and_ends_no_login(
    app: Flask, home: Home, staff_client: FlaskClient
) -> None:
    nowhere = f"postgresql+psycopg://nobody@/none?host={home.instance}"
    new = create_app({"GESPREK_DEMO": "1", "GESPREK_DATABASE_URL": nowhere}, home.instance)
    client = new.test_client()
    cookie = staff_client.get_cookie("gesprek_staff")
    assert cookie
    client.set_cookie("gesprek_staff", cookie.value)

    for answer in (client.get("/practice/"), client.post("/practice/logout")):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert "Set-Cookie" not in answer.headers
