"""Local help of the example practice in the states that its list shows, and presses in the list."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.directory.hsds import HelpService, Organization, Phone
from pwa.directory.keeping.service import new_row, put_content
from pwa.directory.models import KeptService, KeptState, Source
from pwa.directory.reports import report_service
from pwa.locales import local_day
from pwa.practice.models import Practice
from tests.databases.work import work_on
from tests.pages.checked import HtmlPage
from tests.people.stories import find_token

LIST = "/practice/help"


def days_ago(days: int) -> date:
    return local_day(datetime.now(UTC)) - timedelta(days=days)


def a_service(name: str, *, checked_on: date | None = None, phone: str = "") -> HelpService:
    return HelpService(
        id=str(uuid4()),
        name=name,
        organization=Organization(id=str(uuid4()), name=name),
        what={"nl": f"{name} helpt u verder."},
        phones=(Phone(id=str(uuid4()), number=phone),) if phone else (),
        topics=frozenset({"lonely", "tired"}),
        assured_on=checked_on,
    )


def put_services(
    session: Session, services: Iterable[HelpService], *, source: Source = Source.OWN
) -> None:
    """Add services to the example practice, as if they had been there for long."""
    work = work_on(session)
    practice = session.scalars(select(Practice)).one()
    for service in services:
        new_row(work, practice, service, source)
    practice.help_revision += 1
    session.commit()


def check_all(session: Session) -> None:
    """Let every service of the practice be checked ten days ago."""
    work = work_on(session)
    for row in session.scalars(select(KeptService)):
        put_content(work, row, replace(row.content, assured_on=days_ago(10)))
    session.scalars(select(Practice)).one().help_revision += 1
    session.commit()


def report(session: Session, uid: str, words: str = "", *, days: int = 0) -> None:
    work = work_on(session, datetime.now(UTC) - timedelta(days=days))
    report_service(work, session.scalars(select(Practice)).one(), uid, words)
    session.commit()


def uid_of(session: Session, name: str) -> str:
    rows = session.scalars(select(KeptService).where(KeptService.state != KeptState.GONE)).all()
    found = next(row.uid for row in rows if row.content.name == name)
    session.commit()
    return found


def names(page: HtmlPage, part: str = "tbody[@data-found]") -> list[str]:
    """Name the services of the list; without those that need no check now."""
    links = page.tree.iterfind(f".//{part}/tr[@data-line]/th/a")
    return ["".join(link.itertext()).strip() for link in links]


def line(page: HtmlPage, name: str) -> str:
    found = next(row for row in page.tree.iter("tr") if name in "".join(row.itertext()))
    return " ".join("".join(found.itertext()).split())


def tabs(page: HtmlPage) -> str:
    return " ".join("".join(page.find("nav[@data-help-tabs]").itertext()).split())


def press(client: FlaskClient, verb: str, uid: object, **fields: str) -> TestResponse:
    token = find_token(client.get(LIST).text)
    return client.post(f"{LIST}/{uid}/{verb}", data={"csrf_token": token, **fields})


def undo(client: FlaskClient, page: str, **fields: str) -> TestResponse:
    address = next(part for part in page.split('"') if part.startswith(f"{LIST}/undo/"))
    return client.post(address, data={"csrf_token": find_token(page), **fields})


def actions(session: Session) -> list[str]:
    found = session.scalars(
        select(AccessEvent.action)
        .where(AccessEvent.action.like("help:%"))
        .order_by(AccessEvent.number)
    ).all()
    session.commit()
    return list(found)
