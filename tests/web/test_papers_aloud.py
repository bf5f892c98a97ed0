"""Every kind of paper, checked for screen readers by the rules of PDF/UA (ISO 14289-1).

The letter of a handover and the sheet of a meeting are checked where they are made, in
test_handover_pages.py and test_meetings.py.
"""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.papers.papers import invitation_card_pdf, recovery_key_pdf
from pwa.practice.models import Practice
from tests.pages.paper import breaches
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_C, DemoLogin, share

pytestmark = pytest.mark.on_one_database

AT = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
LINK = f"https://gesprek.example/ar/check/de-dreef#i={'a1B2c3D4e5F6g7H8i9J0k1'}"
CODE = "K7QM4T2X9HDF"
# Each script, from left to right and from right to left.
LANGUAGES = ("nl", "ar", "fa", "uk")
OF_THE_PRACTICE = (
    *("poster/a3", "poster/a4", "poster/a5", "poster/a4/money", "poster/a5/money", "waiting-room"),
    *(f"paper-list/{language}" for language in LANGUAGES),
)


def test_every_paper_keeps_the_rules_for_screen_readers(
    app: Flask, demo: DemoLogin, practice: Practice, desk: Desk, carer: FlaskClient
) -> None:
    desk.saves(CARERS_FORM)
    papers = {path: desk.client.get(f"/practice/{path}.pdf").data for path in OF_THE_PRACTICE}
    for language in LANGUAGES:
        papers[f"plan with map, {language}"] = carer.get(f"/{language}/mine/plan.pdf").data
        phone = app.test_client()
        share(phone, demo.slug, STORY_C, language=language)
        papers[f"card, {language}"] = phone.get(f"/{language}/card.pdf").data
        with app.test_request_context(f"/{language}/"):
            papers[f"invitation, {language}"] = invitation_card_pdf(
                practice, language, LINK, code=CODE, consult_at=AT, with_name="Şahin"
            )
    with app.test_request_context("/practice/"):
        papers["recovery key"] = recovery_key_pdf("De Linde", CODE * 2, day=date(2026, 11, 21))

    assert breaches(papers) == []
