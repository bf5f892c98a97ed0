"""A member of the practice who keeps its local help, through the real pages."""

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.directory.hsds import HelpService
from pwa.directory.keeping.editing.fields import ADDRESS
from pwa.directory.models import KeptService
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.together import FormFields, fields_of_controls

NEW = "/practice/help/new"
# Services of the example practice.
WALK = "f12c4ba4-eaab-56ff-8f91-896e3878307f"
BUURTTEAM = "d2c4b63e-4647-5157-9c86-13227b4969e8"
BUURTHUIS: FormFields = {
    "name": ["Buurthuis De Linde"],
    "what-nl": ["Koffie drinken met de buren."],
    "phone-1": ["030 271 99 99"],
    "access": ["call"],
    "spoken": ["nl", "ar"],
    "area": ["Overvecht"],
    "topics": ["lonely"],
}


def fields_of_form(page: HtmlPage) -> FormFields:
    """Return the fields that a browser would send for the editor's form; none if there is no form."""
    form = page.tree.find(".//form[@data-keep]")
    beside = page.tree.iterfind(".//input[@form='edit']")
    return fields_of_controls([*(form.iter() if form is not None else ()), *beside])


class HelpEditor:
    """The editor of one service, as one person has it open.

    Attributes:
        fields: what the browser would send.
    """

    def __init__(self, client: FlaskClient, address: str = NEW) -> None:
        self.client = client
        self.address = address
        self.page = open_page(client, address)
        self.fields = fields_of_form(self.page)

    def types(self, **typed: str | list[str]) -> "HelpEditor":
        """Change fields; `what_nl` stands for `what-nl`."""
        for name, value in typed.items():
            found = [value] if isinstance(value, str) else value
            self.fields[name if name in ADDRESS else name.replace("_", "-")] = found
        return self

    def sends(self, **typed: str | list[str]) -> TestResponse:
        self.types(**typed)
        return self.client.post(self.address, data=self.fields)

    def saves(self, **typed: str | list[str]) -> None:
        answer = self.sends(**typed)
        assert answer.status_code == 303, answer.text

    def gets(self, status: int, **typed: str | list[str]) -> HtmlPage:
        """Send the form, which is answered by a page; that page is open then."""
        answer = self.sends(**typed)
        assert answer.status_code == status, answer.text
        self.page = check_page(answer)
        self.fields = fields_of_form(self.page)
        return self.page

    def previews(self, **typed: str | list[str]) -> TestResponse:
        self.types(**typed)
        return self.client.post("/practice/help/preview", data=self.fields)


def kept(session: Session, uid: str) -> KeptService:
    session.rollback()
    return session.scalars(select(KeptService).where(KeptService.uid == uid)).one()


def count_kept(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(KeptService)) or 0


def newest_action(session: Session) -> str:
    session.rollback()
    return (
        session.scalars(select(AccessEvent.action).order_by(AccessEvent.number.desc())).first()
        or ""
    )


def service_of(session: Session, uid: str) -> HelpService:
    return kept(session, uid).content


def edit(client: FlaskClient, uid: str = WALK) -> HelpEditor:
    return HelpEditor(client, f"/practice/help/{uid}")
