"""After a restore, the code or link of a list shared after the backup says that it is lost."""

import fcntl
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa import retention
from pwa.conversation.models import LostList
from pwa.locales import TIME_ZONE
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import new_code
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.backups import Operator
from tests.databases.homes import Home
from tests.inputs.key_life import share_one
from tests.pages.checked import check_page, open_page
from tests.people.logins import LIST, give
from tests.people.stories import STORY_A, log_in, share

OPEN = "/nl/open"
TOLD = "De praktijk heeft uw lijst niet meer"


@pytest.fixture
def file(app: Flask, operator: Operator) -> Path:
    """A backup with one list, made before the test shares others."""
    share(app.test_client(), "de-dreef", STORY_A)
    return operator.backup()


def lost_rows(home: Home) -> list[LostList]:
    engine = create_engine(home.database_url)
    with Session(engine) as session:
        rows = list(session.scalars(select(LostList)))
    engine.dispose()
    return rows


def secret_of(shared: dict[str, str]) -> str:
    return shared["link"].split("#")[1]


def test_code_and_link_of_a_lost_list_say_so_and_whom_to_call(
    app: Flask, file: Path, operator: Operator
) -> None:
    lost = share(app.test_client(), "de-dreef", STORY_A)

    home, said = operator.restore(file)

    assert "de-dreef: 1 lists began after the backup and are lost" in said
    with home.app() as again:
        for sent in ({"code": lost["code"].lower()}, {"link": secret_of(lost)}):
            answer = again.test_client().post(OPEN, data=sent)
            assert answer.status_code == 410
            assert TOLD in answer.text
            assert "088 123 45 67" in answer.text or "tel:" in answer.text
            # The page with the copy on an own phone shows this part of the answer only.
            part = check_page(answer).find("*[@data-lost-said]")
            assert [link.get("href") for link in part.iter("a")][-1] == "/nl/p/de-dreef"


def test_a_lost_list_is_named_by_the_key_that_an_own_phone_keeps(
    app: Flask, file: Path, operator: Operator
) -> None:
    lost = share(app.test_client(), "de-dreef", STORY_A)
    kept = []
    for sent in ({"code": lost["code"].lower()}, {"link": secret_of(lost)}):
        phone = app.test_client()
        phone.post(OPEN, data=sent)
        kept.append((sent, phone.post("/nl/mine/own").get_json()["key"]))

    with operator.restored(file) as again:
        for sent, key in kept:
            page = check_page(again.test_client().post(OPEN, data=sent))
            assert page.find("h1").get("data-lost") == key


def test_a_lost_list_is_no_wrong_code(app: Flask, file: Path, operator: Operator) -> None:
    lost = [share(app.test_client(), "de-dreef", STORY_A) for _ in range(7)]

    with operator.restored(file) as again:
        phone = again.test_client()
        told = [phone.post(OPEN, data={"code": one["code"]}).status_code for one in lost]
        guesses = [phone.post(OPEN, data={"code": new_code()}).status_code for _ in range(6)]

    assert told == [410] * 7
    assert guesses == [404] * 5 + [429]


def test_an_open_page_of_a_lost_list_says_so(app: Flask, file: Path, operator: Operator) -> None:
    phone = app.test_client()
    share(phone, "de-dreef", STORY_A)
    cookie = phone.get_cookie("gesprek")
    assert cookie is not None

    with operator.restored(file) as again:
        later = again.test_client()
        later.set_cookie("gesprek", cookie.value)
        answer = later.get("/nl/mine")

    assert answer.status_code == 410
    assert TOLD in answer.text


def test_the_practice_reads_that_a_list_was_lost(
    app: Flask, file: Path, operator: Operator
) -> None:
    lost = share(app.test_client(), "de-dreef", STORY_A)

    with operator.restored(file) as again:
        staff = again.test_client()
        log_in(staff, operator.home.demo())
        answer = give(staff, LIST, f"{LIST}open", code=lost["code"])

    assert answer.status_code == 422
    assert "Deze lijst is verloren gegaan bij een storing" in answer.text


def test_what_was_shared_and_not_answered_is_simply_shared_again(
    app: Flask, file: Path, operator: Operator
) -> None:
    sending = {**STORY_A, "uid": str(uuid4()), "consent": "1"}
    wants_json = {"Accept": "application/json"}

    def send(to: Flask) -> TestResponse:
        return to.test_client().post("/nl/check/de-dreef", data=sending, headers=wants_json)

    lost = send(app).get_json()
    with operator.restored(file) as again:
        anew = send(again)
        opened = again.test_client().post(OPEN, data={"code": anew.get_json()["code"]})

    assert anew.status_code == 201
    assert anew.get_json()["code"] != lost["code"]
    assert opened.status_code == 303


