"""Somebody who has shared a list and has a plan, and goes through every page of a patient in one language."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, Route
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.pages.crawl import PatientPage
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A
from tests.phones.line import wait_until_kept

FIELDS = {name: value for name, value in STORY_A.items() if isinstance(value, str)}


class Walker:
    """A phone at a practice.

    Args:
        phone: a browser context with the server's address as its base.

    Attributes:
        way: how addresses begin: the language, with `-nl` for pages that have the Dutch under it.
    """

    def __init__(
        self, phone: BrowserContext, slug: str, language: str, *, is_double: bool = False
    ) -> None:
        self.phone = phone
        self.slug = slug
        self.language = language
        self.way = f"{language}-nl" if is_double else language
        self.page: Page = phone.new_page()
        self._code = ""  # to come in by

    def shares(self, staff: FlaskClient, database_url: str) -> None:
        """Share a list, and get a plan from a member of the practice, three days ago.

        Args:
            staff: logged in.
        """
        self._code = self.shares_once()["code"]
        engine = create_engine(database_url)
        with Session(engine) as session:
            newest = select(Conversation).order_by(Conversation.created_at.desc()).limit(1)
            conversation = session.scalars(newest).one().id
            session.commit()
            Desk(staff, conversation).saves(CARERS_FORM)
            # So the questions after the talk are asked.
            row = session.get_one(Conversation, conversation)
            row.first_read_at = datetime.now(UTC) - timedelta(days=3, minutes=1)
            session.commit()
        engine.dispose()

    def shares_once(self) -> dict[str, str]:
        """Share a list; gives the receipt with its code and link."""
        receipt: dict[str, str] = self.phone.request.post(
            f"/{self.language}/check/{self.slug}",
            form={**FIELDS, "uid": str(uuid.uuid4()), "consent": "1"},
            headers={"Accept": "application/json"},
        ).json()
        return receipt

    def comes_back(self, code: str) -> None:
        """Get the pass of a list."""
        answer = self.phone.request.post(f"/{self.way}/open", form={"code": code})
        assert "/mine" in answer.url, answer.text()

    def visits(self, page: PatientPage) -> Iterator[str]:
        """Open a page; yields a fault when it led to another one, such as the one that asks for a code."""
        # The receipt is there until the code was used.
        if self._code and page.needs_key and page.name != "receipt":
            self.comes_back(self._code)
            self._code = ""
        address = page.address(self.way, self.slug)
        self.page.goto(address)
        if (led := urlsplit(self.page.url).path) != urlsplit(address).path:
            yield f"it led to {led}"

    def types(self, code: str) -> None:
        """Send a code; the page of the answer is there afterwards."""
        self.page.goto(f"/{self.way}/open")
        self.page.fill("#code", code)
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.press("#code", "Enter")
        self.page.locator("#code-error, h1[data-key-dead]").first.wait_for()

    def posts(self, path: str, form: dict[str, str]) -> None:
        """Open the page that answers a form."""
        address = f"/{self.way}/{path.format(slug=self.slug)}"

        def send(route: Route) -> None:
            head = {**route.request.headers, "content-type": "application/x-www-form-urlencoded"}
            route.continue_(method="POST", headers=head, post_data=urlencode(form))

        self.page.route(f"**{address}", send)
        self.page.goto(address)
        self.page.unroute(f"**{address}")

    def keeps(self, *paths: str) -> None:
        """Visit the check, and wait until the phone has kept these documents."""
        self.page.goto(f"/{self.way}/check/{self.slug}")
        wait_until_kept(self.page, *paths)
