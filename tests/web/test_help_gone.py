"""However a service leaves the directory, the words that patients reported of it go as well."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.directory.keeping.service import add_service, set_state, undo_change
from pwa.directory.models import KeptService, KeptState, ServiceChange, ServiceReport
from pwa.directory.reports import report_service
from pwa.practice.models import Practice
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.databases.work import work_on
from tests.inputs.help_imports import make_services
from tests.inputs.help_sets import set_service
from tests.people.city import City
from tests.people.importer import Importer
from tests.people.logins import in_a_request_of


@dataclass
class World:
    """A practice whose services come and go."""

    app: Flask
    gp: FlaskClient
    city: City
    importer: Importer
    session: Session


@pytest.fixture
def world(app: Flask, staff_client: FlaskClient, tmp_path: Path, db_session: Session) -> World:
    city = City(app, staff_client, tmp_path, db_session)
    return World(app, staff_client, city, Importer(staff_client, db_session), db_session)


# Each makes a service, and gives its id and what takes it away.
Way = Callable[[World], tuple[str, Callable[[], object]]]


def _press(world: World) -> tuple[str, Callable[[], object]]:
    uid = _added(world)

    def remove() -> None:
        with in_a_request_of(world.app, world.gp) as staff:
            set_state(begin_work(), staff, uid, KeptState.GONE)
            db.session.commit()

    return uid, remove


def _undo_of_adding(world: World) -> tuple[str, Callable[[], object]]:
    uid = _added(world)

    def undo() -> None:
        with in_a_request_of(world.app, world.gp) as staff:
            change = db.session.scalars(select(ServiceChange)).one()
            undo_change(begin_work(), staff, change.id)
            db.session.commit()

    return uid, undo


def _added(world: World) -> str:
    with in_a_request_of(world.app, world.gp) as staff:
        row = add_service(begin_work(), staff, set_service(1))
        db.session.commit()
        return row.uid


def _renewed_file(world: World) -> tuple[str, Callable[[], object]]:
    services = make_services(4)
    world.importer.brings(services)
    return services[3].id, lambda: world.importer.brings(services[:3])


def _undone_file(world: World) -> tuple[str, Callable[[], object]]:
    services = make_services(2)
    address = world.importer.brings(services)
    return services[0].id, lambda: world.importer.presses(address, "undo")


def _renewed_set(world: World) -> tuple[str, Callable[[], object]]:
    world.city.publish(set_service(1), set_service(2))
    world.city.press("subscribe")
    return set_service(2).id, lambda: world.city.publish(set_service(1))


def _left_set(world: World) -> tuple[str, Callable[[], object]]:
    world.city.publish(set_service(1))
    world.city.press("subscribe")
    return set_service(1).id, lambda: world.city.press("unsubscribe")


@pytest.mark.parametrize(
    "way", [_press, _undo_of_adding, _renewed_file, _undone_file, _renewed_set, _left_set]
)
def test_the_words_of_reports_go_with_the_service(world: World, way: Way) -> None:
    uid, leave = way(world)
    practice = world.session.scalars(select(Practice)).one()
    report_service(work_on(world.session, datetime.now(UTC)), practice, uid, "ik heb gebeld")
    world.session.commit()

    leave()

    world.session.expire_all()
    row = world.session.scalars(select(KeptService).where(KeptService.uid == uid)).one()
    stored = world.session.scalars(select(ServiceReport)).one()
    assert (row.state, row.open_reports) == (KeptState.GONE, 0)
    assert (stored.words, stored.word_key) == (None, None)
    assert stored.answered_at is not None
