"""A login that many tests reuse, because a login takes half a second."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import create_engine, insert, select

from pwa.store.tenants import use_practice
from pwa.vault.practice.models import StaffSession
from pwa.web.extensions import db
from tests.databases.homes import Backend, Home, copy_home
from tests.people.stories import log_in

COOKIES = ("gesprek_staff", "gesprek_keys", "gesprek_device")


@dataclass(frozen=True)
class KeptLogin:
    """The cookies and the session row of a login.

    Attributes:
        cookies: name to value, in the browser.
        session: column to value, of the row in the database.
    """

    cookies: Mapping[str, str]
    session: Mapping[str, Any]

    def go_on(self, client: FlaskClient) -> None:
        """Log a client in, in a copy of the home: insert the session as of now, set its cookies."""
        moments = dict.fromkeys(("created_at", "seen_at", "confirmed_at"), datetime.now(UTC))
        with client.application.app_context():
            # Through the app's session, whose connection the first request reuses.
            use_practice(db.session(), self.session["practice_id"])
            db.session.execute(insert(StaffSession).values(**{**self.session, **moments}))
            db.session.commit()
        self.give_cookies(client)

    def give_cookies(self, client: FlaskClient) -> None:
        """Set the cookies of a session that is in the database already."""
        for name, value in self.cookies.items():
            client.set_cookie(name, value)


def keep_login(backend: Backend, template: Home, folder: Path) -> KeptLogin:
    """Log the GP in, in a copy of the home that is then dropped; return the cookies and the row."""
    home = copy_home(backend, template, folder / "instance")
    with home.app() as app:
        client = app.test_client()
        log_in(client, home.demo())
        cookies = {name: client.get_cookie(name) for name in COOKIES}
    engine = create_engine(home.database_url)
    with engine.connect() as connection:
        wanted = select(StaffSession).where(StaffSession.ended_at.is_(None))
        row = connection.execute(wanted).mappings().one()
    engine.dispose()
    backend.drop(home.database_url)
    return KeptLogin({name: item.value for name, item in cookies.items() if item}, dict(row))
