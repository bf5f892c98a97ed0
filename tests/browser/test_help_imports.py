"""A file with help in the browser: axe finds nothing on any of its pages, and the bar moves by itself."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from pwa.directory.models import HelpImport, ImportState
from tests.inputs.help_imports import make_services, write_file
from tests.pages.axe import Checker
from tests.people.gp import take_over_login
from tests.people.importer import FILES, NEW, Importer
from tests.phones.browsers import PHONE

SHEET = (
    b"Naam;Onderwerp;Telefoon;Wijk;Talen\n"
    b"Loket Een;Schuldhulpverlening, Xyzzy;030 2000001;Utrecht;nl\n;geld;030 2000002;Utrecht;nl\n"
)


def _set(db: Session, address: str, **values: object) -> None:
    row_id = UUID(address.rpartition("/")[2])
    db.execute(update(HelpImport).where(HelpImport.id == row_id).values(**values))
    db.commit()


def _watch_the_bar(page: Page, db: Session, address: str, check: Checker) -> None:
    """Look at the page while a job says how far it is; afterwards the file waits again."""
    _set(db, address, state=ImportState.PUBLISHING, alive_at=datetime.now(UTC), total=9)
    page.goto(address)
    expect(page.locator("progress")).to_be_visible()
    expect(page.get_by_role("link", name="Kijk opnieuw")).to_be_hidden()
    check("progress")
    _set(db, address, done=4)
    expect(page.get_by_text("4 van 9")).to_be_visible()
    _set(db, address, state=ImportState.READ)


def test_a_file_is_brought_in_and_taken_back_in_the_browser(
    staff_client: FlaskClient,
    db_session: Session,
    desk_page: Page,
    live_server: str,
) -> None:
    importer = Importer(staff_client, db_session)
    page = desk_page
    take_over_login(staff_client, page, live_server)
    check = Checker(page, also=(("dark", PHONE),))
    services = make_services(3)
    importer.brings(services)

    check.visit(NEW)
    newer = write_file([replace(each, email="stad@example.org") for each in services[:2]])
    page.set_input_files(
        "#file", {"name": "utrecht.json", "mimeType": "application/json", "buffer": newer}
    )
    page.get_by_role("button", name="Kijk wat erin staat").click()
    expect(page.get_by_text("stad@example.org").first).to_be_visible()
    check("preview")
    page.locator("a[data-kind=removed]").click()
    expect(page.get_by_text(services[2].name)).to_be_visible()
    address = page.url.removeprefix(live_server).partition("?")[0]

    _watch_the_bar(page, db_session, address, check)
    page.get_by_role("button", name="Zet in de lijst").click()
    page.get_by_role("button", name="Draai alles terug").click()
    expect(page.get_by_text("teruggedraaid").first).to_be_visible()
    check("taken back")

    terms = importer.sends(SHEET, "loketten.csv").location
    check.visit(f"{terms}?kind=refused")
    check.visit(f"{terms}/terms")
    check.visit(FILES)
