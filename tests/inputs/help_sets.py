"""Sets of help options for tests."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import Flask

from pwa.directory.exchange.sets.service import publish_set
from pwa.directory.hsds import HelpService, Organization, Phone, ServiceArea
from pwa.vault.work import begin_work
from pwa.web.extensions import db

OF_THE_CITY = Organization(id=str(UUID(int=1000)), name="Gemeente")


def set_service(number: int, **changes: object) -> HelpService:
    """Make a service of a set; equal numbers have equal ids."""
    service = HelpService(
        id=str(UUID(int=number)),
        name=f"Loket {number}",
        organization=OF_THE_CITY,
        what={"nl": "Hulp van de gemeente."},
        spoken=("nl",),
        phones=(Phone(id=str(UUID(int=2000 + number)), number="14 030"),),
        areas=(ServiceArea(id=str(UUID(int=3000)), name="Utrecht"),),
        topics=frozenset({"money"}),
    )
    return replace(service, **changes)  # type: ignore[arg-type]  # fields of HelpService


def put_set(app: Flask, services: Sequence[HelpService] = (), code: str = "utrecht") -> int:
    """Publish a set, and give its id; nobody who subscribes to it is told."""
    with app.app_context():
        row = publish_set(begin_work(), code, code.title(), services or [set_service(1)])
        db.session.commit()
        return row.id
