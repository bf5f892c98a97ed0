"""List every address of the application, and send a request to one."""

from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people.stories import find_token

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
STATIC_FILE = "img/icon.svg"


def routes(app: Flask) -> set[tuple[str, str]]:
    """Give every pair of a method and an endpoint."""
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & METHODS
    }


def knock(
    app: Flask, client: FlaskClient, row: tuple[str, str], values: dict[str, object]
) -> TestResponse:
    """Request the address of `row`, a method and an endpoint, with those `values` that it needs.

    A request that is not a GET sends a valid CSRF token.
    """
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


# Per browser: the value of its session cookie, and a CSRF token of that session.
_tokens: WeakKeyDictionary[FlaskClient, tuple[str | None, str]] = WeakKeyDictionary()


def _token(client: FlaskClient) -> str:
    """Give a CSRF token of the client's session, so that no request is refused for the lack of one.

    A token is valid as long as its session, so a page is loaded only when the session has changed.
    """
    kept = _tokens.get(client)
    if kept is None or kept[0] != _session_of(client):
        page = client.get("/practice/login", follow_redirects=True)
        kept = _tokens[client] = (_session_of(client), find_token(page.text))
    return kept[1]


def _session_of(client: FlaskClient) -> str | None:
    cookie = client.get_cookie("session")
    return cookie.value if cookie else None
