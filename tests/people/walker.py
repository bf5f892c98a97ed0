"""Somebody who has shared a list and has a plan, and goes through every page of a patient in one language."""

import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import create_engine, select

from pwa.conversation.models import Conversation
from tests.pages.crawl import PatientPage
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A
from tests.phones.line import wait_until_kept

WRONG_CODE = "0000-0000-0000"


class Walker:
    """A phone at a practice.

    Args:
        phone: a browser context with the server's address as its base.
    """

    def __init__(self, phone: BrowserContext, slug: str, language: str) -> None:
        self.phone = phone
        self.slug = slug
        self.language = language
        self.page: Page = phone.new_page()
        self._code = ""  # to come in by

    def shares(self, staff: FlaskClient, database_url: str) -> None:
        """Share a list, and get a plan from a member of the practice.

        Args:
            staff: logged in.
        """
        fields = {name: value for name, value in STORY_A.items() if isinstance(value, str)}
        receipt = self.phone.request.post(
            f"/{self.language}/check/{self.slug}",
            form={**fields, "uid": str(uuid.uuid4()), "consent": "1"},
            headers={"Accept": "application/json"},
        ).json()
        engine = create_engine(database_url)
        with engine.connect() as connection:
            newest = select(Conversation.id).order_by(Conversation.created_at.desc())
            conversation = connection.execute(newest).scalars().first()
        engine.dispose()
        assert conversation is not None
        Desk(staff, conversation).saves(CARERS_FORM)
        self._code = receipt["code"]

    def visits(self, page: PatientPage) -> Iterator[str]:
        """Open a page; yields a fault when it led to another one, such as the one that asks for a code."""
        # The receipt is there until the code was used.
        if self._code and page.needs_key and page.name != "receipt":
            answer = self.phone.request.post(f"/{self.language}/open", form={"code": self._code})
            assert "/mine" in answer.url, answer.text()
            self._code = ""
        address = page.address(self.language, self.slug)
        self.page.goto(address)
        if (led := urlsplit(self.page.url).path) != urlsplit(address).path:
            yield f"it led to {led}"

    def mistypes(self) -> None:
        """Send a code that nobody has; the page says so."""
        self.page.goto(f"/{self.language}/open")
        self.page.fill("#code", WRONG_CODE)
        self.page.press("#code", "Enter")
        self.page.locator("#code-error").wait_for()

    def keeps(self, *paths: str) -> None:
        """Visit the check, and wait until the phone has kept these documents."""
        self.page.goto(f"/{self.language}/check/{self.slug}")
        wait_until_kept(self.page, *paths)
