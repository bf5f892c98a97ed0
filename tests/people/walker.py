"""Somebody who has shared a list and has a plan, and goes through every page of a patient in one language."""

import uuid

from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import create_engine, select

from pwa.conversation.models import Conversation
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

    def shares(self, staff: FlaskClient, database_url: str) -> None:
        """Share a list, get a plan from a member of the practice, and let the phone in by its code.

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
        self.phone.request.post(f"/{self.language}/open", form={"code": receipt["code"]})

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
