"""The link of an invitation shows when the appointment is and with whom, and opens nothing else."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.appointments.routes import WRONG_TOKENS
from pwa.conversation.models import Invitation
from pwa.practice.models import Practice
from pwa.retention import purge
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db, limiter
from tests.inputs.invitations import (
    Invited,
    id_of_bakker,
    invite,
    today,
)
from tests.inputs.invitations import (
    ask_appointment as ask,
)
from tests.inputs.invitations import (
    show_appointment as shown,
)
from tests.pages.checked import open_page
from tests.people.colleagues import open_other_practice
from tests.people.logins import Clock, give
from tests.people.stories import STORY_A, DemoLogin, share

pytestmark = pytest.mark.on_one_database


@pytest.fixture(autouse=True)
def _fresh_counts(app: Flask) -> None:
    limiter.reset()


@pytest.fixture
def invited(assistant: FlaskClient) -> Invited:
    """An invitation for tomorrow at 10:40 with Bakker."""
    return invite(assistant, label="mw. Geheim", with_id=id_of_bakker(assistant))


def test_whoever_has_the_link_sees_time_and_clinician(
    client: FlaskClient, invited: Invited
) -> None:
    found = shown(client, invited.token)

    assert set(found) == {"when", "where"}
    assert found["when"].endswith(", 10:40")
    assert found["where"] == "Praktijk De Dreef, met Bakker"
    answer = ask(client, invited.token)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "Geheim" not in answer.text


@pytest.mark.parametrize(
    ("language", "where"), [("en", "with Bakker"), ("tr", ", Bakker"), ("ar", "مع")]
)
def test_it_is_said_in_the_language_of_the_page(
    client: FlaskClient, invited: Invited, language: str, where: str
) -> None:
    found = shown(client, invited.token, language)

    assert where in found["where"]
    assert "10:40" in found["when"]


def test_anybody_is_no_name(client: FlaskClient, assistant: FlaskClient) -> None:
    made = invite(assistant)

    assert shown(client, made.token)["where"] == "Praktijk De Dreef"


def test_a_practice_may_leave_the_name_out(
    client: FlaskClient, invited: Invited, db_session: Session
) -> None:
    db_session.execute(
        update(Practice).values(hides_clinician=True, revision=Practice.revision + 1)
    )
    db_session.commit()

    found = shown(client, invited.token)

    assert found["where"] == "Praktijk De Dreef"
    assert found["when"].endswith(", 10:40")


def test_the_setting_is_a_box_on_the_page_of_the_settings(
    staff_client: FlaskClient, db_session: Session
) -> None:
    page = open_page(staff_client, "/practice/settings")
    assert "checked" not in page.find("input[@name='hides_clinician']").attrib
    base = page.find("input[@name='base']").get("value", "")

    fields = {**json.loads(base), "hides_clinician": "1", "base": base}
    answer = give(staff_client, "/practice/settings", **fields)

    assert answer.status_code == 303
    assert db_session.scalars(select(Practice.hides_clinician)).one()


@pytest.mark.parametrize("token", ["", "x" * 22, "x" * 101, "\ud800" * 22, "é" * 22])
def test_a_wrong_token_shows_nothing(client: FlaskClient, invited: Invited, token: str) -> None:
    answer = ask(client, token.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))

    assert (answer.status_code, answer.json) == (404, {})
    assert answer.headers["Cache-Control"] == "no-store"


def test_all_that_shows_nothing_looks_alike(
    app: Flask, assistant: FlaskClient, client: FlaskClient, invited: Invited, db_session: Session
) -> None:
    withdrawn = invite(assistant)
    give(assistant, withdrawn.address, f"{withdrawn.address}/withdraw")
    older = invite(assistant, time="0900")
    own_id = UUID(older.address.rpartition("/")[2])
    db_session.execute(update(Invitation).where(Invitation.id == own_id).values(appointment=None))
    db_session.commit()
    open_other_practice(app)

    answers = [
        ask(client, "x" * 22),
        ask(client, withdrawn.token),
        ask(client, older.token),
        ask(client, invited.token, slug="elders"),
    ]

    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert len({tuple(name for name, _ in one.headers) for one in answers}) == 1


def test_after_the_day_of_the_consult_nothing_is_shown(
    client: FlaskClient, assistant: FlaskClient, clock: Clock
) -> None:
    made = invite(assistant, day=today().isoformat(), time="0010")
    assert ask(client, made.token).status_code == 200

    clock.forward(days=1)

    assert ask(client, made.token).status_code == 404


def test_it_is_gone_with_the_invitation(
    app: Flask, client: FlaskClient, invited: Invited, demo: DemoLogin
) -> None:
    share(client, demo.slug, {**STORY_A, "invitation": invited.token})
    assert ask(client, invited.token).status_code == 200, "sharing does not use it up"

    with app.app_context():
        purge(Work(db.session(), master_keys(), datetime.now(UTC) + timedelta(days=32)))
        db.session.commit()

    assert ask(client, invited.token).status_code == 404


def test_the_database_alone_does_not_open_it(
    app: Flask, invited: Invited, db_session: Session
) -> None:
    row = db_session.scalars(select(Invitation)).one()

    assert row.appointment is not None
    for secret in (b"Bakker", b"10:40", b"09:40", invited.token.encode()):
        assert secret not in row.appointment


def test_an_appointment_that_is_put_beside_another_invitation_does_not_open(
    client: FlaskClient, assistant: FlaskClient, invited: Invited, db_session: Session
) -> None:
    other = invite(assistant, time="0900")
    first, second = db_session.scalars(select(Invitation).order_by(Invitation.created_at))
    first.appointment, second.appointment = second.appointment, first.appointment
    db_session.commit()

    assert ask(client, invited.token).status_code == 404
    assert ask(client, other.token).status_code == 404


def test_who_guesses_is_told_to_wait_and_locks_nobody_out(
    client: FlaskClient, invited: Invited
) -> None:
    most = WRONG_TOKENS[0].amount
    statuses = [ask(client, f"{number:022}").status_code for number in range(most + 1)]

    assert statuses == [404] * most + [429]
    refused = ask(client, "y" * 22)
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert refused.json == {}
    assert ask(client, invited.token).status_code == 200


def test_the_same_old_link_counts_once(client: FlaskClient) -> None:
    statuses = {ask(client, "z" * 22).status_code for _ in range(12)}

    assert statuses == {404}


def test_another_site_gets_no_answer(client: FlaskClient, invited: Invited) -> None:
    answer = client.post(
        "/nl/p/de-dreef/appointment",
        data={"invitation": invited.token},
        headers={"Origin": "https://elsewhere.example"},
    )

    assert answer.status_code == 403


def test_the_token_is_read_from_the_body_alone(client: FlaskClient, invited: Invited) -> None:
    answer = client.post(f"/nl/p/de-dreef/appointment?invitation={invited.token}")

    assert answer.status_code == 404


def test_an_older_invitation_shows_it_once_the_desk_opened_it(
    client: FlaskClient, assistant: FlaskClient, invited: Invited, db_session: Session
) -> None:
    db_session.execute(update(Invitation).values(appointment=None))
    db_session.commit()
    assert ask(client, invited.token).status_code == 404

    open_page(assistant, invited.address)

    assert shown(client, invited.token)["where"] == "Praktijk De Dreef, met Bakker"
