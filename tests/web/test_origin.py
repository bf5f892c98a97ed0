"""Forms without a CSRF token are accepted from our own origin, or if the browser names none."""

import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

pytestmark = pytest.mark.on_one_database


def _send(client: FlaskClient, headers: dict[str, str]) -> TestResponse:
    fields = {"uid": str(uuid.uuid4()), "consent": "1"}
    return client.post(
        "/nl/check/de-dreef", data=fields, headers={"Accept": "application/json", **headers}
    )


@pytest.mark.changes_nothing
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://localhost:80"},
        {"Origin": "http://localhost:443"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": ""},
        {"Origin": "http://["},
    ],
)
def test_another_site_cannot_send_in_somebodys_name(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert _send(client, headers).status_code == 403


@pytest.mark.changes_nothing
@pytest.mark.parametrize("path", ["/nl/p/de-dreef", "/nl/check/de-dreef", "/nl/open"])
def test_a_link_on_another_site_leads_here(client: FlaskClient, path: str) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert client.get(path, headers=followed).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {},
        # A page of ours can have the origin "null"; `Sec-Fetch-Site` still says that it is ours.
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        # Browsers leave out the default port of a scheme; some other programs write it.
        {"Origin": "https://localhost", "Host": "localhost:443"},
        {"Origin": "http://localhost", "Host": "localhost:80"},
        {"Origin": "http://localhost:80"},
    ],
)
def test_the_own_site_and_old_browsers_can_send(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert _send(client, headers).status_code == 201
