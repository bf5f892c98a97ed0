"""Style sheets and other static files: up to date, compressed, with the right cache lifetime."""

import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.web import assets

pytestmark = [pytest.mark.on_one_database, pytest.mark.changes_nothing]


@pytest.fixture
def sprite(app: Flask) -> str:
    with app.test_request_context():
        return assets.asset_url("img/icons.svg")


def test_a_file_of_this_build_may_be_kept_for_ever(client: FlaskClient, sprite: str) -> None:
    answer = client.get(sprite)

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_of_an_older_build_is_the_newest_one_and_is_not_kept(
    client: FlaskClient, sprite: str
) -> None:
    answer = client.get(sprite.replace(assets.build_id(), "0123456789ab"))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_is_sent_small_to_browsers_that_can_read_it(
    client: FlaskClient, sprite: str
) -> None:
    plain = client.get(sprite)
    small = client.get(sprite, headers={"Accept-Encoding": "gzip, br"})

    assert small.headers["Content-Encoding"] == "br"
    assert small.headers["Vary"] == "Accept-Encoding"
    assert brotli.decompress(small.data) == plain.data
    assert small.headers["ETag"] != plain.headers["ETag"]


def test_an_unchanged_file_is_not_sent_again(client: FlaskClient, sprite: str) -> None:
    known = client.get(sprite).headers["ETag"]

    assert client.get(sprite, headers={"If-None-Match": known}).status_code == 304


@pytest.mark.parametrize(
    "name", ["img/none.svg", "../config.py", "img/", "css/%2e%2e/%2e%2e/app.py"]
)
def test_nothing_but_static_files_is_sent(client: FlaskClient, sprite: str, name: str) -> None:
    for encoding in ("br", "identity"):
        answer = client.get(
            sprite.replace("img/icons.svg", name),
            headers={"Accept-Encoding": encoding},
            buffered=True,
        )
        assert answer.status_code == 404


def test_what_is_written_for_those_who_work_here_is_sent_to_nobody(
    client: FlaskClient, sprite: str
) -> None:
    ours = [*assets.STATIC.rglob("README.md"), *assets.STATIC.rglob("*.d.ts")]
    names = [path.relative_to(assets.STATIC).as_posix() for path in ours]

    assert len(names) > 2
    for name in names:
        assert client.get(sprite.replace("img/icons.svg", name)).status_code == 404
    assert not set(ours) & set(assets.public_files())


def test_a_licence_goes_along_with_what_it_is_for(client: FlaskClient, sprite: str) -> None:
    assert client.get(sprite.replace("icons.svg", "LICENSES.md")).status_code == 200


def test_the_style_loads_nothing() -> None:
    for style in (
        assets.check_style(),
        assets.faulty_check_style(),
        assets.patient_style(),
        assets.plain_style(),
        assets.practice_style(),
    ):
        assert not re.search(r"url\(|@import|expression", style.text)
        assert "<" not in style.text
