"""Then and now on a phone: what is kept there alone, and that everybody can use the page."""

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, StoredDocument
from tests.pages.axe import BUT_COLOURS, EVERYTHING, Checker
from tests.people.desk import CARERS_FORM, Desk
from tests.people.own_phone import OwnPhone
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin, share


def test_for_myself_only_stays_on_an_own_phone_and_is_never_sent(
    app: Flask,
    browser_page: Page,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
) -> None:
    keys = share(app.test_client(), demo.slug, STORY_A)
    conversation = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    Desk(staff_client, conversation).saves(CARERS_FORM)
    phone = OwnPhone(browser_page).opens(keys["code"])
    patient = Patient(browser_page, demo.slug)

    browser_page.goto("/nl/mine/again")
    patient.answers({"filled_by": "self", "feeling": "okay", "tired": "some"})
    expect(browser_page.locator("[data-share]")).to_be_visible()
    expect(browser_page.get_by_text("Alleen voor mijzelf bewaren")).to_have_count(0)

    browser_page.goto("/nl/mine")
    phone.calls_it_own()
    browser_page.goto("/nl/mine/again")
    patient.sees_question("review")
    browser_page.get_by_text("Alleen voor mijzelf bewaren").click()

    browser_page.wait_for_url("**/mine/then-and-now")
    kept = browser_page.locator("[data-part=alone]")
    expect(kept).to_contain_text("Moe zijn: een beetje")
    expect(kept).to_contain_text("gaat wel")
    assert db_session.query(StoredDocument).filter_by(kind="check").count() == 1
    for language, rules in (("nl", EVERYTHING), ("ar", BUT_COLOURS)):
        Checker(browser_page, rules).visit(f"/{language}/mine/then-and-now")
    browser_page.locator("[data-part=alone] button").click()
    expect(kept).to_have_count(0)
    assert phone.kept()[0].get("alone") is None
