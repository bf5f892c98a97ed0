"""Every kind of visitor tries every address, and gets the answer of `access_table.py`."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.staff.core import Role
from tests.people.colleagues import disable, hire, open_other_practice
from tests.people.stories import STORY_A, DemoLogin, log_in, share
from tests.web.access_table import TABLE, Outcome, Visitor, outcome_for
from tests.web.addresses import example_values, knock, routes


def test_every_route_has_a_row(app: Flask) -> None:
    assert routes(app) - set(TABLE) == set()


def test_every_row_has_a_route(app: Flask) -> None:
    assert set(TABLE) - routes(app) == set()


def outcome_of(answer: TestResponse) -> Outcome:
    path = urlsplit(answer.location or "").path
    if answer.status_code in {302, 303} and path == "/practice/login":
        return Outcome.LOGIN
    if answer.status_code in {302, 303} and path.endswith("/open"):
        return Outcome.KEY
    if answer.status_code == 403:
        return Outcome.REFUSED
    if answer.status_code == 404:
        return Outcome.MISSING
    assert answer.status_code in {200, 201, 204, 302, 303, 308, 422}, (
        f"{answer.request.path}: {answer.status}"
    )
    return Outcome.OPEN


@pytest.fixture
def visit(app: Flask, demo: DemoLogin) -> Callable[[Visitor], FlaskClient]:
    """Give a function that makes a browser for a visitor, logged in by the login pages."""

    def come_in(visitor: Visitor) -> FlaskClient:
        client = app.test_client()
        match visitor:
            case Visitor.OTHER_GP:
                log_in(client, open_other_practice(app))
            case Visitor.GP:
                log_in(client, demo)
            case Visitor.DISABLED:
                log_in(client, demo)
                disable(app, demo)
            case Visitor.PATIENT | Visitor.ANONYMOUS:
                pass
            case _:
                log_in(client, hire(app, demo, Role[visitor.name]))
        return client

    return come_in


@pytest.mark.on_one_database
@pytest.mark.parametrize(
    "visitor",
    [each for each in Visitor if each is not Visitor.OTHER_GP],
    ids=lambda visitor: visitor.name.lower(),
)
def test_everybody_gets_exactly_what_the_table_says(
    app: Flask,
    demo: DemoLogin,
    db_session: Session,
    visit: Callable[[Visitor], FlaskClient],
    visitor: Visitor,
) -> None:
    knock_everywhere(app, demo, db_session, visit, visitor)


def test_another_practice_gets_exactly_what_the_table_says(
    app: Flask, demo: DemoLogin, db_session: Session, visit: Callable[[Visitor], FlaskClient]
) -> None:
    """Runs on both databases: SQLite has no row-level security, only the WHERE of the queries."""
    knock_everywhere(app, demo, db_session, visit, Visitor.OTHER_GP)


def knock_everywhere(
    app: Flask,
    demo: DemoLogin,
    db_session: Session,
    visit: Callable[[Visitor], FlaskClient],
    visitor: Visitor,
) -> None:
    client = visit(visitor)
    share(client if visitor is Visitor.PATIENT else app.test_client(), demo.slug, STORY_A)
    values = example_values(app, demo, db_session)

    met = {row: outcome_of(knock(app, client, row, values)) for row in TABLE}

    assert met == {row: outcome_for(access, visitor) for row, access in TABLE.items()}
