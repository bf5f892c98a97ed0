from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from pwa import audit
from pwa.audit import AccessEvent, Actor, Outcome, Strength
from pwa.practice.models import Practice
from pwa.staff.core import Role
from tests.core.conftest import NOW, Town

HERE = UUID(int=1)


@dataclass(frozen=True)
class Colleague:
    membership_id: int
    role: Role
    practice: Practice


@pytest.fixture
def request_from_home() -> Iterator[None]:
    """A request from an IP address that the log must store shortened."""
    with Flask(__name__).test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.77"}):
        yield


def only_event(town: Town) -> AccessEvent:
    town.db.commit()
    town.db.expire_all()
    return town.db.scalars(select(AccessEvent)).one()


@pytest.mark.usefixtures("request_from_home")
def test_what_a_patient_does_is_noted_without_a_name(town: Town) -> None:
    practice_id = town.add_practice("overvecht")

    audit.record_patient(
        town.db, action="check:share", practice_id=practice_id, conversation_id=HERE, at=NOW
    )

    event = only_event(town)
    assert (event.practice_id, event.conversation_id) == (practice_id, HERE)
    assert (event.actor, event.membership_id, event.role) == (Actor.PATIENT, None, None)
    assert (event.action, event.outcome) == ("check:share", Outcome.DONE)
    assert event.strength == Strength.SECRET
    assert event.network == "192.0.2.0/24"
    assert event.request_id


@pytest.mark.usefixtures("request_from_home")
def test_what_staff_do_is_noted_with_their_role_at_that_moment(town: Town) -> None:
    practice_id = town.add_practice("overvecht")
    member = town.add_member(practice_id, "assistant", Role.ASSISTANT)
    colleague = Colleague(member.id, member.role, town.db.get_one(Practice, practice_id))

    audit.record_staff(
        town.db,
        colleague,
        action="conversation:read",
        conversation_id=HERE,
        at=NOW,
        outcome=Outcome.REFUSED,
    )

    event = only_event(town)
    assert (event.actor, event.membership_id) == (Actor.STAFF, member.id)
    assert event.role == "assistant"
    assert (event.strength, event.outcome) == (Strength.TWO_FACTORS, Outcome.REFUSED)


def test_a_command_has_no_network_and_no_request(town: Town) -> None:
    audit.record(
        town.db,
        action="keys:rotate",
        practice_id=town.add_practice("overvecht"),
        actor=Actor.SYSTEM,
        strength=Strength.NONE,
        at=NOW,
    )

    event = only_event(town)
    assert (event.actor, event.network, event.request_id) == (Actor.SYSTEM, None, None)


def test_moments_are_noted_in_utc_to_a_millisecond(town: Town) -> None:
    audit.record_patient(
        town.db,
        action="check:share",
        practice_id=town.add_practice("overvecht"),
        conversation_id=HERE,
        at=NOW,
    )

    at = only_event(town).at
    assert at == NOW.replace(microsecond=123000)
    assert at.tzinfo is UTC


@pytest.mark.usefixtures("request_from_home")
def test_entries_of_one_request_have_one_number(town: Town) -> None:
    practice_id = town.add_practice("overvecht")
    for action in ("check:share", "check:withdraw"):
        audit.record_patient(
            town.db, action=action, practice_id=practice_id, conversation_id=HERE, at=NOW
        )
    town.db.commit()

    assert len(set(town.db.scalars(select(AccessEvent.request_id)))) == 1


def test_no_change_no_entry(town: Town) -> None:
    practice_id = town.add_practice("overvecht")
    town.db.commit()
    audit.record_patient(
        town.db, action="check:share", practice_id=practice_id, conversation_id=HERE, at=NOW
    )
    town.db.flush()

    town.db.rollback()

    assert town.db.scalars(select(AccessEvent)).all() == []


@pytest.mark.parametrize(
    "action", ["", "share", "check:", "Check:share", "check:share me", "check:own words: I am"]
)
def test_an_action_cannot_carry_contents(town: Town, action: str) -> None:
    with pytest.raises(ValueError, match="subject:verb"):
        audit.record_patient(town.db, action=action, practice_id=1, conversation_id=HERE, at=NOW)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("unix:", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_cut_to_its_network(address: str | None, network: str | None) -> None:
    assert audit.network_of(address) == network
