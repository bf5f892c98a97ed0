"""Somebody who sets up a practice behind an operator's link, page by page."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.stories import find_token

START = "/practice/setup"
PASSWORD = "vier losse woorden tellen samen"

DETAILS: dict[str, str | list[str]] = {
    "name": "Praktijk De Linde",
    "slug": "de-linde",
    "phone": "030 123 45 67",
    "neighbourhood": "Overvecht",
    "out_of_hours_name": "Huisartsenpost Utrecht",
    "out_of_hours_phone": "088 130 96 00",
    "languages": ["nl", "tr", "ar"],
    "retention_days": "14",
    "if_worse_text": "",
}
PERSON: dict[str, str | list[str]] = {
    "person_name": "Jansen",
    "email": "jansen@delinde.example.org",
    "role": "gp",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def make_link(app: Flask) -> str:
    """Run the operator's command `flask practice create`; return its link."""
    answer = app.test_cli_runner().invoke(
        args=["practice", "create", "--json"], catch_exceptions=False
    )
    link: str = json.loads(answer.output)["url"]
    return link


@dataclass
class Founder:
    """Somebody with the operator's link, at a browser."""

    client: FlaskClient
    link: str

    @property
    def secret(self) -> str:
        return urlsplit(self.link).fragment

    def sends(
        self, page: str, fields: dict[str, str | list[str]], *, status: int = 303
    ) -> TestResponse:
        """Fill in a page and send it."""
        token = find_token(open_page(self.client, page).response.text)
        answer = self.client.post(page, data={"csrf_token": token, **fields})
        assert answer.status_code == status, answer.text
        if status != 303:
            check_page(answer)
        return answer

    def begins(self) -> "Founder":
        self.sends(START, {"link": self.secret})
        return self

    def tells(self, **changes: str | list[str]) -> "Founder":
        self.sends(f"{START}/practice", {**DETAILS, **changes})
        return self

    def prints(self) -> str:
        """Return the recovery key that the page shows."""
        return open_page(self.client, f"{START}/key").find("p[@data-recovery-key]").text or ""

    def types(self, key: str) -> "Founder":
        self.sends(f"{START}/check", {"key": key})
        return self

    def finishes(self, **changes: str | list[str]) -> TestResponse:
        return self.sends(f"{START}/person", {**PERSON, **changes})

    def fails(self, page: str, **fields: str | list[str]) -> HtmlPage:
        """Send a page with faults; return the page that comes back with 422."""
        whole = {"practice": DETAILS, "person": PERSON}.get(page, {})
        return check_page(self.sends(f"{START}/{page}", {**whole, **fields}, status=422))
