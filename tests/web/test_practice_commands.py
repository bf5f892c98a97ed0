"""Commands of the operator for practices: what they can do, and what they cannot."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.staff.core import Role
from pwa.staff.models import Account
from pwa.web.extensions import db
from tests.pages.checked import open_page
from tests.people.colleagues import hire
from tests.people.logins import LIST, SECOND_FACTOR, give_password
from tests.people.stories import DemoLogin
from tests.people.team import NEW_PASSWORD, membership_of, send

pytestmark = pytest.mark.on_one_database


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["practice", *words], catch_exceptions=False)


def test_a_link_is_printed_for_people_too(app: Flask) -> None:
    printed = run(app, "create").output
    assert "http://localhost:8000/practice/setup#" in printed
    assert "It works until" in printed


def test_the_practices_are_listed_with_how_many_work_there(app: Flask, demo: DemoLogin) -> None:
    hire(app, demo, Role.ASSISTANT)
    (line,) = run(app, "list").output.splitlines()
    assert line.split()[:1] == ["de-dreef"]
    assert "  2  " in line


def test_who_is_alone_gets_a_new_password_that_opens_no_answers(
    app: Flask, demo: DemoLogin
) -> None:
    link = run(app, "reset", demo.slug, demo.email.upper()).output.split()[0]
    client = app.test_client()

    answer = send(client, link, "password", password=NEW_PASSWORD, again=NEW_PASSWORD)

    assert answer.status_code == 303
    client = app.test_client()
    give_password(client, demo, NEW_PASSWORD)
    page = client.get(SECOND_FACTOR)
    assert "6 cijfers" in page.text
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == demo.email)).one()
        assert account.tf_totp_secret is not None


def test_the_log_says_for_whom_the_operator_made_a_link(
    app: Flask, demo: DemoLogin, db_session: Session
) -> None:
    run(app, "reset", demo.slug, demo.email)

    made = select(AccessEvent).where(AccessEvent.action == "account:reset-link")
    assert db_session.scalars(made).one().about_id == membership_of(app, demo)


def test_a_lost_phone_takes_the_second_factor_along(app: Flask, demo: DemoLogin) -> None:
    link = run(app, "reset", demo.slug, demo.email, "--lost-phone").output.split()[0]
    send(app.test_client(), link, "password", password=NEW_PASSWORD, again=NEW_PASSWORD)
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == demo.email)).one()
        assert account.tf_totp_secret is None


def test_where_a_colleague_can_help_the_operator_does_not(app: Flask, demo: DemoLogin) -> None:
    hire(app, demo, Role.ASSISTANT)
    assert run(app, "reset", demo.slug, demo.email).exit_code == 0
    hire(app, demo, Role.MANAGER)
    refused = run(app, "reset", demo.slug, demo.email)
    assert refused.exit_code == 1
    assert "A colleague" in refused.output


def test_a_link_is_for_somebody_who_works_there(app: Flask, demo: DemoLogin) -> None:
    refused = run(app, "reset", demo.slug, "iemand@elders.example.org")
    assert refused.exit_code == 1
    assert "Nobody" in refused.output
    assert open_page(app.test_client(), LIST, follow=True).heading == "Inloggen"
