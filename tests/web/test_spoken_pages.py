"""Every visible text of the patient's pages has a voice in every language, or is known to be somebody's own words."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.models import Conversation, StoredDocument
from pwa.locales import LANGUAGES
from tests.inputs.handovers import put_handover
from tests.inputs.plans import uid
from tests.pages.crawl import PAGES
from tests.pages.spoken import find_silent, hear, new_heard
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin
from tests.web.test_afterwards import ANSWERS
from tests.web.test_progress import Phone
from tests.web.test_then_and_now import AGAIN, PAGE, tells

# The neutral page has no ear: it shows nothing but a calendar.
WITHOUT_EAR = "away"
# Language, name and answer.
Spoken = tuple[str, str, TestResponse]
WRONG_CODE = {"code": "0000-0000-0000"}


def find_faults(pages: Iterable[Spoken]) -> str:
    """Say what has no voice on pages, one text a line."""
    heard = new_heard()
    for language, name, answer in pages:
        assert answer.mimetype == "text/html", (name, answer.status)
        assert answer.status_code != 303, (name, answer.location)
        hear(heard, answer.text, language, name)
    return "\n".join(find_silent(heard))


@pytest.mark.on_one_database
def test_every_text_of_the_open_pages_has_a_voice(client: FlaskClient, demo: DemoLogin) -> None:
    check = f"check/{demo.slug}"

    def pages() -> Iterable[Spoken]:
        for language in LANGUAGES:
            for page in PAGES:
                if not page.needs_key and page.name != WITHOUT_EAR:
                    yield language, page.name, client.get(page.address(language, demo.slug))
            yield language, "by ear", client.get(f"/{language}/by-ear")
            for name, path, data in (
                ("review", f"{check}/review", STORY_A),
                ("review with errors", f"{check}/review", {**STORY_A, "reason": "x" * 999}),
                ("questions again", f"{check}/form", {**STORY_A, "interpreter": "1"}),
                ("refused", check, {**STORY_A, "tired": "?"}),
                ("wrong code", "open", WRONG_CODE),
                ("no code", "open", {"code": "x"}),
                ("wrong method", "own", {}),
            ):
                yield language, name, client.post(f"/{language}/{path}", data=data)

    faults = find_faults(pages())

    assert faults == "", faults


@pytest.mark.on_one_database
def test_every_text_of_the_own_pages_has_a_voice(
    app: Flask,
    demo: DemoLogin,
    carer: FlaskClient,
    desk: Desk,
    db_session: Session,
) -> None:
    desk.saves(CARERS_FORM)
    put_handover(app, demo, desk.conversation)
    carer.post(PAGE, data={"keep": "yes"})
    for row in db_session.scalars(select(StoredDocument)):
        row.created_at -= timedelta(days=42)
    db_session.scalars(select(Conversation)).one().first_read_at = datetime.now(UTC) - timedelta(4)
    db_session.commit()
    tells(carer, {**AGAIN, "not_shared": "social"}, language="ar")
    phone = Phone(app, carer)
    phone.says(step=uid(1), how="partly")
    phone.says(step=uid(1), helped="samen met mijn zus")

    def pages() -> Iterable[Spoken]:
        own = {page.name: page.path for page in PAGES if page.needs_key}
        ended = {"own": own["mine"], "plan": own["plan"]}
        questions = {"afterwards": "/{lang}/mine/after"}
        for names in (own | questions, questions, ended):
            for language in LANGUAGES:
                for name, path in names.items():
                    yield language, name, carer.get(path.format(lang=language, slug=demo.slug))
            if names is questions:
                carer.post("/nl/mine/withdraw")
            carer.post("/nl/mine/after", data=ANSWERS)

    faults = find_faults(pages())

    assert faults == "", faults
