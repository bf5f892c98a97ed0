"""The pages of meetings, and what the patient sees of them, can be used by everybody."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.inputs.meetings import MEETINGS, TableDesk, make_meeting
from tests.pages.axe import BUT_COLOURS, EVERYTHING, Checker
from tests.people.desk import CARERS_FORM, Desk
from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.browsers import DESK, OpenContext


def test_axe_finds_nothing_on_meetings_sheets_and_my_plan(
    app: Flask,
    staff_client: FlaskClient,
    open_device: OpenContext,
    demo: DemoLogin,
    db_session: Session,
    live_server: str,
) -> None:
    keys = share(app.test_client(), demo.slug, STORY_A, language="ar")
    conversation = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    Desk(staff_client, conversation).saves(CARERS_FORM)
    table, meeting = TableDesk(staff_client, conversation), make_meeting(staff_client)

    screen = open_device(viewport=DESK).new_page()
    take_over_login(staff_client, screen, live_server)
    check = Checker(screen, EVERYTHING)
    check.visit(MEETINGS)
    check.visit(table.address)
    screen.locator("[name=meeting]").check(force=True)
    screen.fill("[name=patient]", "Samira")
    screen.fill("[name=question]", "Wie kan haar moeder helpen?")
    screen.locator("[name=step]").first.check(force=True)
    screen.locator("main form button[type=submit]").last.click()
    check("the question in two languages")
    screen.locator("[name=answer][value=yes]").check(force=True)
    screen.locator("main form button[type=submit]").last.click()
    check("a sheet")
    check.visit(f"{MEETINGS}/{meeting}")

    phone = open_device(
        has_touch=True, is_mobile=True, viewport={"width": 320, "height": 640}
    ).new_page()
    phone.goto("/ar/open")
    phone.fill("#code", keys["code"])
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/mine**")
    Checker(phone, BUT_COLOURS).visit("/ar/mine/plan")
    assert phone.locator("[data-part=sheet] form").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
