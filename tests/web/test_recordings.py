"""The recording room: recorded by one, heard and accepted by another, then heard by patients."""

import io
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.voice.recordings.core import State
from pwa.voice.recordings.exchange.core import MANIFEST
from pwa.voice.recordings.models import Recording, Speaker
from tests.inputs.recordings import a_recording
from tests.pages.checked import check_page, open_page
from tests.people.importer import send_file
from tests.people.recorder import ROOM, Recorder
from tests.people.stories import DemoLogin, find_token
from tests.web.addresses import knock

NOTHING = ""
LONG_AFTER = "Fri, 01 Jan 2100 00:00:00 GMT"


@pytest.fixture
def speaks(manager: FlaskClient) -> Recorder:
    """The manager, in whose room somebody agreed to speak."""
    recorder = Recorder(manager)
    recorder.has_a_speaker()
    return recorder


@pytest.fixture
def listens(staff_client: FlaskClient) -> Recorder:
    return Recorder(staff_client)


def source_of(client: FlaskClient, demo: DemoLogin, text: str) -> tuple[str, str]:
    """Give the file and the source of a text in the manifest that phones get."""
    found = client.get(f"/nl/voice/{demo.slug}").get_json()["texts"].get(text, [NOTHING, NOTHING])
    return found[0], found[1]


def actions(session: Session) -> list[str]:
    session.rollback()
    found = select(AccessEvent.action).where(AccessEvent.action.startswith("recording:"))
    said = list(session.scalars(found.order_by(AccessEvent.number)))
    session.rollback()
    return said


def test_a_sentence_is_heard_once_somebody_else_has_accepted_it(
    speaks: Recorder,
    listens: Recorder,
    client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
) -> None:
    sentence = speaks.sentences[0]
    assert speaks.records(sentence).status_code == 303
    assert source_of(client, demo, sentence.text)[1] != "recording"
    assert speaks.says(sentence, "good").status_code == 422  # whoever recorded it may not accept it
    assert source_of(client, demo, sentence.text)[1] != "recording"

    assert listens.says(sentence, "good").status_code == 303

    file, source = source_of(client, demo, sentence.text)
    assert source == "recording"
    heard = client.get(f"/voice/{demo.slug}/nl/{file}.mp3")
    assert (heard.status_code, heard.mimetype) == (200, "audio/mpeg")
    assert "immutable" in heard.headers["Cache-Control"]
    assert len(heard.data) > 2_000
    assert actions(db_session) == ["recording:agree", "recording:make", "recording:check"]


@pytest.mark.on_one_database
def test_what_safari_records_is_taken_by_the_same_form(
    speaks: Recorder, listens: Recorder, client: FlaskClient, demo: DemoLogin
) -> None:
    sentence = speaks.sentences[0]
    # AAC in MP4, written in pieces while the sound comes in, as Safari's MediaRecorder does.
    sound = a_recording("mp4", "aac", pieces=True)
    assert b"moof" in sound

    assert speaks.records(sentence, sound, name="opname.mp4").status_code == 303

    assert listens.says(sentence, "good").status_code == 303
    file, source = source_of(client, demo, sentence.text)
    assert source == "recording"
    assert len(client.get(f"/voice/{demo.slug}/nl/{file}.mp3").data) > 2_000


def test_a_refused_recording_is_erased_and_asked_for_again(
    speaks: Recorder, listens: Recorder, db_session: Session
) -> None:
    sentence = speaks.sentences[1]
    speaks.records(sentence)

    assert listens.says(sentence, "again").status_code == 303

    row = db_session.scalars(select(Recording)).one()
    assert (row.state, row.mp3, row.checked_member_id is None) == (State.REFUSED, None, False)
    db_session.rollback()
    assert "vraagt om deze zin opnieuw" in speaks.sees(sentence).text
    assert speaks.records(sentence).status_code == 303
    assert listens.says(sentence, "good").status_code == 303
    assert db_session.scalars(select(Recording.state)).all() == [State.ACCEPTED]


def test_a_new_recording_takes_the_place_of_the_old_one_only_when_accepted(
    speaks: Recorder, listens: Recorder, client: FlaskClient, demo: DemoLogin
) -> None:
    sentence = speaks.sentences[0]
    speaks.records(sentence)
    listens.says(sentence, "good")
    before, _ = source_of(client, demo, sentence.text)

    listens.records(sentence)
    assert source_of(client, demo, sentence.text)[0] == before
    speaks.says(sentence, "again")
    assert source_of(client, demo, sentence.text)[0] == before


