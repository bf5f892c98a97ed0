"""A waiting room without a network: fifty phones share, and come back all at once."""

import uuid

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults, OpenContext
from tests.phones.many_phones import many_phones
from tests.phones.queueing import count_records, shares_offline
from tests.phones.storage import WRITE_DRAFT

PHONES = 50
# So many phones are browser contexts; the others run the same sending script in Node.
WITH_A_SCREEN = 5
ANSWERS = {name: value for name, value in STORY_A.items() if isinstance(value, str)}


def test_fifty_phones_that_return_together_are_fifty_records(
    open_device: OpenContext, live_server: str, faults: Faults, db_session: Session
) -> None:
    faults.network_fails = True
    phones = [Patient(open_device().new_page()) for _ in range(WITH_A_SCREEN)]
    for phone in phones:
        begin_with_draft(phone)
        shares_offline(phone)
    address = f"{live_server}/nl/check/{phones[0].slug}"
    with many_phones(PHONES - WITH_A_SCREEN, address, ANSWERS) as others:
        assert count_records(db_session) == 0

        others.send()
        for phone in phones:
            phone.page.context.set_offline(False)

        for phone in phones:
            expect(phone.page.locator("[data-code]")).to_be_visible()
        codes = {phone.page.locator("[data-code]").inner_text() for phone in phones}
        codes.update(others.received())
    assert len(codes) == PHONES
    assert count_records(db_session) == PHONES


def begin_with_draft(phone: Patient) -> None:
    """Open the review with a stored draft; /robots.txt, our smallest page, is open to store it."""
    draft = {"step": "review", "uid": str(uuid.uuid4()), "answers": list(ANSWERS.items())}
    phone.page.goto("/robots.txt")
    phone.page.evaluate(WRITE_DRAFT, [phone.slug, draft])
    phone.opens_check().sees_question("review")
