"""What can be heard of a practice's pages: the list of texts, and the sound files."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from pwa.web.assets import A_YEAR
from tests.inputs.voices import FILE, put_clip
from tests.people.stories import DemoLogin


def texts_of(client: FlaskClient, slug: str) -> dict[str, list[object]]:
    answer = client.get(f"/nl/voice/{slug}")
    assert "Set-Cookie" not in answer.headers
    texts: dict[str, list[object]] = answer.get_json()["texts"]
    return texts


def test_a_text_leads_to_its_file_which_may_be_kept_for_ever(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    put_clip(app, "Pijn")

    row = texts_of(client, demo.slug)["Pijn"]
    sound = client.get(f"/voice/{demo.slug}/nl/{row[0]}.mp3")

    assert row == [FILE, "computer", 15, 1]
    assert (sound.mimetype, len(sound.data)) == ("audio/mpeg", 15)
    assert sound.cache_control.max_age == A_YEAR
    assert "Set-Cookie" not in sound.headers


@pytest.mark.on_one_database
def test_a_text_that_was_changed_has_no_voice(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    put_clip(app, "Pijn, zoals het vroeger heette")

    assert texts_of(client, demo.slug) == {}


def test_no_computer_speaks_unless_the_practice_wants_it(
    app: Flask, client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    put_clip(app, "Pijn")
    db_session.execute(
        update(Practice).values(computer_voices=["tr"], revision=Practice.revision + 1)
    )
    db_session.commit()

    assert texts_of(client, demo.slug) == {}


@pytest.mark.on_one_database
def test_a_file_that_is_none_of_ours_is_not_there(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    put_clip(app)

    for path in (f"nl/{FILE[:-1]}0", "nl/..%2Findex", "nl/index", f"tr/{FILE}", f"xx/{FILE}"):
        assert client.get(f"/voice/{demo.slug}/{path}.mp3").status_code == 404