def test_who_takes_the_consent_back_is_heard_no_more(
    speaks: Recorder,
    listens: Recorder,
    client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
) -> None:
    sentence = speaks.sentences[0]
    speaks.records(sentence)
    listens.says(sentence, "good")
    file, _ = source_of(client, demo, sentence.text)
    sound, list_of_sounds = f"/voice/{demo.slug}/nl/{file}.mp3", f"/nl/voice/{demo.slug}"
    before = [client.get(address) for address in (sound, list_of_sounds)]
    played = f"{ROOM}/sound/{db_session.scalars(select(Recording.id)).one()}"
    assert listens.client.get(played).status_code == 200
    with ZipFile(io.BytesIO(listens.client.get(f"{ROOM}/nl/export").data)) as exported:
        assert f"{file}.mp3" in exported.namelist()
    speaker = db_session.scalars(select(Speaker)).one()
    assert speaker.agreed_words.startswith("Deze praktijk mag mijn stem")
    db_session.rollback()

    listens.sends(f"{ROOM}/speakers/{speaker.id}/withdraw", page=ROOM)

    assert source_of(client, demo, sentence.text)[1] != "recording"
    assert actions(db_session)[-1] == "recording:withdraw"
    # Also for who asks whether the copy that it has is still good.
    for answer in before:
        asks = {"If-None-Match": answer.headers.get("ETag", "*"), "If-Modified-Since": LONG_AFTER}
        again = client.get(answer.request.path, headers=asks)
        assert again.status_code == (404 if answer is before[0] else 200)
        assert file not in again.text
    assert client.get(sound, headers={"Range": "bytes=0-9"}).status_code == 404
    assert listens.client.get(played).status_code == 404
    with ZipFile(io.BytesIO(listens.client.get(f"{ROOM}/nl/export").data)) as exported:
        assert exported.namelist() == [MANIFEST]
        assert str(speaker.id).encode() not in exported.read(MANIFEST)
    db_session.rollback()
    assert not db_session.scalars(select(Recording)).all()
    gone = db_session.scalars(select(Speaker)).one()
    assert (gone.name, gone.withdrawn_at is None) == (None, False)


def test_a_changed_text_has_no_recording_any_more(
    speaks: Recorder, listens: Recorder, client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    sentence = speaks.sentences[0]
    speaks.records(sentence)
    listens.says(sentence, "good")
    # As a catalogue of a newer build changes it: the sentence of today has another id.
    db_session.execute(update(Recording).values(sentence_id="0" * 16, text="Een oude zin"))
    db_session.commit()

    assert source_of(client, demo, sentence.text)[1] != "recording"
    page = open_page(speaks.client, speaks.room)
    assert "Een oude zin" in page.part("stale")

    row = db_session.scalars(select(Recording.id)).one()
    db_session.rollback()
    assert speaks.sends(f"{speaks.room}/stale/{row}").status_code == 303
    assert not db_session.scalars(select(Recording.id)).all()


def test_nothing_is_recorded_without_consent_or_without_sound(
    manager: FlaskClient, db_session: Session
) -> None:
    recorder = Recorder(manager)
    sentence = recorder.sentences[0]
    refused = check_page(recorder.sends(f"{recorder.room}/speaker", name="Samira"))
    assert refused.response.status_code == 422
    assert "Zonder deze toestemming" in refused.text
    recorder.has_a_speaker("")
    assert "spreker 1" in recorder.sees(sentence).text

    for sound, reason in ((b"", "Neem eerst de zin op"), (b"tekst", "geen opname die wij kunnen")):
        said = check_page(recorder.records(sentence, sound))
        assert said.response.status_code == 422
        assert reason in said.text
    page = recorder.address(sentence)
    token = find_token(manager.get(page).text)
    too_big = send_file(manager, bytes(2_100_000), "opname.webm", token, to=page)
    assert too_big.status_code == 303
    assert "groter dan 2 MB" in recorder.sees(sentence).text
    assert not db_session.scalars(select(Recording.id)).all()


@pytest.mark.on_one_database
def test_the_microphone_is_allowed_on_the_page_of_a_sentence_only(
    app: Flask, speaks: Recorder
) -> None:
    sentence = speaks.sentences[0]
    here = speaks.client.get(speaks.address(sentence))
    assert "microphone=(self)" in here.headers["Permissions-Policy"]
    assert "media-src 'self' blob:;" in here.headers["Content-Security-Policy"]

    others = 0
    for rule in app.url_map.iter_rules():
        is_here = rule.endpoint == "recordings.sentence" or "GET" not in (rule.methods or ())
        if is_here or rule.arguments - {"lang", "slug", "language"}:
            continue
        values: dict[str, object] = {"lang": "nl", "slug": "de-dreef", "language": "nl"}
        answer = knock(app, speaks.client, ("GET", rule.endpoint), values)
        if answer.mimetype == "text/html":
            others += 1
            assert "microphone=()" in answer.headers.get("Permissions-Policy", ""), rule.endpoint
            assert "'self' blob:" not in answer.headers.get("Content-Security-Policy", "")
    assert others > 30
