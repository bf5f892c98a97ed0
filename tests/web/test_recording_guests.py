"""Guests of the recording room: a link opens the room of one language, and nothing else."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Actor
from pwa.voice.recordings.models import RecordingGuest, Speaker
from tests.inputs.recordings import a_recording
from tests.pages.checked import check_page, open_page
from tests.people.logins import Clock
from tests.people.recorder import ROOM, Recorder
from tests.people.stories import DemoLogin, find_token


def invite(host: Recorder, language: str = "nl") -> str:
    """Make a link; gives its secret."""
    page = check_page(host.sends(f"{ROOM}/invite", page=ROOM, name="Fatima", language=language))
    found = re.search(r"join/[\w-]+#([\w-]{22})", page.response.text)
    assert found
    return found[1]


def come_in(app: Flask, demo: DemoLogin, secret: str) -> FlaskClient:
    client = app.test_client()
    page = f"{ROOM}/join/{demo.slug}"
    token = find_token(open_page(client, page).response.text)
    client.post(page, data={"csrf_token": token, "link": f"https://x.nl{page}#{secret}"})
    return client


@pytest.fixture
def host(manager: FlaskClient) -> Recorder:
    return Recorder(manager)


def test_a_guest_records_and_a_member_listens(
    app: Flask, demo: DemoLogin, host: Recorder, db_session: Session
) -> None:
    guest = Recorder(come_in(app, demo, invite(host)))
    sentence = guest.sentences[0]
    guest.has_a_speaker("Fatima")
    assert guest.records(sentence).status_code == 303
    assert guest.says(sentence, "good").status_code == 422
    assert host.says(sentence, "good").status_code == 303

    acts = db_session.execute(
        select(AccessEvent.action, AccessEvent.actor)
        .where(AccessEvent.action.startswith("recording:"))
        .order_by(AccessEvent.number)
    ).all()
    assert [(action, actor) for action, actor in acts] == [
        ("recording:invite", Actor.STAFF),
        ("recording:agree", Actor.GUEST),
        ("recording:make", Actor.GUEST),
        ("recording:check", Actor.STAFF),
    ]
    db_session.rollback()
    log = host.client.get("/practice/log/").text
    assert "gast van de opnamekamer" in log


def test_a_guest_opens_nothing_but_the_room_of_the_language(
    app: Flask, demo: DemoLogin, host: Recorder
) -> None:
    client = come_in(app, demo, invite(host))

    assert client.get(f"{ROOM}/nl").status_code == 200
    assert client.get(ROOM).location == f"{ROOM}/nl"
    assert client.get(f"{ROOM}/tr").status_code == 404
    for address in ("/practice/", "/practice/settings", "/practice/team/", f"{ROOM}/nl/export"):
        assert "/practice/login" in (client.get(address).location or ""), address
    token = find_token(client.get(f"{ROOM}/nl").text)
    invited = client.post(
        f"{ROOM}/invite", data={"csrf_token": token, "name": "x", "language": "nl"}
    )
    assert "/practice/login" in invited.location


def test_a_link_ends_when_it_is_taken_back_after_14_days_or_by_leaving(
    app: Flask, demo: DemoLogin, host: Recorder, db_session: Session, clock: Clock
) -> None:
    secret = invite(host)
    client = come_in(app, demo, secret)
    assert client.get(f"{ROOM}/nl").status_code == 200
    clock.forward(days=14, minutes=-5)
    assert come_in(app, demo, secret).get(f"{ROOM}/nl").status_code == 200
    clock.forward(minutes=10)
    assert client.get(f"{ROOM}/nl").status_code == 303
    assert come_in(app, demo, secret).get(f"{ROOM}/nl").status_code == 303


def test_a_link_that_was_taken_back_is_dead_at_once(
    app: Flask, demo: DemoLogin, host: Recorder, db_session: Session
) -> None:
    secret = invite(host)
    client = come_in(app, demo, secret)
    guest = db_session.scalars(select(RecordingGuest)).one()
    assert secret.encode() not in (guest.digest or b"")
    db_session.rollback()

    assert host.sends(f"{ROOM}/guests/{guest.id}/end", page=ROOM).status_code == 303

    assert client.get(f"{ROOM}/nl").status_code == 303
    assert come_in(app, demo, secret).get(f"{ROOM}/nl").status_code == 303
    db_session.rollback()
    assert db_session.scalars(select(RecordingGuest.digest)).one() is None


@pytest.mark.on_one_database
def test_a_guest_records_only_voices_of_people_who_told_this_guest(
    app: Flask, demo: DemoLogin, host: Recorder, db_session: Session
) -> None:
    host.has_a_speaker("Samira")
    guest = Recorder(come_in(app, demo, invite(host)))
    sentence = guest.sentences[0]
    assert "Samira" not in guest.sees(sentence).text
    samira = db_session.scalars(select(Speaker.id)).one()
    db_session.rollback()

    sound = io.BytesIO(a_recording()), "opname.webm"
    refused = guest.sends(guest.address(sentence), speaker=str(samira), sound=sound)

    assert refused.status_code == 422
    assert "Zeg eerst wie er spreekt" in refused.text


@pytest.mark.on_one_database
def test_a_forged_cookie_opens_nothing(app: Flask, demo: DemoLogin, host: Recorder) -> None:
    secret = invite(host)
    for cookie in ("", "1", "1.", f"2.{secret}", f"999999999999.{secret}", f"x.{secret}", "1.aaaa"):
        client = app.test_client()
        client.set_cookie("recording_room", cookie)
        assert client.get(f"{ROOM}/nl").status_code == 303, cookie
