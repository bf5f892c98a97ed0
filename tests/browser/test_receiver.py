"""A warm handover is answered in the receiver's browser, and followed up at the practice's desk."""

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from pwa.staff.core import Role
from tests.inputs.handovers import put_handover
from tests.pages.axe import Checker
from tests.people.colleagues import hire
from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, DemoLogin, log_in, share
from tests.phones.browsers import OpenContext


def test_the_receiver_answers_and_the_desk_closes_it(
    app: Flask, demo: DemoLogin, open_device: OpenContext, desk_page: Page, live_server: str
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    put = put_handover(app, demo)
    page = open_device(viewport={"width": 320, "height": 640}, has_touch=True).new_page()
    check = Checker(page)

    page.goto(f"/handover#{put.link.secret}")
    expect(page.locator("#digits")).to_be_focused()
    expect(page.locator("[data-typed-code]")).to_be_hidden()
    assert put.link.secret not in page.url
    check("link")
    page.keyboard.type(f"{(int(put.link.digits) + 1) % 10_000:04}")
    page.keyboard.press("Enter")
    expect(page.locator("#digits-error")).to_contain_text("9")
    expect(page.locator("[data-typed-code]")).to_be_hidden()
    check("wrong digits")
    page.fill("#digits", put.link.digits)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("oppassen")
    check("letter")
    page.fill("#words", "Ik bel maandag weer.")
    page.get_by_role("button", name="Ik probeerde te bellen").click()
    expect(page.locator("[data-answer=tried]")).to_contain_text("Ik bel maandag weer.")
    check("answered")

    _sees_it_at_the_desk(app.test_client(), app, demo, desk_page, live_server)
    page.get_by_role("button", name="We hebben gesproken").click()
    expect(page.locator("h1")).to_have_text("Deze overdracht is gesloten")
    expect(page.locator("main")).not_to_contain_text("Samira")
    check("closed")


def _sees_it_at_the_desk(
    client: FlaskClient, app: Flask, demo: DemoLogin, desk: Page, live_server: str
) -> None:
    log_in(client, hire(app, demo, Role.ASSISTANT))
    take_over_login(client, desk, live_server)
    desk.goto("/practice/handovers")
    card = desk.locator("[data-handover]")
    expect(card).to_contain_text("geprobeerd te bellen")
    expect(card).not_to_contain_text(
        "maandag"
    )  # the line is in the answer, which the desk opens not
    Checker(desk)("handovers")
    card.get_by_text("Sluiten").click()
    card.get_by_role("button", name="Klaar").click()
    expect(desk.locator("[data-handover]")).to_have_count(0)


def test_without_a_script_the_code_on_paper_is_typed(
    app: Flask, demo: DemoLogin, open_device: OpenContext
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    put = put_handover(app, demo)
    page = open_device(java_script_enabled=False).new_page()

    page.goto("/handover")
    page.fill("#code", put.link.secret)
    page.fill("#digits", put.link.digits)
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("oppassen")
