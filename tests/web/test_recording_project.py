"""The project's set: put there by the operator, heard by every practice, erased with the consent."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.inputs.recording_zips import manifest, pack, text_of
from tests.people.recorder import ROOM, Recorder

pytestmark = pytest.mark.on_one_database


def source_of(client: FlaskClient, text: str) -> str:
    row = client.get("/nl/voice/de-dreef").get_json()["texts"].get(text, ["", ""])
    return str(row[1])


def test_the_operator_publishes_a_file_and_takes_a_voice_out(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "recordings.zip"
    file.write_bytes(pack(manifest(text_of(0), "Deze zin staat nergens")))
    run = app.test_cli_runner()

    said = run.invoke(args=["recordings", "publish", str(file)])

    assert "1 recordings in nl" in said.output
    texts = client.get("/nl/voice/de-dreef").get_json()["texts"]
    name, source, size, *_ = texts[text_of(0)]
    assert source == "project"
    heard = client.get(f"/voice/de-dreef/nl/{name}.mp3")
    assert (heard.status_code, len(heard.data)) == (200, size)

    assert "1 recordings were erased" in run.invoke(args=["recordings", "withdraw", "a"]).output
    assert source_of(client, text_of(0)) != "project"
    assert client.get(f"/voice/de-dreef/nl/{name}.mp3").status_code == 404


def test_a_recording_of_the_practice_comes_before_the_project_and_a_withdrawal_ends_both(
    app: Flask, manager: FlaskClient, staff_client: FlaskClient, client: FlaskClient, tmp_path: Path
) -> None:
    speaks, listens = Recorder(manager), Recorder(staff_client)
    sentence = speaks.sentences[0]
    speaks.has_a_speaker()
    speaks.records(sentence)
    listens.says(sentence, "good")
    file = tmp_path / "recordings.zip"
    file.write_bytes(staff_client.get(f"{ROOM}/nl/export").data)
    published = app.test_cli_runner().invoke(args=["recordings", "publish", str(file)])
    speaker = published.output.splitlines()[1].split()[0]
    assert source_of(client, sentence.text) == "recording"

    listens.sends(f"{ROOM}/speakers/{speaker}/withdraw", page=ROOM)

    assert source_of(client, sentence.text) not in ("recording", "project")


def test_what_is_no_file_with_recordings_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "recordings.zip"
    file.write_bytes(b"text")

    said = app.test_cli_runner().invoke(args=["recordings", "publish", str(file)])

    assert said.exit_code == 1
    assert "no file with recordings" in said.output
