"""The steps of a login one by one, and a clock that a test can move forward."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from pwa.staff.access import Staff, current_staff
from pwa.staff.core import Role
from pwa.staff.models import Account
from pwa.web import http
from pwa.web.extensions import db
from tests.people.colleagues import hire
from tests.people.stories import DemoLogin, Login, find_token

LOGIN = "/practice/login"
SECOND_FACTOR = "/practice/second-factor"
SET_UP = "/practice/second-factor/setup"
RECOVERY = "/practice/second-factor/recovery"
CODES = "/practice/recovery-codes"
LIST = "/practice/"


class Clock:
    """The application's clock; the login steps (password and app code) still use the real time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = datetime.now(UTC)
        real = http.now
        # Routes import the function by name, so each of their modules has a name of its own for it.
        for name, module in list(sys.modules.items()):
            if name.startswith("pwa.") and getattr(module, "now", None) is real:
                monkeypatch.setattr(module, "now", lambda: self.time)

    def forward(self, **span: float) -> None:
        self.time += timedelta(**span)


def give(client: FlaskClient, page: str, action: str | None = None, **fields: str) -> TestResponse:
    """Fill in the form of a page and send it."""
    token = find_token(client.get(page, follow_redirects=True).text)
    return client.post(action or page, data={"csrf_token": token, **fields})


def give_password(client: FlaskClient, login: Login, password: str | None = None) -> TestResponse:
    """Send the first step of the login, the password."""
    return give(client, LOGIN, email=login.email, password=password or login.password)


def give_code(client: FlaskClient, code: str) -> TestResponse:
    """Send the second step of the login, the app code."""
    return give(client, SECOND_FACTOR, code=code)


def wrong_code(login: Login) -> str:
    """Return six digits that are not the app code of now or of the steps around it."""
    app, time = pyotp.TOTP(login.totp_secret), datetime.now(UTC)
    near = {app.at(time + steps * timedelta(seconds=30)) for steps in range(-3, 4)}
    return next(code for code in map("{:06}".format, range(10)) if code not in near)


def hire_newcomer(app: Flask, demo: DemoLogin, role: Role = Role.GP) -> Login:
    """Add a member who has not logged in yet, so without a second factor; return the login."""
    login = hire(app, demo, role)
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == login.email)).one()
        account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
        db.session.commit()
    return login


def is_inside(client: FlaskClient) -> bool:
    """Return whether the list of today opens."""
    return client.get(LIST).status_code == 200


@contextmanager
def in_a_request_of(app: Flask, client: FlaskClient) -> Iterator[Staff]:
    """Enter a request of a logged-in client that may write; yield its Staff."""
    cookies = {name: client.get_cookie(name) for name in ("gesprek_staff", "gesprek_keys")}
    header = "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items() if cookie)
    with app.test_request_context(LIST, method="POST", headers={"Cookie": header}):
        staff = current_staff()
        assert staff is not None
        yield staff
