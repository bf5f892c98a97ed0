"""Requests that no page of ours sends are refused, and break nothing."""

import secrets
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.inputs.fold import fold_all, share_as
from tests.people.desk import CARERS_FORM, Desk
from tests.people.logins import LIST
from tests.people.stories import DemoLogin, find_token

LOG = "/practice/log/"
CONFIRM = "/practice/account/confirm"
SETTINGS = "/practice/settings"
INVITE = "/practice/invite"
HUGE = 10**30


@pytest.fixture
def token(staff_client: FlaskClient) -> str:
    """The CSRF token of the forms of the GP, who is logged in."""
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


# Impossible as a number or an id, or too large for a database or a calendar.
NUMBERS = (
    "-1",
    "0",
    str(2**31),
    str(2**63),
    str(HUGE),
    "9" * 5000,
    "\N{ARABIC-INDIC DIGIT TWO}",
    "x",
)
DAYS = ("0001-01-01", "9999-12-31", "9" * 5000)
MOMENTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+00:00")


@pytest.mark.parametrize("page", [LIST, f"{LIST}lines", f"{LIST}fold", f"{LIST}aside", LOG])
def test_no_number_and_no_day_of_an_address_breaks_a_page(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session, page: str
) -> None:
    share_as(app, demo.slug, "Een")
    fold_all(db_session)
    for name in ("page", "with", "member", "before", "only", "conversation"):
        for number in NUMBERS:
            answer = staff_client.get(page, query_string={name: number})
            assert answer.status_code in (200, 422), (name, number)
    for name in ("day", "first", "last"):
        for day in DAYS:
            answer = staff_client.get(page, query_string={name: day})
            assert answer.status_code in (200, 303, 422), (name, day)


def test_no_moment_of_a_form_breaks_a_search(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, token: str, db_session: Session
) -> None:
    share_as(app, demo.slug, "Een")
    fold_all(db_session)
    for moment in (*MOMENTS, *DAYS, *NUMBERS):
        before = f"{moment}~{uuid4()}"
        fields = {"csrf_token": token, "code": "een", "before": before}
        assert staff_client.post(f"{LIST}open", data=fields).status_code == 200, before


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_of_a_form_breaks_what_it_saves(
    staff_client: FlaskClient, desk: Desk, token: str, number: str
) -> None:
    numbers = dict.fromkeys(("base", "with_id", "step-1-count", "retention_days"), number)
    days = dict.fromkeys(("day", "time", "step-1-when", "next_talk"), number)
    for address in (desk.address, desk.address.replace("plan", "together"), INVITE, SETTINGS):
        fields = {**CARERS_FORM, "csrf_token": token, **numbers, **days}
        assert staff_client.post(address, data=fields).status_code < 500, address


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
