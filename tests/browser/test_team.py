"""A new colleague, from the GP's link to a patient's list, in real browsers."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from pwa.staff.core import Role
from tests.people.colleagues import hire
from tests.people.gp import Gp
from tests.people.stories import STORY_A, DemoLogin, Login, share
from tests.people.team import NEW_PASSWORD
from tests.phones.browsers import DESK, OpenContext

NAME, EMAIL = "Sanne de Wit", "sanne@dedreef.example.com"


@pytest.fixture
def gp(desk_page: Page, demo: DemoLogin, staff_client: FlaskClient, live_server: str) -> Gp:
    return Gp(desk_page, demo).goes_on(staff_client, live_server)


@pytest.fixture
def newcomer(open_device: OpenContext) -> Page:
    """The screen of the new colleague."""
    return open_device(viewport=DESK).new_page()


def invite(page: Page, role: str) -> str:
    """Invite a colleague through the pages; give the link."""
    page.get_by_role("link", name="Team", exact=True).click()
    page.get_by_role("link", name="Collega uitnodigen").click()
    page.fill("[name=name]", NAME)
    page.fill("[name=email]", EMAIL)
    page.check(f"[name=role][value={role}]")
    page.get_by_role("button", name="Maak de link").click()
    return page.locator("[data-copy-source]").input_value()


def set_up_app(page: Page) -> Login:
    """Set up an app for codes with the key on the page, and log in with its first code."""
    page.locator("form[action*=setup] button[type=submit]").first.click()
    key = re.sub(r"\W", "", page.locator("[data-totp-key]").inner_text())
    login = Login(EMAIL, NEW_PASSWORD, key)
    page.fill("[name=code]", login.second_factor())
    page.keyboard.press("Enter")
    return login


def test_a_gp_invites_a_colleague_who_reads_a_patients_list(
    app: Flask, gp: Gp, newcomer: Page, demo: DemoLogin
) -> None:
    code = share(app.test_client(), demo.slug, {**STORY_A, "known_as": "Fátima"})["code"]
    link = invite(gp.page, "gp")

    newcomer.goto(link)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text(f"Welkom, {NAME}")
    assert "#" not in newcomer.url
    newcomer.fill("[name=password]", NEW_PASSWORD)
    newcomer.fill("[name=again]", NEW_PASSWORD)
    newcomer.get_by_role("button", name="Beginnen").click()
    set_up_app(newcomer)
    newcomer.wait_for_url(re.compile("/recovery-codes"))
    newcomer.get_by_role("button", name="Maak mijn herstelcodes").click()
    newcomer.get_by_role("link", name=re.compile("Ik heb ze bewaard")).click()

    expect(newcomer.locator("main")).to_contain_text("Fátima")
    Gp(newcomer, demo).opens(code)
    expect(newcomer.locator("[data-part=priority]")).to_contain_text("Moe zijn")


def test_the_link_is_copied_with_one_press(gp: Gp) -> None:
    gp.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = invite(gp.page, "assistant")

    gp.page.get_by_role("button", name="Link kopiëren").click()

    expect(gp.page.locator("[data-copied]")).to_have_text("Gekopieerd")
    assert gp.page.evaluate("navigator.clipboard.readText()") == link


def test_rendering_the_link_uses_nothing_up(gp: Gp, open_device: OpenContext) -> None:
    link = invite(gp.page, "assistant")

    for _ in range(2):  # a mail scanner with a browser, and then the person
        page = open_device(viewport=DESK).new_page()
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Welkom, {NAME}")


def test_without_a_script_the_link_is_pasted(gp: Gp, page_without_script: Page) -> None:
    link = invite(gp.page, "assistant")

    page_without_script.goto(link)
    page_without_script.fill("[name=link]", link)
    page_without_script.get_by_role("button", name="Verder").click()

    expect(page_without_script.get_by_role("heading", level=1)).to_have_text(f"Welkom, {NAME}")


def test_a_key_is_given_with_one_press_on_the_list_of_today(
    app: Flask, gp: Gp, newcomer: Page, demo: DemoLogin
) -> None:
    nurse = hire(app, demo, Role.POH, "Noor")
    gp.page.get_by_role("link", name="Team", exact=True).click()
    gp.page.get_by_role("link", name="Noor").click()
    gp.page.get_by_text("Wachtwoord of telefoon kwijt").click()
    gp.page.get_by_role("button", name="Maak de link").click()
    newcomer.goto(gp.page.locator("[data-copy-source]").input_value())
    newcomer.fill("[name=password]", NEW_PASSWORD)
    newcomer.fill("[name=again]", NEW_PASSWORD)
    newcomer.get_by_role("button", name="Bewaar het wachtwoord").click()
    newcomer.fill("[name=code]", nurse.second_factor())
    newcomer.keyboard.press("Enter")
    expect(newcomer.locator("main")).to_contain_text("Uw sleutel van de praktijk ontbreekt.")

    gp.page.goto("/practice/")
    gp.page.get_by_role("button", name="Geef de sleutel").click()
    newcomer.goto("/practice/")

    expect(newcomer.locator("[data-find]")).to_be_visible()
