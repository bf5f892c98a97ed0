"""Check the table of docs/privacy.md that says what still opens the recording room for a guest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.retention import purge
from pwa.staff.core import Role
from pwa.vault.work import begin_work
from pwa.voice.recordings.guests.service import invite_guest
from pwa.voice.recordings.models import RecordingGuest
from pwa.web.extensions import limiter
from tests.databases.work import work_on
from tests.inputs.handovers import gp_of
from tests.inputs.heard import choose
from tests.people.colleagues import hire
from tests.people.logins import Clock, give
from tests.people.recorder import ROOM, Recorder
from tests.people.stories import DemoLogin
from tests.people.team import membership_of
from tests.web.test_recording_guests import come_in

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
SECTION = "## What opens the recording room to a guest, and when that ends"
WORKS, DEAD = "works", "dead"


@dataclass(frozen=True)
class Link:
    """A link to the room of the Turkish sentences, and a browser that came in by it.

    Attributes:
        maker_id: membership of the manager who made it.
    """

    app: Flask
    session: Session
    clock: Clock
    demo: DemoLogin
    gp: FlaskClient
    maker_id: int
    secret: str
    guest: FlaskClient

    def change(self, membership_id: int, what: str, **fields: str) -> None:
        """Let the GP press a button on the page of a colleague."""
        page = f"/practice/team/{membership_id}"
        assert give(self.gp, page, f"{page}/{what}", **fields).status_code == 303


def _take_back(link: Link) -> None:
    link.session.rollback()
    found = select(RecordingGuest.id).where(RecordingGuest.made_by_id == link.maker_id)
    guest_id = link.session.scalars(found).one()
    link.session.rollback()
    assert Recorder(link.gp).sends(f"{ROOM}/guests/{guest_id}/end", page=ROOM).status_code == 303


def _leave_room(link: Link) -> None:
    assert Recorder(link.guest, "tr").sends(f"{ROOM}/leave").status_code == 303


def _block_and_let_in(link: Link) -> None:
    link.change(link.maker_id, "block")
    link.change(link.maker_id, "let-in")


def _let_in_the_day_after(link: Link) -> None:
    link.change(link.maker_id, "block")
    purge(work_on(link.session))
    link.change(link.maker_id, "let-in")


def _another_leaves(link: Link) -> None:
    link.change(membership_of(link.app, hire(link.app, link.demo, Role.POH, "Noor")), "end")


# The last ones move the clock, after which nobody of the team is logged in any more.
EVENTS: Mapping[str, Callable[[Link], object]] = {
    "nothing": lambda _link: None,
    "opened on a second phone": lambda link: come_in(link.app, link.demo, link.secret),
    "the guest left the room": _leave_room,
    "taken back by the practice": _take_back,
    "the practice offers the language no more": lambda link: choose(link.app, "nl"),
    "its maker was blocked": lambda link: link.change(link.maker_id, "block"),
    "its maker was blocked, and let in again that day": _block_and_let_in,
    "its maker was blocked, and let in again a day later": _let_in_the_day_after,
    "its maker does not run the practice any more": lambda link: link.change(
        link.maker_id, "role", role="assistant"
    ),
    "its maker left": lambda link: link.change(link.maker_id, "end"),
    "the practice's keys replaced, as when somebody leaves": _another_leaves,
    "13 days later": lambda link: link.clock.forward(days=13),
    "14 days later": lambda link: link.clock.forward(days=1),
}


def read_table() -> dict[str, list[str]]:
    section = PRIVACY.read_text("utf-8").split(SECTION)[1].split("\n## ")[0]
    _head, _line, *rows = [line for line in section.splitlines() if line.startswith("|")]
    cells = ([cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows)
    return {event: said for event, *said in cells}


def look(client: FlaskClient) -> str:
    limiter.reset()
    return WORKS if client.get(f"{ROOM}/tr").status_code == 200 else DEAD


def make_link(app: Flask, demo: DemoLogin, name: str) -> tuple[int, str]:
    """Let a new manager make a link; gives the membership and the secret."""
    maker_id = membership_of(app, hire(app, demo, Role.MANAGER, name))
    with app.app_context():
        work = begin_work()
        maker = replace(gp_of(work, demo), membership_id=maker_id, role=Role.MANAGER)
        _guest, secret = invite_guest(work, maker, name="Fatima", language="tr")
        work.db.commit()
    return maker_id, secret


@pytest.mark.timeout(300)
def test_each_cell_is_as_the_table_says(
    app: Flask, demo: DemoLogin, db_session: Session, staff_client: FlaskClient, clock: Clock
) -> None:
    said: dict[str, list[str]] = {}
    before: list[str] = []
    for event, happen in EVENTS.items():
        if before != [WORKS, WORKS]:  # else maker and link are as they were
            maker_id, secret = make_link(app, demo, event)
            guest = come_in(app, demo, secret)
            link = Link(app, db_session, clock, demo, staff_client, maker_id, secret, guest)

        happen(link)

        said[event] = before = [look(come_in(app, demo, secret)), look(guest)]
    assert said == read_table()


def test_a_link_that_ended_is_not_listed_and_its_guest_is_told(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    maker_id, secret = make_link(app, demo, "manager")
    guest = come_in(app, demo, secret)
    assert "Fatima" in staff_client.get(ROOM).text

    page = f"/practice/team/{maker_id}"
    assert give(staff_client, page, f"{page}/block").status_code == 303

    assert "Fatima" not in staff_client.get(ROOM).text
    room = guest.get(f"{ROOM}/tr")
    assert room.location == f"{ROOM}/join/{demo.slug}"
    assert "Deze link werkt niet meer" in guest.get(room.location).text
    assert guest.get(f"{ROOM}/tr").location.startswith("/practice/login")
