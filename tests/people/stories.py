"""The people of the acceptance stories, and how the staff log in."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import pyotp
from flask.testing import FlaskClient

Fields = Mapping[str, str | list[str]]


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


# The tired carer, 34.
STORY_A: Fields = {
    "filled_by": "self",
    "feeling": "not_so_good",
    "reason": "hoofdpijn en altijd moe",
    **dict.fromkeys(["pain", "sleep", "stress", "children"], "some"),
    **dict.fromkeys(["tired", "caring"], "much"),
    **dict.fromkeys(["eating", "moving"], "no"),
    **dict.fromkeys(["money", "housing", "work", "letters", "papers"], "no"),
    "strengths": ["children", "exercise"],
    "priority": "tired",
    "help_wish": "yes",
    "worse_by": ["caring", "sleep"],
    "helpers": ["family"],
    "wants": ["know", "think_together"],
}

# The man with debts, 57; Turkish, with an interpreter.
STORY_B: Fields = {
    "filled_by": "together",
    "feeling": "bad",
    **dict.fromkeys(["pain", "sleep", "stress", "money", "work", "letters"], "much"),
    **dict.fromkeys(["moving", "low_mood", "lonely"], "some"),
    "strengths": ["faith", "cooking"],
    "priority": "money",
    "help_wish": "yes",
    "worse_by": ["letters", "work"],
    "helpers": ["nobody"],
    "wants": ["local_help"],
    "interpreter": "1",
    "interpreter_language": "tr",
}

# The watched phone, 26; what is not shared never leaves the phone.
STORY_C: Fields = {
    "filled_by": "self",
    "feeling": "not_so_good",
    "reason": "buikpijn",
    **dict.fromkeys(["pain", "anxious", "stress"], "much"),
    **dict.fromkeys(["sleep", "housing"], "some"),
    "not_shared": ["social"],
    "strengths": ["work", "friends"],
    "priority": "pain",
    "wants": ["tell_story"],
    "talk_alone": "1",
}
