"""No answer of a network's login page (captive portal) is taken for the practice's receipt."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy.orm import Session

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults
from tests.phones.queueing import count_records, read_queue

Portal = Callable[[Route], None]


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


def welcomes(route: Route) -> None:
    route.fulfill(status=200, body="<h1>Welcome, guest!</h1>", content_type="text/html")


def leads_away(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/nl/away"})


def leads_away_with_the_answers(route: Route) -> None:
    route.fulfill(status=307, headers={"Location": "/nl/away"})


def replays_under_another_time(route: Route) -> None:
    """Change the time in the practice's real receipt, so that its proof (HMAC) fails."""
    real = route.fetch().json()
    _give(route, {**real, "received_at": "2031-01-01T00:00:00+00:00"})


# Answers that a browser handles by itself (HTML, redirects), and a changed receipt of the real
# server. All other answers are in tests/js/sender.test.js.
PORTALS: list[Portal] = [
    welcomes,
    leads_away,
    leads_away_with_the_answers,
    replays_under_another_time,
]


@pytest.mark.parametrize("portal", PORTALS, ids=[portal.__name__ for portal in PORTALS])
def test_it_is_not_taken_for_a_receipt(
    patient: Patient, db_session: Session, portal: Portal
) -> None:
    page = patient.resumes(STORY_A).page
    page.route(
        "**/check/de-dreef",
        lambda route: portal(route) if route.request.method == "POST" else route.continue_(),
    )

    page.locator("[data-share]").click()

    expect(page.locator("[data-state=portal]")).to_contain_text("Wacht op netwerk")
    assert [one["state"] for one in read_queue(page)] == ["waiting"]
    expect(page.locator("[data-state=received]")).to_have_count(0)
    page.unroute_all()
    page.reload()
    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1
    assert parse_qs(patient.last_request_body or "")["tired"] == ["much"]


def _give(route: Route, body: object) -> None:
    route.fulfill(status=200, body=json.dumps(body), content_type="application/json")
