"""The pages that tell a visitor about an error."""

from collections.abc import Iterator

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from pwa.locales import LANGUAGES
from pwa.site.errors import TEXTS
from tests.databases.homes import Backend, Home
from tests.databases.shared_home import run_show
from tests.pages.checked import open_page

pytestmark = pytest.mark.on_one_database

SECRET = "what somebody typed"


@pytest.fixture(scope="module")
def failing_app(
    backend: Backend, demo_template: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An app with extra addresses that raise errors; one for all tests of this file."""

    def fail(code: int, **_: str) -> str:
        if code == 1000:
            raise RuntimeError(SECRET)
        if code == 1001:
            raise OperationalError(SECRET, {"own_words": SECRET}, Exception(SECRET))
        if code == 429:
            raise TooManyRequests(retry_after=60)
        abort(code)

    with run_show(backend, demo_template, tmp_path_factory.mktemp("failing")) as show:
        show.app.config["PROPAGATE_EXCEPTIONS"] = False
        show.app.add_url_rule("/<lang>/fail/<int:code>", "fail", fail)
        show.app.add_url_rule("/practice/fail/<int:code>", "practice_fail", fail)
        yield show.app


@pytest.fixture
def failing_client(failing_app: Flask) -> FlaskClient:
    """A visitor of `failing_app`."""
    return failing_app.test_client()


@pytest.mark.parametrize("code", TEXTS)
def test_a_patient_reads_what_to_do_in_the_own_language(
    failing_client: FlaskClient, code: int
) -> None:
    for language in LANGUAGES:
        page = open_page(failing_client, f"/{language}/fail/{code}", status=code)

        assert page.find("a[@href='tel:112']") is not None
        assert page.find(f"main//a[@href='/{language}/']") is not None


@pytest.mark.parametrize("code", TEXTS)
def test_the_practice_reads_it_in_dutch(failing_client: FlaskClient, code: int) -> None:
    page = open_page(
        failing_client, f"/practice/fail/{code}", status=code, headers={"Accept-Language": "ar"}
    )

    assert page.tree.get("lang") == "nl"


@pytest.mark.parametrize(
    "path", ["/nl/p/%00", "/nl/check/de%00dreef", "/nl/help/%00", f"/static/x/{'long' * 100}.js"]
)
def test_an_address_that_cannot_be_one_is_not_found(failing_client: FlaskClient, path: str) -> None:
    open_page(failing_client, path, status=404)


@pytest.mark.parametrize(("code", "status"), [(410, 410), (418, 418), (502, 502)])
def test_any_other_error_has_a_page_too(
    failing_client: FlaskClient, code: int, status: int
) -> None:
    open_page(failing_client, f"/nl/fail/{code}", status=status)


@pytest.mark.parametrize(("code", "status"), [(1000, 500), (1001, 503)])
def test_nothing_of_an_error_is_shown_or_logged_with_what_was_typed(
    failing_client: FlaskClient, caplog: pytest.LogCaptureFixture, code: int, status: int
) -> None:
    page = open_page(failing_client, f"/nl/fail/{code}", status=status)

    assert SECRET not in page.response.text
    assert "Traceback" not in page.response.text
    if code == 1001:
        assert SECRET not in caplog.text


def test_a_database_that_is_away_asks_to_come_back(failing_client: FlaskClient) -> None:
    assert failing_client.get("/nl/fail/1001").headers["Retry-After"] == "10"


@pytest.mark.changes_nothing
def test_an_address_that_does_not_exist_answers_in_its_language(client: FlaskClient) -> None:
    page = open_page(client, "/tr/nothing/here", status=404)

    assert page.tree.get("lang") == "tr"


@pytest.mark.changes_nothing
def test_a_method_that_does_not_fit_names_those_that_do(client: FlaskClient) -> None:
    answer = client.post("/nl/away")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_script_gets_json(failing_client: FlaskClient) -> None:
    answer = failing_client.get("/nl/fail/429", headers={"Accept": "application/json"})

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert answer.get_json()["errors"]["form"].startswith("Wacht even.")


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/nl/open%23Zk3vR8_tQ0-1sXwYbN4mCA", "/nl/open#Zk3vR8_tQ0-1sXwYbN4mCA"),
        ("/nl/p/de-dreef%23i=Zk3vR8_tQ0-1sXwYbN4mCA", "/nl/p/de-dreef#i=Zk3vR8_tQ0-1sXwYbN4mCA"),
        ("/ar/p/de-dreef%23tablet", "/ar/p/de-dreef#tablet"),
        ("/nl/check/de-dreef%23n=2", "/nl/check/de-dreef#n=2"),
        ("/practice/join/de-dreef%23Zk3v", "/practice/join/de-dreef#Zk3v"),
        ("/nl/open%23a%0D%0Ab", "/nl/open#a%0D%0Ab"),
    ],
)
def test_an_address_with_a_written_hash_leads_to_the_page_that_was_meant(
    failing_client: FlaskClient, address: str, meant: str
) -> None:
    answer = failing_client.get(address)

    assert answer.status_code == 302
    assert answer.location == meant


@pytest.mark.parametrize(
    "address", ["/nl/nowhere%23Zk3v", "/%23", "/nl/open/%23", "//example.org%23x", "/nl/open%23"]
)
def test_a_written_hash_leads_nowhere_else(failing_client: FlaskClient, address: str) -> None:
    answer = failing_client.get(address)

    assert answer.status_code in (404, 308)
    assert "example.org" not in answer.headers.get("Location", "")


def test_a_form_is_not_sent_on_to_what_was_meant(failing_client: FlaskClient) -> None:
    assert failing_client.post("/nl/open%23Zk3v").status_code == 404
