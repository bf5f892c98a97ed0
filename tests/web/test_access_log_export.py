"""The export of the access log: one FHIR AuditEvent per line."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from fhir.resources.R4B.auditevent import AuditEvent
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.accesslog.actions import ACTIONS
from pwa.accesslog.fhir import Source, audit_event
from pwa.audit import AccessEvent, Actor, Outcome, Reason, Strength
from pwa.staff.core import Role
from tests.people.colleagues import hire
from tests.people.logins import Clock, give
from tests.people.stories import DemoLogin
from tests.people.team import membership_of

pytestmark = pytest.mark.on_one_database

EXPORT = "/practice/log/export"
# Codes that FHIR R4 allows in these fields; `fhir.resources` checks the shape only.
OUTCOMES, VERBS, NETWORKS = {"0", "4", "8", "12"}, set("CRUDE"), set("12345")


def export(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{EXPORT}{query}")
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def check(event: dict[str, Any]) -> None:
    """Check what FHIR requires of an AuditEvent."""
    AuditEvent.model_validate(event)
    assert event["outcome"] in OUTCOMES
    assert event["action"] in VERBS
    assert datetime.fromisoformat(event["recorded"]).tzinfo is not None
    assert {"system", "code", "display"} <= set(event["type"])
    assert event["subtype"][0]["code"].count(":") == 1
    assert [agent["requestor"] for agent in event["agent"]] == [True, False]
    for agent in event["agent"]:
        assert agent["type"]["coding"][0]["code"]
        assert {"system", "value"} == set(agent["who"]["identifier"])
        assert agent.get("network", {"type": "2"})["type"] in NETWORKS
    assert event["source"]["observer"]["identifier"]["value"] == "mijn-gesprek"
    assert event["source"]["type"][0]["code"] == "4"
    assert event["entity"][0]["detail"]
    for entity in event["entity"]:
        assert entity["type"]["code"]


def test_every_line_is_an_audit_event(manager: FlaskClient, desk: object) -> None:
    events = export(manager)

    assert len(events) == 4
    for event in events:
        check(event)
    assert len({event["id"] for event in events}) == len(events)


def test_a_reading_says_who_what_and_how(
    manager: FlaskClient, desk: object, carers_conversation: UUID
) -> None:
    [event] = [
        item for item in export(manager) if item["subtype"][0]["code"] == "conversation:read"
    ][-1:]

    agent, entity = event["agent"][0], event["entity"][0]
    assert agent["role"][0]["coding"][0]["code"] == "gp"
    assert agent["network"] == {"address": "127.0.0.0/24", "type": "2"}
    assert entity["what"]["identifier"]["value"] == str(carers_conversation)
    details = {item["type"]: item["valueString"] for item in entity["detail"]}
    assert details["authentication"] == "two_factors"
    assert details["category"] == "contents"
    assert (event["action"], event["outcome"]) == ("R", "0")
    assert event["type"]["code"] == "110110"


def test_a_change_of_the_team_names_the_colleague_by_number(
    app: Flask, manager: FlaskClient, demo: DemoLogin
) -> None:
    colleague = membership_of(app, hire(app, demo, Role.POH))
    give(manager, f"/practice/team/{colleague}", f"/practice/team/{colleague}/block")

    event = next(event for event in export(manager) if event["subtype"][0]["code"] == "team:block")

    check(event)
    assert event["entity"][1]["what"]["identifier"]["value"] == str(colleague)


def test_people_are_numbers_in_it(manager: FlaskClient, desk: object) -> None:
    text = json.dumps(export(manager))

    assert "Bakker" not in text
    assert "example.com" not in text


def test_the_filters_hold_for_it_too(manager: FlaskClient, carers_conversation: UUID) -> None:
    events = export(manager, f"?conversation={carers_conversation}")

    assert [event["subtype"][0]["code"] for event in events] == ["check:share"]


def test_it_is_logged_with_the_reason_before_anything_leaves(
    manager: FlaskClient, db_session: Session
) -> None:
    first = export(manager, "?reason=patient-request")[0]

    assert first["subtype"][0]["code"] == "log:export"
    assert first["purposeOfEvent"][0]["coding"][0]["code"] == "patient-request"
    entry = db_session.scalars(select(AccessEvent).where(AccessEvent.action == "log:export")).one()
    assert entry.reason == Reason.PATIENT_REQUEST


def test_an_unknown_reason_counts_as_control(manager: FlaskClient) -> None:
    first = export(manager, "?reason=because")[0]

    assert first["purposeOfEvent"][0]["coding"][0]["code"] == "control"


def test_who_sits_there_shows_it_again_first(
    manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    for _minutes in range(2):
        clock.forward(minutes=10)
        assert manager.get("/practice/").status_code == 200

    answer = manager.get(f"{EXPORT}?outcome=done")

    assert answer.status_code == 303
    assert answer.location.startswith("/practice/account/confirm?next=")


def test_it_comes_as_a_file(manager: FlaskClient) -> None:
    answer = manager.get(EXPORT)

    assert answer.mimetype == "application/fhir+ndjson"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=log-de-dreef-20")


def test_more_than_one_piece_comes_whole(manager: FlaskClient, db_session: Session) -> None:
    now = datetime.fromisoformat("2026-03-01T10:00:00+00:00")
    for _round in range(2100):
        audit.record_system(db_session, action="check:expire", practice_id=1, at=now)
    db_session.commit()

    events = export(manager, "?first=2026-03-01&last=2026-03-01")

    numbers = [int(event["id"].split("-")[1]) for event in events]
    assert len(numbers) == 2100
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("actor", Actor)
def test_every_action_and_actor_fits(actor: Actor) -> None:
    for action in (*ACTIONS, "fax:send"):
        entry = AccessEvent(
            practice_id=1,
            number=7,
            at=datetime.fromisoformat("2026-03-01T10:00:00.123+00:00"),
            actor=actor,
            membership_id=3 if actor is Actor.STAFF else None,
            role="gp" if actor is Actor.STAFF else None,
            action=action,
            conversation_id=UUID(int=1) if actor in (Actor.PATIENT, Actor.RECEIVER) else None,
            outcome=Outcome.REFUSED,
            strength=Strength.NONE,
            mac=bytes(32),
        )

        check(audit_event(entry, Source("https://gesprek.example", "de-dreef")))
