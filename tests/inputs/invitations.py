"""Invitations as the desk makes them, through the real pages or straight into the database."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from pwa.appointments.core import Appointment
from pwa.appointments.invitations import create_invitation
from pwa.locales import TIME_ZONE
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.pages.checked import HtmlPage, open_page
from tests.people.logins import LIST, give
from tests.people.stories import DemoLogin

INVITE = "/practice/invite"


@dataclass(frozen=True)
class Invited:
    """An invitation that was made by the pages.

    Attributes:
        address: of its page at the practice.
        link: full link that the patient gets.
    """

    address: str
    link: str

    @property
    def path(self) -> str:
        """Return the link without scheme and host, for a browser with a base URL."""
        parts = urlsplit(self.link)
        return f"{parts.path}#{parts.fragment}"

    @property
    def token(self) -> str:
        """Return the secret of the link, behind `#i=`."""
        return self.link.split("#i=")[1]


def today() -> date:
    """Return today's date in the Netherlands."""
    return datetime.now(TIME_ZONE).date()


def tomorrow() -> str:
    """Return tomorrow's date, ISO 8601; asked for in each test, because a run may go on past midnight."""
    return (today() + timedelta(days=1)).isoformat()


def lines(client: FlaskClient, day: str = "") -> list[str]:
    """Read the list of a day, tomorrow unless told otherwise; return a string per line."""
    page = open_page(client, f"{LIST}?day={day or tomorrow()}")
    rows = page.tree.findall(".//tr[@data-row]")
    return [" ".join("".join(row.itertext()).split()) for row in rows]


def invite(client: FlaskClient, **fields: str) -> Invited:
    """Make an invitation as the assistant does; for tomorrow at 10:40 unless told otherwise."""
    wanted = {"time": "1040", "day": tomorrow(), "patient_language": "nl", **fields}
    answer = give(client, INVITE, **wanted)
    assert answer.status_code == 303, answer.text
    return read_invitation(open_page(client, answer.location))


def read_invitation(page: HtmlPage) -> Invited:
    """Read the link on the page of an invitation."""
    message = page.find("textarea").text or ""
    found = re.search(r"https?://\S+", message)
    assert found, message
    return Invited(page.path, found[0])


def id_of_bakker(client: FlaskClient) -> str:
    """Return the membership of the example practice's GP, as the form for an invitation sends it."""
    options = open_page(client, INVITE).find("select[@name='with_id']").findall("option")
    return next(item.get("value", "") for item in options if item.text == "Bakker")


def ask_appointment(
    client: FlaskClient, token: str, language: str = "nl", slug: str = "de-dreef"
) -> TestResponse:
    """Ask for the appointment of a link, as the start page does."""
    return client.post(f"/{language}/p/{slug}/appointment", data={"invitation": token})


def show_appointment(client: FlaskClient, token: str, language: str = "nl") -> dict[str, str]:
    """Return what the start page shows of an appointment, without the marks around names."""
    answer = ask_appointment(client, token, language)
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = json.loads(answer.text.replace("\\u2068", "").replace("\\u2069", ""))
    return found


def put_invitation(app: Flask, demo: DemoLogin) -> UUID:
    """Put an invitation for tomorrow into the database; gives its id."""
    now = datetime.now(UTC)
    appointment = Appointment(now + timedelta(days=1), "mw. A.", "nl", None)
    with app.app_context():
        practice = db.session.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(db.session(), practice.id)
        master = master_keys()
        made = create_invitation(Work(db.session(), master, now), practice.id, appointment).id
        db.session.commit()
    return made
