"""List every address of the application, and send a request to one."""

from typing import Any
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.models import Conversation
from pwa.web.assets import build_id
from tests.inputs.handovers import handover_values
from tests.inputs.help import EXAMPLE_HELP, put_change
from tests.inputs.help_imports import put_import
from tests.inputs.help_sets import put_set
from tests.inputs.invitations import put_invitation
from tests.inputs.meetings import put_meeting
from tests.inputs.phrases import put_phrase
from tests.inputs.recording_room import put_room
from tests.people.stories import DemoLogin, find_token
from tests.people.team import open_team

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
    return client.open(address, method=method, data={"csrf_token": token_of(client)})


# Per browser: the value of its session cookie, and a CSRF token of that session.
_tokens: WeakKeyDictionary[FlaskClient, tuple[str | None, str]] = WeakKeyDictionary()


def token_of(client: FlaskClient) -> str:
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


def example_values(app: Flask, demo: DemoLogin, db_session: Session) -> dict[str, object]:
    """Put one of each thing that an address can name into the demo practice, and give their ids.

    Args:
        db_session: must have read nothing yet, because the app writes first.
    """
    return {
        **dict.fromkeys(("lang", "side"), "nl"),
        "rest": "own",
        "slug": demo.slug,
        "code": "K7QM-4T2X-9HDF",
        "build": build_id(),
        "filename": STATIC_FILE,
        "paper": "a4",
        "topic": "money",
        "number": 16,
        **open_team(app, demo),
        "invitation_id": put_invitation(app, demo),
        "import_id": put_import(app, demo),
        "set_id": put_set(app),
        "meeting_id": put_meeting(app, demo),
        "phrase_uid": put_phrase(app, demo),
        "item_id": uuid4(),
        "session_id": uuid4(),
        "passkey_id": 0,
        "uid": EXAMPLE_HELP,
        "change_id": put_change(app, demo),
        **put_room(app, demo),
        **handover_values(app, demo),
        "conversation_id": _find_conversation(db_session),
    }


def _find_conversation(db_session: Session) -> UUID:
    """Find the conversation that was made last."""
    newest = select(Conversation.id).order_by(Conversation.created_at.desc())
    return db_session.scalars(newest.limit(1)).one()
