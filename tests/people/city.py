"""A city's operator, who publishes a set of help, and a practice that subscribes to it."""

from dataclasses import replace
from pathlib import Path

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.directory.exchange.hsds_writer import write_json
from pwa.directory.hsds import HelpService
from pwa.directory.keeping.service import change_service
from pwa.directory.models import KeptService, ServiceChange
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.inputs.help_sets import set_service
from tests.people.logins import give, in_a_request_of

SETS = "/practice/help/sets"


class City:
    """The operator with the file of a city, and a practice that subscribes to it."""

    def __init__(self, app: Flask, client: FlaskClient, folder: Path, session: Session) -> None:
        self.app = app
        self.client = client
        self.session = session
        self.file = folder / "set.json"

    def publish(self, *services: HelpService, force: bool = False, code: str = "utrecht") -> Result:
        self.file.write_bytes(b"".join(write_json(services)))
        words = ["directory", "publish", str(self.file), "--set", code, "--name", code.title()]
        return self.app.test_cli_runner().invoke(args=words + ["--force"] * force)

    def press(self, verb: str, set_id: int = 1) -> str:
        answer = give(self.client, SETS, f"{SETS}/{set_id}/{verb}")
        assert answer.status_code == 303
        return self.client.get(SETS).text

    def row(self, number: int, practice_id: int = 1) -> KeptService:
        uid = set_service(number).id
        self.session.expire_all()
        row = self.session.scalars(
            select(KeptService).where(
                KeptService.uid == uid, KeptService.practice_id == practice_id
            )
        ).one()
        self.session.commit()
        return row

    def correct(self, number: int, **changes: object) -> None:
        row = self.row(number)
        content = replace(row.content, **changes)  # type: ignore[arg-type]  # its fields
        with in_a_request_of(self.app, self.client) as staff:
            change_service(begin_work(), staff, row.uid, content)
            db.session.commit()

    def history(self, number: int) -> list[tuple[str, bool]]:
        """Give the kinds of changes, and whether somebody of the practice made them."""
        uid = set_service(number).id
        rows = select(ServiceChange).where(ServiceChange.uid == uid).order_by(ServiceChange.id)
        found = [(row.kind, row.member_id is not None) for row in self.session.scalars(rows)]
        self.session.commit()
        return found

    def actions(self) -> list[tuple[str, str]]:
        logged = self.session.scalars(select(AccessEvent).order_by(AccessEvent.number))
        found = [(each.action, each.actor.value) for each in logged if "help:" in each.action]
        self.session.commit()
        return found
