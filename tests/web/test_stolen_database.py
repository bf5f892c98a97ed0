"""A stolen database, and the server's disk with it, give nothing of what people wrote."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, StoredDocument
from pwa.directory.models import KeptService
from pwa.handover.models import Handover, HandoverLink
from pwa.vault.base64url import from_text
from pwa.vault.crypto import Format, derive
from pwa.vault.patient.codes import (
    parse_code,
    parse_link_secret,
    parse_recovery_key,
    stretch_code,
)
from tests.databases.homes import CHEAP, Backend, Home
from tests.inputs.handovers import PutHandover, put_handover
from tests.inputs.meetings import TABLE, TableDesk, put_meeting
from tests.inputs.phrases import put_phrase
from tests.people.crime import (
    MARK,
    PLAN,
    PLAN_FIELDS,
    Crime,
    commit_crime,
    fields_read_by,
    marked,
)
from tests.people.desk import Desk
from tests.people.receiver import LETTER, enter
from tests.people.stories import DemoLogin
from tests.people.talk import (
    CHECK,
    CHECK_FIELDS,
    DESK_FIELDS,
    EVERYTHING,
    OWN_STEP,
    SHEET_FIELDS,
    Talk,
    facts_of,
    look_for_help,
    marked_letter,
    say_how_it_goes,
)
from tests.people.thief import KEY_BYTES, Loot, decode_cookie

# Bytes of format, key id, nonce and tag: a value that is not longer is no wrap, even if its first
# byte equals the format of one.
SHORTEST_WRAP = 1 + 4 + 12 + 16


@pytest.fixture(autouse=True)
def talkative_logs(caplog: pytest.LogCaptureFixture) -> None:
    """Log at level DEBUG, SQL included, from before the app starts."""
    for logger in (None, "sqlalchemy"):
        caplog.set_level("DEBUG", logger)


@pytest.fixture
def talk(
    app: Flask,
    staff_client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
) -> Talk:
    patient, uid = app.test_client(), uuid4()
    answer = patient.post(
        f"/nl/check/{demo.slug}",
        data={**CHECK, **marked(CHECK_FIELDS | DESK_FIELDS), "uid": str(uid), "consent": "1"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 201, answer.text
    receipt = answer.get_json()
    assert patient.post("/nl/open", data={"code": receipt["code"]}).status_code == 303

    conversation_id = db_session.scalars(select(Conversation.id)).one()
    option = db_session.scalars(select(KeptService.uid)).first()
    db_session.rollback()  # SQLite has one writer; a GET may write too
    look_for_help(patient, demo.slug, option or "")
    Desk(staff_client, conversation_id).saves({**PLAN, **marked(PLAN_FIELDS), **OWN_STEP})
    calendar = say_how_it_goes(patient, demo.slug)
    put = put_handover(app, demo, conversation_id, asked=marked_letter())
    receiver = answer_letter(app, put)
    meeting = str(put_meeting(app, demo))
    TableDesk(staff_client, conversation_id).makes_sheet(meeting, **marked(SHEET_FIELDS))
    assert patient.post("/nl/mine/then-and-now", data={"keep": "yes"}).status_code == 303
    link_secret = receipt["link"].split("#")[1]
    return Talk(
        app,
        patient,
        staff_client,
        uid,
        receipt["code"],
        link_secret,
        receiver,
        put.link,
        calendar,
    )


def answer_letter(app: Flask, put: PutHandover) -> FlaskClient:
    """Open a letter as its receiver, and answer with a line."""
    receiver = app.test_client()
    assert enter(receiver, put).status_code == 303
    fields = {"state": "contact", "words": marked({"answer"})["answer"]}
    assert receiver.post(LETTER, data=fields).status_code == 303
    return receiver


def test_nothing_that_people_wrote_or_hold_lies_bare(
    talk: Talk, home: Home, backend: Backend
) -> None:
    crime = commit_crime(talk.app, home, backend)

    bare_code = talk.code.replace("-", "")
    link, stretched = parse_link_secret(talk.link_secret), stretch_code(bare_code, CHEAP.code)
    keys = (talk.code, bare_code, talk.link_secret, *talk.letter_keys)
    texts = (MARK, *keys, str(talk.uid), talk.uid.hex, *talk.calendar)
    secret_bytes = (link.secret, stretched.secret, talk.uid.bytes, from_text(talk.letter.secret))
    for needle in (*texts, *talk.cookies.values()):
        assert crime.loot.places_of(needle) == []
    for secret in (*secret_bytes, decode_cookie(talk.cookies["gp"])):
        assert crime.loot.places_of(secret) == []


def test_the_search_finds_what_does_lie_bare(
    talk: Talk, home: Home, backend: Backend, demo: DemoLogin
) -> None:
    put_phrase(talk.app, demo)
    loot = commit_crime(talk.app, home, backend).loot

    places = loot.places_of("Praktijk De Dreef")
    # The exceptions: texts that the practice writes for everybody, which name no patient.
    assert "phrase_version.texts (raw)" in loot.places_of("Samen koffie drinken")
    assert "meeting.organisations (raw)" in loot.places_of(TABLE["organisations"])

    assert "practice.name (raw)" in places
    assert any(place.startswith("/") for place in places), "the files hold the database"


def test_with_every_key_at_rest_only_outer_wraps_open(
    talk: Talk, home: Home, backend: Backend
) -> None:
    crime = commit_crime(talk.app, home, backend)
    by_master = bytes([Format.WRAPPED_BY_MASTER])
    wrapped = [
        place
        for place, cell in crime.loot.cells
        if cell[:1] == by_master and len(cell) > SHORTEST_WRAP
    ]

    thief = crime.thief()

    # The master key is on the stolen disk, so the outer wrap protects nothing: there must be a
    # second wrap inside.
    assert len(thief.opened) == len(wrapped) >= 8, wrapped
    assert set(thief.opened.values()) == {Format.WRAPPED_BY_MASTER}
    inner = {Format.SEALED, Format.WRAPPED_BY_SECRET, Format.WRAPPED_BY_PASSWORD}
    assert {plaintext[0] for plaintext in thief.opened if len(plaintext) != KEY_BYTES} == inner
    # Two keys have only the outer wrap, and open no contents: the key of the access log's chain
    # (MACs of its lines) and the root key (looking up codes, signing cookies).
    assert len([plaintext for plaintext in thief.opened if len(plaintext) == KEY_BYTES]) == 2
    assert fields_read_by(thief, EVERYTHING) == set()
    assert [each for each in facts_of(talk) if thief.has_read(each)] == []


def test_the_attack_works_with_what_people_keep_for_themselves(
    talk: Talk, home: Home, backend: Backend, demo: DemoLogin
) -> None:
    crime = commit_crime(talk.app, home, backend)
    recovery_key = parse_recovery_key(demo.recovery_key).encode()
    code, link = (
        stretch_code(parse_code(talk.code), CHEAP.code),
        parse_link_secret(talk.link_secret),
    )
    staff_secret = decode_cookie(talk.cookies["gp"])

    thieves = {
        "password": crime.thief(passwords=[demo.password]),
        "recovery key": crime.thief(recovery_key),
        "staff cookie": crime.thief(staff_secret),
        "code": crime.thief(code.secret),
        "link": crime.thief(link.secret),
    }

    for who in ("password", "recovery key", "staff cookie"):
        assert fields_read_by(thieves[who], EVERYTHING) == EVERYTHING, who
    for who in ("code", "link"):  # desk notes are sealed to the desk key
        assert fields_read_by(thieves[who], EVERYTHING) == EVERYTHING - DESK_FIELDS, who
    assert [each for each in facts_of(talk) if not thieves["password"].has_read(each)] == []


def test_the_first_answer_to_a_phone_opens_with_the_phones_own_number_only(
    talk: Talk, home: Home, backend: Backend
) -> None:
    crime = commit_crime(talk.app, home, backend)

    thief = crime.thief(derive(talk.uid.bytes, "submission reply"))

    assert thief.has_read(talk.code)
    assert not crime.thief().has_read(talk.code)


def test_a_backup_without_the_master_key_opens_for_nobody(
    talk: Talk, home: Home, backend: Backend, demo: DemoLogin
) -> None:
    crime = commit_crime(talk.app, home, backend)
    without_disk = Crime(crime.loot, set(), crime.labels, crime.addresses)

    thief = without_disk.thief(
        parse_recovery_key(demo.recovery_key).encode(),
        stretch_code(parse_code(talk.code), CHEAP.code).secret,
        parse_link_secret(talk.link_secret).secret,
        decode_cookie(talk.cookies["gp"]),
        passwords=[demo.password],
    )

    assert thief.opened == {}


def test_what_was_taken_back_opens_for_nobody(
    talk: Talk, home: Home, backend: Backend, demo: DemoLogin
) -> None:
    answer = talk.patient.post("/nl/mine/withdraw", data={"plan": "1"})
    assert answer.status_code == 303, answer.text
    crime = commit_crime(talk.app, home, backend)

    thief = crime.thief(
        parse_recovery_key(demo.recovery_key).encode(),
        stretch_code(parse_code(talk.code), CHEAP.code).secret,
        parse_link_secret(talk.link_secret).secret,
        derive(talk.uid.bytes, "submission reply"),
        decode_cookie(talk.cookies["gp"]),
        passwords=[demo.password],
    )

    assert fields_read_by(thief, EVERYTHING) == set()
    assert not thief.has_read(talk.code)


def test_what_was_taken_back_lies_in_no_file(talk: Talk, home: Home, db_session: Session) -> None:
    documents = StoredDocument.sealed_key, StoredDocument.body
    keys = Handover.own_key, Handover.letter_key, Handover.answer_key, Handover.note_key
    parts = Handover.own, Handover.letter, Handover.answer, Handover.note
    link = HandoverLink.wrap, HandoverLink.digest
    found = [select(*columns) for columns in (documents, keys, parts, link)]
    sealed = [bytes(cell) for each in found for row in db_session.execute(each) for cell in row]
    sealed += map(bytes, filter(None, db_session.scalars(select(Conversation.care_wrap))))
    db_session.commit()

    talk.patient.post("/nl/mine/withdraw", data={"plan": "1"})

    # Read the raw files, with the write-ahead log: opening the database could empty that log.
    files = {str(path): path.read_bytes() for path in home.instance.iterdir()}
    left = Loot([], files)
    assert len(sealed) > 2
    assert [place for cell in sealed for place in left.places_of(cell)] == []


def test_no_log_holds_what_people_wrote_or_hold(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [record.getMessage() for record in caplog.get_records("setup")]
    logged = Loot([("log", line.encode()) for line in lines], {})

    assert lines
    keys = (talk.code, talk.code.replace("-", ""), talk.link_secret, *talk.letter_keys)
    for needle in (MARK, *keys, *talk.cookies.values(), *talk.calendar):
        assert logged.places_of(needle) == []
