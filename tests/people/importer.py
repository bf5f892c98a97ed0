"""The GP who brings files with help into the practice's list, and takes them back."""

import threading
from dataclasses import replace
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.directory.hsds import HelpService
from pwa.directory.models import HelpImport, KeptService, KeptState, ServiceChange
from pwa.practice.models import Practice
from tests.inputs.help_imports import write_file
from tests.pages.checked import HtmlPage, open_page
from tests.people.stories import find_token

FILES = "/practice/help/import"
NEW = f"{FILES}/new"


def wait_for_jobs(seconds: float = 60) -> None:
    """Wait until no import is read or published in the background of this process."""
    for thread in threading.enumerate():
        if thread.name == "import":
            thread.join(seconds)
            assert not thread.is_alive()


def send_file(
    client: FlaskClient, data: bytes, name: str, token: str, *, to: str = NEW
) -> TestResponse:
    """Upload a file; the test client itself would leave a file open when it is a large one."""
    start = '--line\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = b"".join(
        (
            f"{start.format('csrf_token', '')}{token}\r\n".encode(),
            start.format("file", f'; filename="{name}"').encode(),
            data,
            b"\r\n--line--\r\n",
        )
    )
    return client.post(to, data=body, content_type="multipart/form-data; boundary=line")


class Importer:
    """A GP, by the pages that a browser would get."""

    def __init__(self, client: FlaskClient, db: Session) -> None:
        self.client = client
        self.db = db

    def sends(self, data: bytes, name: str = "utrecht.json") -> TestResponse:
        token = find_token(self.client.get(NEW).text)
        answer = send_file(self.client, data, name, token)
        wait_for_jobs()
        return answer

    def uploads(self, services: list[HelpService], name: str = "utrecht.json") -> str:
        """Upload services; the address of the import that comes of it."""
        answer = self.sends(write_file(services), name)
        assert answer.status_code == 303, answer.text
        return answer.location

    def presses(self, address: str, what: str, **fields: str) -> TestResponse:
        """Press a button of the page of an import, with the fields that stand in its form."""
        page = open_page(self.client, address)
        form = page.find(f"form[@action='{address}/{what}']")
        hidden = {each.get("name", ""): each.get("value", "") for each in form.iter("input")}
        answer = self.client.post(f"{address}/{what}", data={**hidden, **fields})
        wait_for_jobs()
        return answer

    def chooses(self, address: str, service: HelpService, take: str) -> None:
        """Choose at a service between the own correction and what the file says."""
        self.looks(address, "own").find(f"li[@id='service-{service.id}']//button[@value='{take}']")
        token = find_token(self.client.get(address).text)
        fields = {"uid": service.id, "take": take, "csrf_token": token}
        assert self.client.post(f"{address}/choose", data=fields).status_code == 303

    def brings(self, services: list[HelpService], name: str = "utrecht.json") -> str:
        """Upload and publish; the address of the import."""
        address = self.uploads(services, name)
        assert self.presses(address, "publish").status_code == 303
        assert self.row(address).state == "published"
        return address

    def looks(self, address: str, kind: str = "", page: int = 1) -> HtmlPage:
        return open_page(self.client, f"{address}?kind={kind}&page={page}")

    def row(self, address: str) -> HelpImport:
        self.db.rollback()
        row = self.db.get(HelpImport, UUID(address.rpartition("/")[2]), populate_existing=True)
        assert row is not None
        self.db.refresh(row, ["file", "result", "preview"])
        self.db.expunge(row)
        self.db.rollback()
        return row

    def counts(self, address: str) -> dict[str, int]:
        """How many lines of each kind its preview had, those that it has."""
        counts = self.row(address).counts
        kinds = ("added", "changed", "own", "removed", "refused", "same")
        return {kind: counts[kind] for kind in kinds if counts[kind]}

    def kept(self, service: HelpService) -> KeptService:
        self.db.rollback()
        row = self.db.scalars(select(KeptService).where(KeptService.uid == service.id)).one()
        self.db.refresh(row)
        self.db.expunge(row)
        self.db.rollback()
        return row

    def shown(self) -> int:
        """How many services the practice shows."""
        self.db.rollback()
        shown = select(func.count()).where(KeptService.state == KeptState.SHOWN)
        found = self.db.scalar(shown) or 0
        self.db.rollback()
        return found

    def logged(self) -> list[str]:
        """List what the access log says of the help, the oldest first."""
        self.db.rollback()
        of_help = AccessEvent.action.startswith("help:")
        rows = self.db.scalars(
            select(AccessEvent.action).where(of_help).order_by(AccessEvent.number)
        ).all()
        self.db.rollback()
        return list(rows)

    def corrects(self, service: HelpService, **changes: object) -> None:
        """Change a service in the list as its editor does."""
        row = self.db.scalars(select(KeptService).where(KeptService.uid == service.id)).one()
        before = row.content
        row.content = replace(before, **changes)  # type: ignore[arg-type]
        change = ServiceChange(
            practice_id=row.practice_id,
            uid=row.uid,
            kind="change",
            before=before,
            state_before=row.state,
            at=row.updated_at,
        )
        self.db.add(change)
        self.db.get_one(Practice, row.practice_id).help_revision += 1
        self.db.commit()
