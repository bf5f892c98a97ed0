"""What a network puts in the place of the practice is no receipt, whatever it looks like."""

import json
import uuid
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Route, expect
from sqlalchemy.orm import Session

from tests.browsers import Faults
from tests.patient import Patient
from tests.people import STORY_A
from tests.queueing import count_records, read_queue

Portal = Callable[[Route, dict[str, str]], None]


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


@pytest.fixture
def receipt_of_another(client: FlaskClient) -> dict[str, str]:
    """What the practice really gave, but for the sending of somebody else."""
    fields = {"feeling": "good", "consent": "1", "uid": str(uuid.uuid4())}
    answer = client.post("/nl/check/de-dreef", data=fields, headers={"Accept": "application/json"})
    receipt: dict[str, str] = answer.get_json()
    return receipt


def welcomes(route: Route, _receipt: dict[str, str]) -> None:
    route.fulfill(status=200, body="<h1>Welcome, guest!</h1>", content_type="text/html")


def leads_away(route: Route, _receipt: dict[str, str]) -> None:
    route.fulfill(status=302, headers={"Location": "/nl/away"})


def leads_away_with_the_answers(route: Route, _receipt: dict[str, str]) -> None:
    route.fulfill(status=307, headers={"Location": "/nl/away"})


def asks_to_log_in(route: Route, _receipt: dict[str, str]) -> None:
    route.fulfill(status=511, body="<h1>Log in</h1>", content_type="text/html")


def is_somebody_else(route: Route, _receipt: dict[str, str]) -> None:
    _give(route, {"status": "ok", "receipt": "1", "code": "ABCD-EFGH-JKMN"})


def is_an_empty_object(route: Route, _receipt: dict[str, str]) -> None:
    _give(route, {})


def is_no_object(route: Route, _receipt: dict[str, str]) -> None:
    _give(route, ["ok"])


def replays(route: Route, receipt: dict[str, str]) -> None:
    _give(route, receipt)


def replays_with_a_proof_that_is_no_proof(route: Route, receipt: dict[str, str]) -> None:
    _give(route, {**receipt, "proof": "%%%"})


def replays_under_another_time(route: Route, _receipt: dict[str, str]) -> None:
    """Change what the practice gave for this very sending."""
    real = route.fetch().json()
    _give(route, {**real, "received_at": "2031-01-01T00:00:00+00:00"})


PORTALS: list[Portal] = [
    welcomes,
    leads_away,
    leads_away_with_the_answers,
    asks_to_log_in,
    is_somebody_else,
    is_an_empty_object,
    is_no_object,
    replays,
    replays_with_a_proof_that_is_no_proof,
    replays_under_another_time,
]


@pytest.mark.parametrize("portal", PORTALS, ids=[portal.__name__ for portal in PORTALS])
def test_it_is_not_taken_for_a_receipt(
    patient: Patient, db_session: Session, receipt_of_another: dict[str, str], portal: Portal
) -> None:
    before = count_records(db_session)
    page = patient.resumes(STORY_A).page
    page.route(
        "**/check/de-dreef",
        lambda route: (
            portal(route, receipt_of_another)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )

    page.locator("[data-share]").click()

    expect(page.locator("[data-state=portal]")).to_contain_text("Wacht op netwerk")
    assert [one["state"] for one in read_queue(page)] == ["waiting"]
    expect(page.locator("[data-state=received]")).to_have_count(0)
    page.unroute_all()
    page.reload()
    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == before + 1
    assert parse_qs(patient.last_request_body or "")["tired"] == ["much"]


def _give(route: Route, body: object) -> None:
    route.fulfill(status=200, body=json.dumps(body), content_type="application/json")
