"""A change that waited while the practice gave new keys is shared as a new list, nothing typed is lost."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.browsers import Faults
from tests.entry import room_of, take_coded_only
from tests.logins import give
from tests.pages import check_page
from tests.people import STORY_A, DemoLogin, share
from tests.phone_storage import WRITE_DRAFT
from tests.queueing import count_records, is_off_the_phone

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


def _waits_with_a_change(app: Flask, page: Page, demo: DemoLogin) -> None:
    """Change answers that were shared, at the end of the form, and share them without a network."""
    secret = share(app.test_client(), demo.slug, STORY_A)["link"].partition("#")[2]
    page.goto(f"/nl/open#{secret}")
    page.locator("[data-link-form] button").click()
    page.wait_for_url("**/nl/mine")
    page.goto("/nl/mine/change")
    token = page.locator("input[name=reply_to]").input_value()
    draft = {"step": "review", "uid": str(uuid4()), "answers": [["reason", WORDS]]}
    page.evaluate(WRITE_DRAFT, [f"{demo.slug} {token[:21]}", draft])
    page.reload()
    expect(page.locator("[data-step=review].now")).to_be_visible()
    page.context.set_offline(True)
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()
