"""The files with which a phone opens pages offline: service worker, bundle, manifest."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from pwa.app import create_app
from pwa.config import SettingsError
from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from pwa.web import http
from pwa.web.assets import build_id
from tests.databases.homes import Home
from tests.pages.checked import open_page
from tests.people.stories import STORY_A, share

pytestmark = pytest.mark.on_one_database


def manifest_of(client: FlaskClient, slug: str, language: str = "nl") -> Mapping[str, object]:
    answer = client.get(f"/{language}/p/{slug}/app.webmanifest")
    assert answer.status_code == 200
    about: Mapping[str, object] = json.loads(answer.text)
    return about


def bundle_of(client: FlaskClient, address: str) -> dict[str, dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    about = answer.get_json()
    assert about["build"] == build_id()
    return {page["path"]: page for page in about["pages"]}


@pytest.mark.changes_nothing
def test_the_worker_comes_fresh_and_may_answer_for_the_whole_site(client: FlaskClient) -> None:
    worker = client.get("/sw.js")

    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert worker.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; connect-src 'self'"
    )
    etag = worker.headers["ETag"]
    assert client.get("/sw.js", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.changes_nothing
def test_the_worker_is_named_by_its_build_and_all_its_files_are_there(client: FlaskClient) -> None:
    worker = client.get("/sw.js").text
    files = re.findall(r'"(/static/[^"]+)"', worker)

    assert f'"build": "{build_id()}"' in worker
    assert "workbox:strategies" in worker
    assert len(files) > 20
    assert {path.split("/")[2] for path in files} == {build_id()}
    for path in files:
        assert client.get(path, buffered=True).status_code == 200, path


@pytest.mark.changes_nothing
def test_a_script_that_comes_with_the_worker_is_the_one_under_its_address(
    client: FlaskClient,
) -> None:
    late = re.findall(r'"(/static/[^"]+)":`((?:\\.|[^`\\])*)`', client.get("/sw.js").text)

    assert len(late) > 20
    for path, quoted in late:
        script = re.sub(r"\\(.)", r"\1", quoted)
        assert client.get(path, buffered=True).text == script, path


@pytest.mark.changes_nothing
@pytest.mark.parametrize("path", ["/nl/p/de-dreef", "/nl/check/de-dreef", "/nl/open", "/nl/"])
def test_patients_pages_may_have_a_worker_and_a_manifest(client: FlaskClient, path: str) -> None:
    policy = open_page(client, path).response.headers["Content-Security-Policy"]

    # Without `worker-src` and `child-src`, browsers apply `script-src` to workers (CSP 3, 6.1.14).
    assert "script-src 'self'" in policy
    assert not re.search("worker-src|child-src", policy)
    assert "manifest-src 'self'" in policy


def test_the_switch_makes_a_worker_that_goes_and_pages_that_bring_none(home: Home) -> None:
    with home.app(GESPREK_OFFLINE="off") as app:
        client = app.test_client()

        worker = client.get("/sw.js")
        page = client.get("/nl/p/de-dreef")

    assert "unregister()" in worker.text
    assert "workbox" not in worker.text
    assert worker.headers["Cache-Control"] == "no-cache"
    assert "data-keep" not in page.text


def test_a_switch_that_is_neither_on_nor_off_stops_the_start(home: Home) -> None:
    with pytest.raises(SettingsError, match="GESPREK_OFFLINE"):
        create_app({**home.environ, "GESPREK_OFFLINE": "of"}, home.instance)


@pytest.mark.changes_nothing
def test_the_documents_are_what_anybody_gets_under_their_addresses(
    client: FlaskClient, practice: Practice
) -> None:
    for language in LANGUAGES:
        pages = bundle_of(client, f"/{language}/kept/{practice.slug}")

        assert set(pages) == {
            f"/{language}/{path}"
            for path in (
                f"check/{practice.slug}",
                f"p/{practice.slug}",
                f"help/{practice.slug}",
                "away",
                "offline",
                "own",
            )
        }
        for path, page in pages.items():
            online = client.get(f"{path}?kept")
            assert page["body"] == online.text
            assert page["headers"] == {
                name: online.headers[name] for name in page["headers"] if name in online.headers
            }
            assert "Set-Cookie" not in page["headers"]


@pytest.mark.changes_nothing
def test_without_a_practice_only_the_neutral_documents_come(client: FlaskClient) -> None:
    assert set(bundle_of(client, "/tr/kept")) == {"/tr/away", "/tr/offline", "/tr/own"}


@pytest.mark.changes_nothing
@pytest.mark.parametrize("path", ["/nl/kept/nowhere", "/xx/kept", "/nl/p/nowhere/app.webmanifest"])
def test_of_what_does_not_exist_nothing_is_kept(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_whoever_asks_the_documents_are_the_same(
    app: Flask, client: FlaskClient, practice: Practice
) -> None:
    address = f"/nl/kept/{practice.slug}"
    share(client, practice.slug, STORY_A)

    known, unknown = client.get(address), app.test_client().get(address)

    assert known.data == unknown.data
    assert "Set-Cookie" not in known.headers
    # Asking for the bundle has not removed the pass cookie of the patient.
    assert client.get("/nl/mine").status_code == 200


@pytest.mark.changes_nothing
def test_the_documents_come_small_and_are_not_sent_again(
    client: FlaskClient, practice: Practice
) -> None:
    address, small = f"/nl/kept/{practice.slug}", {"Accept-Encoding": "br"}
    answer = client.get(address, headers=small)

    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 20_000
    again = client.get(address, headers={**small, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_documents_change_with_the_practice_and_with_the_day(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, practice: Practice
) -> None:
    address = f"/nl/kept/{practice.slug}"
    monkeypatch.setattr(http, "now", lambda: datetime(2026, 11, 22, 10, tzinfo=UTC))
    first = client.get(address).headers["ETag"]

    monkeypatch.setattr(http, "now", lambda: datetime(2026, 11, 23, 10, tzinfo=UTC))
    second = client.get(address)

    assert second.headers["ETag"] != first
    assert 'datetime=\\"2026-11-23\\"' in second.text


@pytest.mark.changes_nothing
def test_the_kept_page_of_help_has_no_cards_because_the_list_is_kept_apart(
    client: FlaskClient, practice: Practice
) -> None:
    page = open_page(client, f"/nl/help/{practice.slug}?kept")

    assert page.tree.findall(".//article") == []
    assert page.find("div[@data-cards]").get("data-kept") is not None


@pytest.mark.changes_nothing
def test_the_page_for_no_network_says_so_in_every_language(client: FlaskClient) -> None:
    for language in LANGUAGES:
        page = open_page(client, f"/{language}/offline")

        assert page.find("a[@href='tel:112']") is not None


@pytest.mark.changes_nothing
def test_the_manifest_is_neutral_and_of_its_practice_and_language(
    client: FlaskClient, practice: Practice
) -> None:
    for language in LANGUAGES.values():
        about = manifest_of(client, practice.slug, language.code)

        start = open_page(client, f"/{language.code}/p/{practice.slug}")
        assert about["name"] == about["short_name"] == start.title
        assert (about["lang"], about["dir"]) == (language.code, language.direction)
        assert about["start_url"] == f"/{language.code}/p/{practice.slug}"
        assert about["scope"] == "/"
        assert about["id"] == f"/p/{practice.slug}"
        assert about["display"] == "standalone"
        assert practice.name not in json.dumps(about, ensure_ascii=False)
        link = start.find("link[@rel='manifest']").get("href")
        assert link == f"/{language.code}/p/{practice.slug}/app.webmanifest"


@pytest.mark.changes_nothing
def test_the_manifest_may_be_kept_for_minutes(client: FlaskClient, practice: Practice) -> None:
    answer = client.get(f"/nl/p/{practice.slug}/app.webmanifest")

    assert answer.mimetype == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.changes_nothing
def test_every_icon_is_there_and_as_big_as_it_says(client: FlaskClient, practice: Practice) -> None:
    icons = manifest_of(client, practice.slug)["icons"]
    assert isinstance(icons, list)

    for icon in icons:
        answer = client.get(icon["src"])
        assert answer.mimetype == icon["type"]
        if icon["type"] == "image/png":
            width, height = Image.open(BytesIO(answer.data)).size
            assert f"{width}x{height}" == icon["sizes"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}


def test_a_maskable_icon_fills_its_whole_square() -> None:
    folder = Path(__file__).parents[2] / "pwa/static/img"
    picture = Image.open(folder / "icon-maskable-512.png").convert("RGBA")

    corners = {picture.getpixel((x, y)) for x in (0, 511) for y in (0, 511)}
    assert corners == {(11, 85, 99, 255)}


@pytest.mark.changes_nothing
def test_an_iphone_finds_its_icon_unasked(client: FlaskClient) -> None:
    answer = client.get("/apple-touch-icon.png")

    assert answer.mimetype == "image/png"
    assert Image.open(BytesIO(answer.data)).size == (180, 180)


@pytest.mark.parametrize("host", ["evil.example", "[", "a b"])
def test_nobody_puts_a_name_into_what_others_keep(
    client: FlaskClient, practice: Practice, host: str
) -> None:
    address = f"/nl/kept/{practice.slug}"

    first = client.get(address, headers={"Host": host})

    assert first.status_code in {200, 400}
    assert "evil.example" not in client.get(address).text
