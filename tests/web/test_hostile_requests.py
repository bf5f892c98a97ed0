"""Requests that no page of ours sends: they are refused, and break nothing."""

import secrets

import pytest
from flask.testing import FlaskClient

from tests.people import find_token

LOG = "/practice/log/"
CONFIRM = "/practice/account/confirm"
SETTINGS = "/practice/settings"
INVITE = "/practice/invite"
HUGE = 10**30


@pytest.fixture
def token(staff_client: FlaskClient) -> str:
    """What the forms of somebody who is logged in carry."""
    return find_token(staff_client.get(SETTINGS).text)


@pytest.mark.parametrize("query", ["last=9999-12-31", "first=0001-01-01"])
def test_a_day_at_the_end_of_time_is_no_day(staff_client: FlaskClient, query: str) -> None:
    assert staff_client.get(f"{LOG}?{query}").status_code == 422
    assert staff_client.get(f"{LOG}export?{query}").status_code == 303


@pytest.mark.parametrize("name", ["endpoint", "_method", "_scheme", "_external", "_anchor"])
def test_no_argument_steers_where_a_wrong_export_leads(
    staff_client: FlaskClient, name: str
) -> None:
    answer = staff_client.get(f"{LOG}export?first=x&{name}=javascript")

    assert (answer.status_code, answer.location) == (303, f"{LOG}?first=x&{name}=javascript")


def test_a_line_break_in_where_to_go_leads_to_the_list(staff_client: FlaskClient) -> None:
    answer = staff_client.get(f"{CONFIRM}?next=/practice/%0d%0aSet-Cookie:%20a=b")

    assert (answer.status_code, answer.location) == (303, "/practice/")


def test_an_address_fills_no_cookie(staff_client: FlaskClient) -> None:
    answer = staff_client.get(f"/practice/?with={secrets.token_hex(1000)}")

    assert len(answer.headers.get("Set-Cookie", "")) < 1000


@pytest.mark.parametrize("number", [2**31, 2**63, HUGE])
def test_a_practice_with_a_number_beyond_counting_is_not_there(
    staff_client: FlaskClient, token: str, number: int
) -> None:
    answer = staff_client.post(f"/practice/account/practices/{number}", data={"csrf_token": token})

    assert answer.status_code == 404


def test_a_form_that_showed_an_abyss_overwrites_nothing(
    staff_client: FlaskClient, token: str
) -> None:
    answer = staff_client.post(
        SETTINGS,
        data={"csrf_token": token, "base": "[" * 60_000, "name": "Anders"},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 409


@pytest.mark.parametrize("body", [{"time": 5, "label": 7}, [1, 2], "x", None, {"day": {}}])
def test_an_invitation_is_made_by_a_form_only(
    staff_client: FlaskClient, token: str, body: object
) -> None:
    answer = staff_client.post(INVITE, json=body, headers={"X-CSRFToken": token})

    assert answer.status_code == 422
