"""Files with help services, made here, for tests and measurements of imports."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid5

from flask import Flask
from sqlalchemy import select

from pwa.directory.exchange.hsds_writer import write_json
from pwa.directory.exchange.importing.preview import PreviewMaker
from pwa.directory.hsds import (
    Access,
    Address,
    HelpService,
    Location,
    Organization,
    Phone,
    Schedule,
    ServiceArea,
)
from pwa.directory.models import HelpImport, ImportState
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.work import begin_work
from tests.people.stories import DemoLogin

_ROOT = UUID("6d1f2a0e-5b7c-4c1e-9d63-0a4f5e2b7c90")
_TOPICS = tuple(TOPIC_BY_CODE)
_KINDS = ("Buurthuis", "Wandelgroep", "Spreekuur", "Eettafel", "Taalles", "Maatjes")
CITY = "Utrecht"


def make_id(*words: object) -> str:
    return str(uuid5(_ROOT, " ".join(str(word) for word in words)))


def make_service(number: int, **changes: object) -> HelpService:
    """Make a whole service; the same number gives the same one."""
    uid = make_id("service", number)
    street = Address(f"Laan {number}", "3561 AB", CITY)
    service = HelpService(
        id=uid,
        name=f"{_KINDS[number % len(_KINDS)]} nummer {number}",
        organization=Organization(
            id=make_id("organization", number // 5), name="Stichting Dichtbij"
        ),
        what={"nl": "Samen koffie drinken en praten.", "tr": "Birlikte kahve içip konuşmak."},
        audience={"nl": "Voor iedereen", "tr": "Herkes için"},
        fees={"nl": "Gratis", "tr": "Ücretsiz"},
        is_free=True,
        access=(Access.CALL, Access.WALK_IN),
        spoken=("nl", "tr"),
        phones=(Phone(id=make_id("phone", number), number=f"030 {2000000 + number}"),),
        locations=(
            Location(id=make_id("place", number), address=street, address_id=make_id("at", number)),
        ),
        schedules=(
            Schedule(
                id=make_id("hours", number), byday="MO,WE", opens_at=time(9), closes_at=time(12)
            ),
        ),
        areas=(ServiceArea(id=make_id("area", CITY), name=CITY),),
        topics=frozenset({_TOPICS[number % len(_TOPICS)]}),
        assured_on=date(2026, 10, 1),
    )
    return replace(service, **changes)  # type: ignore[arg-type]  # fields of a service


def make_services(many: int) -> list[HelpService]:
    return [make_service(number) for number in range(many)]


def put_import(app: Flask, demo: DemoLogin) -> UUID:
    """Put a file that waits to be published into the example practice."""
    with app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        row = HelpImport(
            practice_id=practice.id,
            file_name="utrecht.json",
            state=ImportState.READ,
            preview=PreviewMaker().finish(),
            counts={"revision": practice.help_revision, "same": 0},
            created_at=work.now,
            alive_at=work.now,
        )
        work.db.add(row)
        work.db.commit()
        return row.id


def write_file(services: Iterable[HelpService]) -> bytes:
    """Write services as a file to upload."""
    return b"".join(write_json(services))
