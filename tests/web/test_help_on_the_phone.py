"""The list of help that a phone keeps, and the reports that come from it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from tinyhtml5 import parse

from pwa.audit import AccessEvent
from pwa.directory.finding import phone
from pwa.directory.models import KeptService, ServiceReport
from pwa.directory.reporting import MAX_LINE
from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from pwa.web import http
from tests.pages.checked import open_page
from tests.pages.sentences import find_untranslated
from tests.web.test_help_finding import add, many

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "now", lambda: NOON)


def list_of(client: FlaskClient, slug: str, language: str = "nl") -> Mapping[str, Any]:
    answer = client.get(f"/{language}/help/{slug}/list")
    assert answer.status_code == 200
    about: Mapping[str, Any] = json.loads(answer.text)
    return about


# --- The list -------------------------------------------------------------------


@pytest.mark.on_one_database
def test_it_has_every_option_with_its_date_in_every_language(
    client: FlaskClient, practice: Practice
) -> None:
    for language in LANGUAGES:
        about = list_of(client, practice.slug, language)

        tree = parse(about["cards"], namespace_html_elements=False)
        cards = list(tree.iter("article"))
        assert len(cards) == 22
        assert about["isWhole"]
        assert "23" in about["said"]
        assert not list(find_untranslated(tree, language))
        assert about["until"] == NOON.timestamp() // 60 + 14 * 24 * 60


@pytest.mark.on_one_database
def test_it_says_nothing_of_this_moment_and_brings_the_times_along(
    client: FlaskClient, practice: Practice
) -> None:
    cards = list_of(client, practice.slug)["cards"]

    assert "Nu open" not in cards
    assert "Nu dicht" not in cards
    assert "Dag en nacht open" in cards
    monday = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp()) // 60
    assert f"{monday}+480 " in cards


@pytest.mark.on_one_database
def test_it_is_the_same_for_everybody_and_asked_for_anew_only_if_it_changed(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    address = f"/nl/help/{practice.slug}/list"
    first = client.get(address)

    assert "Set-Cookie" not in first.headers
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=tag).status_code == 304
    add(db_session, many(1, "papers")).help_revision += 1
    db_session.commit()
    changed = client.get(address, headers=tag)
    assert changed.status_code == 200
    assert "Hulp papers" in changed.text


@pytest.mark.on_one_database
def test_a_large_directory_is_cut_to_what_a_phone_keeps(
    app: Flask, practice: Practice, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "Een lange zin die van de andere verschilt, met nummer {} en nog {}."
    add(
        db_session,
        [
            replace(one, what={"nl": long.format(place * 7919, place * 104729)})
            for place, one in enumerate(many(60, "papers"))
        ],
    )
    monkeypatch.setattr(phone, "MOST_BYTES", 7_000)

    answer = app.test_client().get(
        f"/nl/help/{practice.slug}/list", headers={"Accept-Encoding": "br"}
    )

    assert len(answer.data) <= 7_000
    plain = list_of(app.test_client(), practice.slug)
    assert not plain["isWhole"]
    assert plain["cards"].count("<article") > 10


@pytest.mark.on_one_database
@pytest.mark.parametrize("path", ["/nl/help/nobody/list", "/xx/help/{slug}/list"])
def test_there_is_none_of_what_does_not_exist(
    client: FlaskClient, practice: Practice, path: str
) -> None:
    assert client.get(path.format(slug=practice.slug)).status_code == 404


# --- "Not right?" ---------------------------------------------------------------


def option_of(session: Session) -> str:
    uid = session.scalars(select(KeptService.uid)).first()
    session.commit()
    assert uid
    return uid


def reports(session: Session) -> list[ServiceReport]:
    session.expire_all()
    found = list(session.scalars(select(ServiceReport)))
    session.commit()
    return found


def test_one_press_tells_the_practice_and_leaves_a_line_in_the_log(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    uid = option_of(db_session)

    page = open_page(
        client, f"/nl/help/{practice.slug}/report", method="POST", data={"option": uid}
    )

    assert "Dank u. De praktijk kijkt ernaar." in page.text
    assert [(each.uid, each.words) for each in reports(db_session)] == [(uid, None)]
    line = db_session.scalars(select(AccessEvent).where(AccessEvent.action == "help:report")).one()
    assert (line.actor.value, line.conversation_id) == ("patient", None)
    assert "Set-Cookie" not in page.response.headers


def test_details_may_follow_and_are_sealed(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    uid = option_of(db_session)
    fields = {"option": uid, "wrong": "number", "line": "ik krijg GEHEIM aan de lijn"}

    page = open_page(client, f"/nl/help/{practice.slug}/report", method="POST", data=fields)

    assert "Dank u" in page.text
    assert page.tree.find(".//form[@data-report]") is None
    (report,) = reports(db_session)
    assert report.words is not None
    assert b"GEHEIM" not in report.words


@pytest.mark.on_one_database
def test_a_line_that_is_too_long_stays_in_its_field(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    line = "x" * (MAX_LINE + 1)
    fields = {"option": option_of(db_session), "wrong": "gone", "line": line}

    page = open_page(
        client, f"/nl/help/{practice.slug}/report", method="POST", data=fields, status=422
    )

    assert page.find("input[@name='line']").get("value") == line
    assert page.find("input[@value='gone']").get("checked") is not None
    assert reports(db_session) == []


@pytest.mark.on_one_database
def test_nothing_is_stored_of_empty_details_or_an_unknown_option(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    address = f"/nl/help/{practice.slug}/report"
    empty = client.post(address, data={"option": option_of(db_session), "line": " "})
    unknown = client.post(address, data={"option": "00000000-0000-0000-0000-000000000000"})

    assert empty.status_code == 200
    assert unknown.status_code == 303
    assert unknown.location == f"/nl/help/{practice.slug}"
    assert reports(db_session) == []


@pytest.mark.on_one_database
def test_one_network_cannot_report_for_ever(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    uids = list(db_session.scalars(select(KeptService.uid)))
    db_session.commit()
    address = f"/tr/help/{practice.slug}/report"

    statuses = [client.post(address, data={"option": uid}).status_code for uid in uids[:12]]

    assert statuses == [200] * 10 + [429] * 2
    assert len(reports(db_session)) == 10
    other = {"REMOTE_ADDR": "192.0.2.77"}
    answer = client.post(address, data={"option": uids[0]}, environ_overrides=other)
    assert answer.status_code == 200


@pytest.mark.on_one_database
def test_a_page_of_another_site_reports_nothing(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    answer = client.post(
        f"/nl/help/{practice.slug}/report",
        data={"option": option_of(db_session)},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert reports(db_session) == []
