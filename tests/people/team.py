"""Colleagues who are invited, and the links that they get."""

import re
import secrets
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pwa.staff.core import Role
from pwa.team.core import LinkPurpose
from pwa.team.models import TeamLink
from pwa.web.extensions import db
from tests.inputs.key_life import member_of
from tests.pages.checked import check_page
from tests.people.colleagues import hire
from tests.people.logins import SECOND_FACTOR, SET_UP, give
from tests.people.stories import DemoLogin, Login, find_token

TEAM = "/practice/team/"
INVITE = "/practice/team/invite"
MISSING_KEY = "/practice/team/key"
NEW_PASSWORD = "kamperfoelie wandelt zonder haast"


def link_on(answer_text: str) -> str:
    """Return the team link on the page that shows it once."""
    found = re.search(r"https?://[^<\s]+/practice/join/[^<\s]+", answer_text)
    assert found, "the page holds no link"
    return found[0]


def invite(
    client: FlaskClient,
    role: str,
    *,
    name: str = "Sanne de Wit",
    email: str = "sanne@dedreef.example.com",
) -> str:
    """Invite a colleague through the page; return the team link."""
    answer = give(client, INVITE, name=name, email=email, role=role)
    assert answer.status_code == 200, answer.text
    check_page(answer)
    return link_on(answer.text)


def secret_of(link: str) -> str:
    """Return the secret behind the `#`, which browsers do not send."""
    return link.split("#")[1]


def page_of(link: str) -> str:
    """Return the path of a link, which the browser requests."""
    return urlsplit(link).path


def follow(client: FlaskClient, link: str) -> TestResponse:
    """Open a link and press its button, which does not use the link up."""
    return give(client, page_of(link), link=secret_of(link))


def send(client: FlaskClient, link: str, step: str, **fields: str) -> TestResponse:
    """Send the last form of a link: `new`, `own` or `password`."""
    page = page_of(link)
    return give(client, page, f"{page}/{step}", link=secret_of(link), **fields)


def accept(client: FlaskClient, link: str, password: str = NEW_PASSWORD) -> TestResponse:
    """Begin in a practice with a new password."""
    return send(client, link, "new", password=password, again=password)


def enrol(client: FlaskClient, email: str, password: str = NEW_PASSWORD) -> Login:
    """Set up an authenticator app after the password; return the login."""
    page = check_page(give(client, SET_UP, setup="authenticator"))
    key = re.sub(r"\W", "", "".join(page.find("p[@data-totp-key]").itertext()))
    login = Login(email, password, key)
    token = find_token(page.response.text)
    answer = client.post(SECOND_FACTOR, data={"csrf_token": token, "code": login.second_factor()})
    assert answer.status_code == 303, answer.text
    return login


def membership_of(app: Flask, login: Login) -> int:
    """Return the id of an account's first membership, as used in addresses."""
    with app.app_context():
        return member_of(login).id


def open_team(app: Flask, demo: DemoLogin) -> dict[str, object]:
    """Add a colleague and an open invitation; return the values for their addresses."""
    colleague = membership_of(app, hire(app, demo, Role.POH, "colleague"))
    gp = membership_of(app, demo)
    with app.app_context():
        link = TeamLink(
            practice_id=member_of(demo).practice_id,
            purpose=LinkPurpose.JOIN,
            digest=secrets.token_bytes(32),
            made_by_id=gp,
            name="Sanne de Wit",
            email="sanne@dedreef.example.com",
            role=Role.ASSISTANT,
            created_at=datetime.now(UTC),
        )
        db.session.add(link)
        db.session.commit()
        return {"membership_id": colleague, "link_id": link.id}