def test_a_change_of_a_lost_list_can_be_shared_as_a_new_one(
    app: Flask, file: Path, operator: Operator
) -> None:
    phone = app.test_client()
    share(phone, "de-dreef", STORY_A)
    token = open_page(phone, "/nl/mine/change").find("input[@name='reply_to']").get("value")
    change = {**STORY_A, "feeling": "bad", "uid": str(uuid4()), "consent": "1"}
    wants_json = {"Accept": "application/json"}

    with operator.restored(file) as again:
        later, address = again.test_client(), "/nl/check/de-dreef"
        told = later.post(address, data={**change, "reply_to": token or ""}, headers=wants_json)
        anew = later.post(address, data=change, headers=wants_json)

    assert told.status_code == 410
    assert "heeft uw lijst niet meer" in told.get_json()["errors"]["reply_to"]
    assert anew.status_code == 201
    assert anew.get_json()["code"]


def test_a_list_that_was_erased_is_not_lost(app: Flask, file: Path, operator: Operator) -> None:
    phone = app.test_client()
    erased = share(phone, "de-dreef", STORY_A)
    assert phone.post("/nl/mine/withdraw").status_code == 303

    home, said = operator.restore(file)

    assert "are lost; who" not in said
    assert lost_rows(home) == []
    with home.app() as again:
        assert again.test_client().post(OPEN, data={"code": erased["code"]}).status_code == 404


def test_new_keys_of_a_list_that_is_there_are_not_a_lost_list(
    app: Flask, staff_client: FlaskClient, db_session: Session, operator: Operator
) -> None:
    _, address = share_one(app, "de-dreef", db_session)
    file = operator.backup()
    give(staff_client, f"{address}/keys")

    home, _ = operator.restore(file)

    assert lost_rows(home) == []


def test_what_is_in_the_backup_is_not_lost(app: Flask, operator: Operator) -> None:
    shared = share(app.test_client(), "de-dreef", STORY_A)

    home, said = operator.restore(operator.backup())

    assert "are lost; who" not in said
    assert lost_rows(home) == []
    with home.app() as again:
        assert again.test_client().post(OPEN, data={"code": shared["code"]}).status_code == 303


def test_a_lost_list_stays_lost_in_the_next_backup_and_is_forgotten_in_time(
    app: Flask, file: Path, operator: Operator
) -> None:
    lost = share(app.test_client(), "de-dreef", STORY_A)
    home, _ = operator.restore(file)
    operator.home = home
    home, _ = operator.restore(operator.backup())

    with home.app() as again:
        assert again.test_client().post(OPEN, data={"code": lost["code"]}).status_code == 410
        until = {row.told_until for row in lost_rows(home)}
        assert until == {datetime.now(TIME_ZONE).date() + timedelta(days=30 + 60)}
        for days in (89, 92):
            with again.app_context():
                retention.purge(
                    Work(db.session(), master_keys(), datetime.now(UTC) + timedelta(days=days))
                )
            assert bool(lost_rows(home)) == (days == 89)
        assert again.test_client().post(OPEN, data={"code": lost["code"]}).status_code == 404


def test_a_journal_that_is_away_keeps_nobody_from_sharing(
    app: Flask, file: Path, operator: Operator
) -> None:
    journal = operator.home.instance / "journal.jsonl"
    kept = journal.read_bytes()
    journal.unlink()
    journal.mkdir()

    code = share(app.test_client(), "de-dreef", STORY_A)["code"]

    assert app.test_client().post(OPEN, data={"code": code}).status_code == 303
    journal.rmdir()
    journal.write_bytes(kept)
    with operator.restored(file) as again:  # not in the journal, so it is unknown, not lost
        assert again.test_client().post(OPEN, data={"code": code}).status_code == 404


def test_a_journal_that_hangs_holds_one_thread_and_not_the_others(
    app: Flask, operator: Operator
) -> None:
    share(app.test_client(), "de-dreef", STORY_A)
    journal = operator.home.instance / "journal.jsonl"
    with ThreadPoolExecutor() as pool, journal.open("rb") as held:
        # A lock on the journal makes writing hang, as a network folder that is away does.
        fcntl.flock(held, fcntl.LOCK_EX)
        shares = [pool.submit(share, app.test_client(), "de-dreef", STORY_A) for _ in range(3)]
        finished = list(islice(as_completed(shares, timeout=30), 2))
        hanging = [one for one in shares if not one.done()]
        fcntl.flock(held, fcntl.LOCK_UN)

    assert len(finished) == 2
    assert len(hanging) == 1
    assert all(one.result()["code"] for one in shares)
