"""The desk moves the appointment of an invitation; link and code stay, and the patient sees it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.models import Conversation
from tests.inputs.invitations import (
    Invited,
    id_of_bakker,
    invite,
    lines,
    today,
    tomorrow,
)
from tests.inputs.invitations import (
    show_appointment as shown,
)
from tests.pages.checked import check_page, open_page
from tests.people.logins import give
from tests.people.stories import STORY_A, DemoLogin, share

pytestmark = pytest.mark.on_one_database

CONSULT_DAY = (today() + timedelta(days=8)).isoformat()


@pytest.fixture
def invited(assistant: FlaskClient) -> Invited:
    """An invitation for tomorrow at 10:40 with Bakker."""
    return invite(assistant, label="mw. Geheim", with_id=id_of_bakker(assistant))


def move(client: FlaskClient, made: Invited, **fields: str) -> TestResponse:
    return give(client, f"{made.address}/move", **fields)


def test_moving_changes_what_the_link_shows(
    client: FlaskClient, assistant: FlaskClient, invited: Invited
) -> None:
    answer = move(assistant, invited, day=CONSULT_DAY, time="1520", with_id="")

    assert answer.status_code == 303
    found = shown(client, invited.token)
    assert found["when"].endswith(", 15:20")
    assert found["where"] == "Praktijk De Dreef"
    page = open_page(assistant, answer.location)
    assert "om 15:20" in page.heading
    assert "mw. Geheim" in page.text
    assert invited.link in (page.find("textarea").text or ""), "the link stays"


def test_the_form_for_moving_shows_the_appointment_as_it_is(
    assistant: FlaskClient, invited: Invited
) -> None:
    page = open_page(assistant, f"{invited.address}/move")

    assert page.find("input[@name='time']").get("value") == "10:40"
    assert page.find("input[@name='day']").get("value") == tomorrow()
    chosen = [item.text for item in page.tree.iter("option") if "selected" in item.attrib]
    assert chosen == ["Bakker"]


@pytest.mark.parametrize(
    ("field", "value"), [("time", "half elf"), ("day", "2020-01-01"), ("day", "morgen")]
)
def test_what_is_wrong_is_told_and_nothing_is_moved(
    client: FlaskClient, assistant: FlaskClient, invited: Invited, field: str, value: str
) -> None:
    answer = move(assistant, invited, **{"time": "1520", "day": tomorrow(), field: value})

    assert answer.status_code == 422
    assert check_page(answer).find(f"input[@name='{field}']").get("aria-invalid") == "true"
    assert shown(client, invited.token)["when"].endswith(", 10:40")


def test_what_was_shared_moves_to_the_new_day(
    client: FlaskClient,
    assistant: FlaskClient,
    invited: Invited,
    demo: DemoLogin,
    db_session: Session,
) -> None:
    share(client, demo.slug, {**STORY_A, "invitation": invited.token})

    move(assistant, invited, day=CONSULT_DAY, time="1520")

    assert lines(assistant) == []
    [line] = lines(assistant, CONSULT_DAY)
    assert all(part in line for part in ("15:20", "mw. Geheim", "gedeeld"))
    conversation = db_session.scalars(select(Conversation)).one()
    assert conversation.consult_on is not None
    assert conversation.consult_on.isoformat() == CONSULT_DAY
