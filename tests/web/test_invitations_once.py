"""A form sent twice makes one invitation; the access log names the invitation that was opened."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.conversation.models import Invitation
from tests.inputs.invitations import INVITE, invite, tomorrow
from tests.pages.checked import open_page
from tests.people.colleagues import open_other_practice
from tests.people.logins import give
from tests.people.stories import find_token, log_in

FIELDS = {"time": "1040", "label": "mw. A.", "patient_language": "nl"}


def new_form(client: FlaskClient) -> dict[str, str]:
    """Give the fields of a filled-in form for a new invitation, the hidden ones included."""
    page = open_page(client, INVITE)
    hidden = page.find(f"form[@action='{INVITE}']").findall(".//input[@type='hidden']")
    return {
        **{item.get("name", ""): item.get("value", "") for item in hidden},
        **FIELDS,
        "day": tomorrow(),
    }


def press(client: FlaskClient, form: dict[str, str]) -> TestResponse:
    answer = client.post(INVITE, data=form)
    assert answer.status_code == 303, answer.text
    return answer


def count(db: Session) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(Invitation)) or 0


def made_in_log(db: Session) -> list[UUID | None]:
    made = select(AccessEvent.conversation_id).where(AccessEvent.action == "invitation:create")
    return list(db.scalars(made))


def test_enter_pressed_twice_makes_one_invitation(
    assistant: FlaskClient, db_session: Session
) -> None:
    form = new_form(assistant)

    first, second = press(assistant, form), press(assistant, form)

    assert first.location == second.location
    assert count(db_session) == 1
    assert len(made_in_log(db_session)) == 1


def test_enter_pressed_twice_at_once_makes_one_invitation(
    app: Flask, assistant: FlaskClient, db_session: Session
) -> None:
    form = new_form(assistant)

    def press_once(_round: int) -> str:
        client = app.test_client()
        for cookie in ("gesprek_staff", "gesprek_keys"):
            found = assistant.get_cookie(cookie)
            assert found
            client.set_cookie(cookie, found.value)
        return press(client, form).location

    with ThreadPoolExecutor(3) as pool:  # SQLite: one writes, two may wait, a fourth may be refused
        led_to = set(pool.map(press_once, range(3)))

    assert len(led_to) == 1
    assert count(db_session) == 1
    assert len(made_in_log(db_session)) == 1


def test_who_goes_back_and_types_another_name_invites_another_patient(
    assistant: FlaskClient, db_session: Session
) -> None:
    form = new_form(assistant)

    first, second = press(assistant, form), press(assistant, {**form, "label": "dhr. B."})

    assert first.location != second.location
    assert count(db_session) == 2


def test_the_form_of_another_practice_leads_to_an_invitation_of_the_own(
    app: Flask, assistant: FlaskClient, db_session: Session
) -> None:
    form = new_form(assistant)
    theirs = press(assistant, form).location
    stranger = app.test_client()
    log_in(stranger, open_other_practice(app))
    token = find_token(stranger.get(INVITE).text)

    for uid in (form["uid"], theirs.rpartition("/")[2], str(uuid4())):
        own = press(stranger, {**form, "csrf_token": token, "uid": uid}).location
        assert own != theirs
        assert stranger.get(own).status_code == 200
    assert stranger.get(theirs).status_code == 404
    assert count(db_session) == 4


def test_the_log_says_which_invitation_it_was(
    assistant: FlaskClient, manager: FlaskClient, db_session: Session
) -> None:
    invite(assistant, label="dhr. B.")
    made = invite(assistant)
    own = UUID(made.address.rpartition("/")[2])
    assistant.get(f"{made.address}/card.pdf")
    give(assistant, made.address, f"{made.address}/withdraw")

    log = open_page(manager, f"/practice/log/?conversation={own}")
    rows = log.tree.findall(".//tr[@data-number]")
    # create, print, withdraw, and read twice: after it was made and before withdrawing.
    assert len(rows) == 5
    assert all(own.hex[:8] in "".join(row.itertext()) for row in rows)
    exported = manager.get(f"/practice/log/export?conversation={own}").text
    events = [json.loads(line) for line in exported.splitlines()]
    actions = {event["subtype"][0]["code"].partition(":")[2] for event in events}
    assert actions == {"create", "read", "print", "withdraw"}
    for event in events:
        name = event["entity"][0]["what"]["identifier"]
        assert name["system"].endswith("/fhir/invitation")
        assert name["value"] == str(own)
