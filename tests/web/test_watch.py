"""Log and metrics tell the operator of events that should not happen, without personal data."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.staff.core import Role
from pwa.web import watch
from tests.people.authenticators import SecurityKey
from tests.people.colleagues import hire
from tests.people.logins import give_password
from tests.people.passkeys import show
from tests.people.stories import STORY_A, DemoLogin, Login, find_token, log_in, share

pytestmark = pytest.mark.on_one_database

TOKEN = "a token that only the tests know"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Give the JSON lines that the app wrote to standard error."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def events(client: FlaskClient) -> dict[str, float]:
    client.application.config["METRICS_TOKEN"] = TOKEN
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    found = {}
    for line in answer.text.splitlines():
        if line.startswith("gesprek_events_total"):
            name, value = line.split('"')[1], line.rsplit(" ", 1)[1]
            found[name] = float(value)
    return found


def test_what_patients_do_is_counted(client: FlaskClient) -> None:
    before = events(client)

    code = share(client, "de-dreef", STORY_A)["code"]
    client.post("/nl/open", data={"code": code})

    after = events(client)
    for event in ("check-shared", "conversation-opened"):
        assert after[event] - before.get(event, 0) == 1


def test_a_refused_page_and_a_refused_login_are_told(
    app: Flask, demo: DemoLogin, capsys: pytest.CaptureFixture[str]
) -> None:
    client, stranger = app.test_client(), app.test_client()
    before = events(client)
    log_in(client, hire(app, demo, Role.ASSISTANT))
    client.get("/practice/c/6b1daafc-7983-4b42-a0f5-0ca4d3c12e9e")
    token = find_token(stranger.get("/practice/login").text)
    fields = {"csrf_token": token, "email": demo.email, "password": "een verkeerd wachtwoord"}
    stranger.post("/practice/login", data=fields)

    after = events(client)
    assert after["login-refused"] - before.get("login-refused", 0) == 1
    told = [line for line in lines(capsys) if line["event"] == "page-refused"]
    assert told[0]["place"] == "consult.overview"
    assert demo.email not in json.dumps(told)


def test_a_refused_passkey_is_a_refused_login(
    client: FlaskClient, newcomer: Login, key: SecurityKey
) -> None:
    give_password(client, newcomer)
    before = events(client)

    show(client, SecurityKey())

    after = events(client)
    assert after["login-refused"] - before.get("login-refused", 0) == 1


def test_an_alarm_is_one_line_of_json(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    watch.alarm("something-odd", more_than=3)

    [line] = lines(capsys)
    assert {"event": "something-odd", "level": "warning", "more_than": 3}.items() <= line.items()
    assert "timestamp" in line


def test_libraries_write_the_same_lines(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.logger.error("something of a library: %s", "its name")

    assert lines(capsys)[0]["event"] == "something of a library: its name"


def test_without_a_token_there_are_no_counters(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_purge_says_what_it_did(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["purge"])

    written = [json.loads(line) for line in answer.stderr.splitlines()]
    [line] = [line for line in written if line["event"] == "purged"]
    assert line["checks"] == 0
