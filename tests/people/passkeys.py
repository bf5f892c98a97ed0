"""The steps of a login with a passkey, one by one."""

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.checked import HtmlPage, open_page
from tests.people.authenticators import SecurityKey
from tests.people.logins import LOGIN
from tests.people.stories import find_token

PASSKEY = "/practice/second-factor/passkey"
NEW = "/practice/second-factor/setup/passkey"


def options_of(page: HtmlPage) -> dict[str, Any]:
    """Return the WebAuthn options on a page."""
    options: dict[str, Any] = json.loads(page.find("*[@data-options]").get("data-options", ""))
    return options


def enrol(client: FlaskClient, key: SecurityKey) -> TestResponse:
    """Register a passkey at the first login."""
    page = open_page(client, NEW)
    fields = {"csrf_token": find_token(page.response.text), "passkey": key.create(options_of(page))}
    return client.post(NEW, data=fields)


def show(client: FlaskClient, key: SecurityKey) -> TestResponse:
    """Answer the WebAuthn challenge of the second step."""
    page = open_page(client, PASSKEY)
    return send(client, key.get(options_of(page)))


def send(client: FlaskClient, answer: str) -> TestResponse:
    """Send an authenticator's answer, unchanged."""
    token = (
        find_token(client.get(PASSKEY).text) if not answer else find_token(client.get(LOGIN).text)
    )
    return client.post(PASSKEY, data={"csrf_token": token, "passkey": answer})
