"""Commands of the operator for the people of a practice."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from tests.people.logins import is_inside
from tests.people.stories import DemoLogin, log_in


def test_a_disabled_account_is_out_at_once_and_stays_out(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    assert is_inside(staff_client)

    said = app.test_cli_runner().invoke(args=["practice", "disable", demo.email.upper()])

    assert said.exit_code == 0, said.output
    assert not is_inside(staff_client)
    assert not is_inside(app.test_client())
    logged = select(AccessEvent).where(AccessEvent.action == "account:disable")
    assert db_session.scalars(logged).one().about_id is not None


def test_nobody_is_disabled_by_a_typing_mistake(app: Flask, demo: DemoLogin) -> None:
    said = app.test_cli_runner().invoke(args=["practice", "disable", f"x{demo.email}"])

    assert said.exit_code == 1
    assert "Nobody has an account" in said.output
    client = app.test_client()
    log_in(client, demo)
    assert is_inside(client)
