"""Practices share recordings: what one downloads, another takes over."""

import io
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from pwa.voice.recordings.models import Recording, RecordingImport
from tests.inputs.recording_zips import manifest, pack, text_of
from tests.inputs.recordings import a_recording
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import open_other_practice
from tests.people.recorder import ROOM, Recorder
from tests.people.stories import log_in


def bring(client: FlaskClient, packed: bytes) -> str:
    """Upload a file; gives the address of its page."""
    recorder = Recorder(client)
    answer = recorder.sends(
        f"{ROOM}/import", page=f"{ROOM}/import", file=(io.BytesIO(packed), "recordings.zip")
    )
    assert answer.status_code == 303
    return str(answer.location)


def shared(client: FlaskClient, slug: str) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = client.get(f"/nl/voice/{slug}").get_json()["texts"]
    return {text: row for text, row in texts.items() if row[1] == "recording"}


def test_another_practice_hears_what_the_speaker_agreed_to_share(
    app: Flask, manager: FlaskClient, staff_client: FlaskClient, client: FlaskClient
) -> None:
    speaks, listens = Recorder(manager), Recorder(staff_client)
    first, second = speaks.sentences[:2]
    speaks.has_a_speaker("Youssef", shares=False)
    speaks.records(first)
    speaks.has_a_speaker("Samira")
    page = speaks.sees(second)
    samira = next(
        option.get("value", "")
        for option in page.find("select[@name='speaker']")
        if option.text == "Samira"
    )
    speaks.sends(
        speaks.address(second), speaker=samira, sound=(io.BytesIO(a_recording()), "o.webm")
    )
    assert listens.says(first, "good").status_code == 303
    assert listens.says(second, "good").status_code == 303
    packed = staff_client.get(f"{ROOM}/nl/export")
    assert packed.mimetype == "application/zip"

    other = app.test_client()
    log_in(other, open_other_practice(app))
    page_of_file = bring(other, packed.data)
    seen = open_page(other, page_of_file)
    assert seen.part("fitting") == "1"
    assert not re.search(r"\d{4}-\d\d-\d\d", seen.text)  # the day of the consent, in Dutch
    assert shared(client, "elders") == {}
    taken = Recorder(other).sends(page_of_file, page=page_of_file, checked="1")
    assert taken.status_code == 303

    assert list(shared(client, "elders")) == [second.text]
    assert shared(client, "elders")[second.text] == shared(client, "de-dreef")[second.text]


def test_without_a_tick_somebody_here_listens_first_and_own_recordings_stay(
    staff_client: FlaskClient, client: FlaskClient, db_session: Session
) -> None:
    known, unknown = text_of(0), "Deze zin staat nergens"
    page = bring(staff_client, pack(manifest(known, unknown, known)))
    seen = open_page(staff_client, page)
    assert seen.part("fitting") == "1"
    recorder = Recorder(staff_client)

    assert recorder.sends(page, page=page).status_code == 303

    assert shared(client, "de-dreef") == {}
    sentence = recorder.sentences[0]
    assert recorder.says(sentence, "good").status_code == 303
    assert list(shared(client, "de-dreef")) == [known]
    again = bring(staff_client, pack(manifest(known)))
    nothing = open_page(staff_client, again)
    assert nothing.part("fitting") == "0"
    assert "Neem over" not in nothing.text
    assert recorder.sends(f"{again}/drop", page=again).status_code == 303
    assert not db_session.scalars(select(RecordingImport.id)).all()
    assert len(db_session.scalars(select(Recording.id)).all()) == 1


def test_a_file_that_is_none_is_refused_on_its_page(
    staff_client: FlaskClient, practice: Practice
) -> None:
    recorder = Recorder(staff_client)
    for data, reason in ((b"", "Kies eerst"), (b"PK" + bytes(50), "beschadigd")):
        said = check_page(
            recorder.sends(
                f"{ROOM}/import", page=f"{ROOM}/import", file=(io.BytesIO(data), "x.zip")
            )
        )
        assert said.response.status_code == 422
        assert reason in said.text
    foreign = pack(manifest(text_of(0), language="xx"))
    said = check_page(
        recorder.sends(f"{ROOM}/import", page=f"{ROOM}/import", file=(io.BytesIO(foreign), "x.zip"))
    )
    assert "De taal van dit bestand" in said.text
