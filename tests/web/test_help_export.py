"""The practice's help as a file for others."""

import json
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.directory.exchange.exporting.service import stream_services
from pwa.directory.exchange.hsds_reader import read_hsds
from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptService, KeptState, Source
from pwa.directory.packaged import EXAMPLE, load_services
from pwa.practice.models import Practice
from tests.people.logins import Clock

EXPORT = "/practice/help/export"


def exported(client: FlaskClient) -> dict[str, HelpService]:
    answer = client.get(EXPORT)
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=hsds-de-dreef-")
    found = [read_hsds(each, {}, today=date(2026, 11, 30)) for each in json.loads(answer.text)]
    return {read.uid: read.service for read in found if read.service}


def test_the_file_has_what_patients_find_but_the_national_lines(
    staff_client: FlaskClient, db_session: Session
) -> None:
    services = {service.id: service for service in load_services(EXAMPLE)}
    hidden, national = sorted(services)[:2]
    states: dict[str, dict[str, object]] = {
        hidden: {"state": KeptState.HIDDEN},
        national: {"source": Source.NATIONAL},
    }
    for uid, values in states.items():
        db_session.execute(update(KeptService).where(KeptService.uid == uid).values(values))
    db_session.commit()

    found = exported(staff_client)

    assert found == {uid: services[uid] for uid in services if uid not in states}


def test_it_is_logged(staff_client: FlaskClient, db_session: Session) -> None:
    exported(staff_client)

    logged = db_session.scalars(select(AccessEvent).where(AccessEvent.action == "help:export"))
    assert [entry.role for entry in logged] == ["gp"]


@pytest.mark.on_one_database
def test_who_sits_there_shows_it_again_first(staff_client: FlaskClient, clock: Clock) -> None:
    for _minutes in range(2):
        clock.forward(minutes=10)
        assert staff_client.get("/practice/").status_code == 200

    answer = staff_client.get(EXPORT)

    assert answer.status_code == 303
    assert answer.location.startswith("/practice/account/confirm?next=")


def test_nothing_of_another_practice_is_in_it(db_session: Session, practice: Practice) -> None:
    assert list(stream_services(db_session, practice.id + 1)) == []
