"""A waiting room without a network: fifty phones share, and come back all at once."""

import uuid

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy.orm import Session

from tests.browsers import Faults, OpenContext
from tests.patient import Patient
from tests.people import STORY_A
from tests.phone_storage import WRITE_DRAFT
from tests.queueing import count_records, shares_offline

PHONES = 50


@pytest.mark.timeout(900)
def test_fifty_phones_that_return_together_are_fifty_records(
    open_device: OpenContext, faults: Faults, db_session: Session
) -> None:
    faults.network_fails = True
    phones = [Patient(open_device().new_page()) for _ in range(PHONES)]
    for phone in phones:
        begin_with_draft(phone)
        shares_offline(phone)
    assert count_records(db_session) == 0

    contexts: list[BrowserContext] = [phone.page.context for phone in phones]
    for context in contexts:
        context.set_offline(False)

    for phone in phones:
        expect(phone.page.locator("[data-code]")).to_be_visible(timeout=300_000)
    codes = {phone.page.locator("[data-code]").inner_text() for phone in phones}
    assert len(codes) == PHONES
    assert count_records(db_session) == PHONES


def begin_with_draft(phone: Patient) -> None:
    """Stand before the button with a draft of another day; the smallest page of ours brings it."""
    answers = [[name, value] for name, value in STORY_A.items() if isinstance(value, str)]
    draft = {"step": "review", "uid": str(uuid.uuid4()), "answers": answers}
    phone.page.goto("/robots.txt")
    phone.page.evaluate(WRITE_DRAFT, [phone.slug, draft])
    phone.opens_check().sees_question("review")
