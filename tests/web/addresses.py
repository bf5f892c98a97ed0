"""Every address of the application, and how to ask for one."""

from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people.stories import find_token

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
STATIC_FILE = "img/icon.svg"


def routes(app: Flask) -> set[tuple[str, str]]:
    """Give every method and endpoint."""
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & METHODS
    }


def knock(
    app: Flask, client: FlaskClient, row: tuple[str, str], values: dict[str, object]
) -> TestResponse:
    """Ask for an address as the login's page would, with whatever `values` it needs."""
    method, endpoint = row
    rules = [rule for rule in app.url_map.iter_rules(endpoint) if method in (rule.methods or set())]
    wanted: dict[str, Any] = {
        name: values[name] for name in max(rules, key=lambda rule: len(rule.arguments)).arguments
    }
    with app.test_request_context():
        address = url_for(endpoint, _method=method, **wanted)
    if method == "GET":
        return client.get(address, buffered=True)
    return client.open(address, method=method, data={"csrf_token": _token(client)})


# Per browser: its session, and a token of that session.
_tokens: WeakKeyDictionary[FlaskClient, tuple[str | None, str]] = WeakKeyDictionary()


def _token(client: FlaskClient) -> str:
    """Give a token of their own, so that nobody is refused for the lack of one.

    It holds as long as the session that it was made for, so a page is asked for one only after that.
    """
    kept = _tokens.get(client)
    if kept is None or kept[0] != _session_of(client):
        page = client.get("/practice/login", follow_redirects=True)
        kept = _tokens[client] = (_session_of(client), find_token(page.text))
    return kept[1]


def _session_of(client: FlaskClient) -> str | None:
    cookie = client.get_cookie("session")
    return cookie.value if cookie else None
