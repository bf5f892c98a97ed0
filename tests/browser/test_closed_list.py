"""A change waited while the practice gave new keys: it becomes a new list, no text is lost."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.inputs.entry import room_of, take_coded_only
from tests.pages.checked import check_page
from tests.people.logins import give
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.browsers import Faults
from tests.phones.queueing import WRITE_REFUSED, count_records, is_off_the_phone
from tests.phones.storage import WRITE_DRAFT

WORDS = "getypt na het delen"


@pytest.mark.parametrize("place", ["on the page", "on another page, with a code"])
def test_what_waits_under_a_dead_token_becomes_a_new_list(
    app: Flask,
    browser_page: Page,
    staff_client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
    faults: Faults,
    place: str,
) -> None:
    faults.network_fails = True
    page, is_here = browser_page, place == "on the page"
    _waits_with_a_change(app, page, demo)
    old = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    renewed = check_page(give(staff_client, f"/practice/c/{old}/keys"))
    page.context.set_offline(False)
    expect(page.locator("[data-state=list_closed]")).to_be_visible()
    if not is_here:
        take_coded_only(db_session)
        page.goto(f"/nl/p/{demo.slug}")

    share_anew = page.locator("[data-state=list_closed] [data-do=anew]")
    share_anew.click()
    if not is_here:
        expect(page.locator("[data-state=list_closed]")).to_contain_text(
            "alleen lijsten aan met een"
        )
        page.locator("[data-state=list_closed] input").fill(room_of(app, demo.slug))
        share_anew.click()

    expect(page.locator("[data-code]")).to_be_visible()
    assert page.locator("[data-code]").inner_text() != renewed.find("p[@data-code]").text
    page.goto("/nl/mine/change")
    expect(page.locator("[name=reason]")).to_have_value(WORDS)
    assert count_records(db_session) == 2
    is_off_the_phone(page)


def test_each_of_two_closed_lists_has_a_field_of_its_own_with_its_fault(
    browser_page: Page, demo: DemoLogin
) -> None:
    page = browser_page
    page.goto(f"/nl/check/{demo.slug}")
    # The page shows this state as soon as it has read the database.
    expect(page.locator("[data-state=on_phone]")).to_be_attached()
    sentences = ["Deze code kennen wij niet.", "Deze code is gebruikt."]
    page.evaluate(WRITE_REFUSED, [demo.slug, sentences])

    page.goto(f"/nl/p/{demo.slug}")

    fields = page.get_by_label("Code van uw uitnodiging, of van de wachtkamer")
    expect(fields).to_have_count(2)
    for field, sentence in zip(fields.all(), sentences, strict=True):
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(rf" niet\. Gesloten\. {sentence}$"))
    ids = page.locator("[id]").evaluate_all("(parts) => parts.map(({ id }) => id)")
    assert sorted(ids) == sorted(set(ids))


def _waits_with_a_change(app: Flask, page: Page, demo: DemoLogin) -> None:
    """Change answers that were shared, at the end of the form, and share them without a network."""
    secret = share(app.test_client(), demo.slug, STORY_A)["link"].partition("#")[2]
    page.goto(f"/nl/open#{secret}")
    page.locator("[data-link-form] button").click()
    page.wait_for_url("**/nl/mine")
    page.goto("/nl/mine/change")
    token = page.locator("input[name=reply_to]").input_value()
    expect(page.locator("[data-step].now")).to_be_visible()  # it has read the drafts
    draft = {"step": "review", "uid": str(uuid4()), "answers": [["reason", WORDS]]}
    page.evaluate(WRITE_DRAFT, [f"{demo.slug} {token[:21]}", draft])
    page.reload()
    expect(page.locator("[data-step=review].now")).to_be_visible()
    page.context.set_offline(True)
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()
