"""The people of the acceptance stories, who are in the example practice too; how the staff log in."""

import re
import uuid
from dataclasses import dataclass

import pyotp
from flask.testing import FlaskClient

from pwa.commands.example.stories import PLAN_A, STORY_A, STORY_B, STORY_C, Fields

__all__ = (
    "PLAN_A",
    "STORY_A",
    "STORY_B",
    "STORY_C",
    "DemoLogin",
    "Fields",
    "Login",
    "find_token",
    "log_in",
    "share",
)


@dataclass(frozen=True)
class Login:
    """The email address, password and app key of a member."""

    email: str
    password: str
    totp_secret: str

    def second_factor(self) -> str:
        """The app code of this moment; it works once."""
        return pyotp.TOTP(self.totp_secret).now()


@dataclass(frozen=True)
class DemoLogin(Login):
    """The login that `flask demo --json` prints."""

    slug: str
    recovery_key: str
    url: str = "http://localhost"


def find_token(html: str) -> str:
    """Return the CSRF token of the form on a page."""
    match = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert match, "the page holds no form with a token"
    return match[1]


def log_in(client: FlaskClient, login: Login) -> None:
    """Log in through the real pages: password first, then the second factor."""
    page = client.get("/practice/login")
    answer = client.post(
        "/practice/login",
        data={
            "csrf_token": find_token(page.text),
            "email": login.email,
            "password": login.password,
        },
    )
    assert answer.status_code in {302, 303}, answer.text
    page = client.get(answer.location)
    answer = client.post(
        answer.location,
        data={"csrf_token": find_token(page.text), "code": login.second_factor()},
    )
    assert answer.status_code in {302, 303}, answer.text
    assert client.get("/practice/").status_code == 200


def share(
    client: FlaskClient, slug: str, fields: Fields, *, language: str = "nl"
) -> dict[str, str]:
    """Share answers as JSON clients do; return `{receipt, code, link, received_at}`."""
    answer = client.post(
        f"/{language}/check/{slug}",
        data={**fields, "uid": str(uuid.uuid4()), "consent": "1"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 201, answer.text
    receipt: dict[str, str] = answer.get_json()
    return receipt
