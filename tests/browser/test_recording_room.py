"""The recording room in Chromium: a sentence is recorded by its microphone, heard, and accepted by another."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from pwa.staff.core import Role
from pwa.voice.sentences import sentences
from tests.inputs.recording_zips import pack
from tests.pages.axe import Checker, rules_for
from tests.people.colleagues import hire
from tests.people.gp import take_over_login
from tests.people.recorder import ROOM
from tests.people.stories import DemoLogin, log_in
from tests.phones.browsers import PHONE, OpenContext

# Half of the screen of a practice: the record system is beside it.
SCREEN = {"width": 960, "height": 720}


def record(page: Page, check: Checker) -> None:
    """Record by keyboard: say who speaks, press Record, listen, send."""
    page.get_by_label("Voornaam").fill("Samira")
    page.get_by_label("Deze praktijk mag mijn stem").check()
    page.get_by_role("button", name="Deze persoon spreekt").press("Enter")
    check("language")
    page.get_by_role("link", name="Neem de volgende zin op").press("Enter")
    expect(page.locator("h1")).to_have_text(sentences("nl")[0].text)
    check("sentence")
    page.get_by_role("button", name="Neem op").press("Enter")
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_focused()
    # The device of the test gives a short tone each second.
    page.wait_for_function("() => performance.now() > (window.begun ??= performance.now()) + 2500")
    stop.press("Enter")
    expect(page.get_by_text("Luister ernaar")).to_be_visible()
    page.locator("[data-heard] audio").evaluate("sound => sound.play()")
    check("heard")
    page.get_by_role("button", name="Verstuur deze opname").press("Enter")
    expect(page.get_by_text("Iemand anders luistert de opname nu na")).to_be_visible()


def test_a_sentence_is_recorded_heard_and_accepted_by_somebody_else(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    client: FlaskClient,
    open_device: OpenContext,
    live_server: str,
) -> None:
    manager = app.test_client()
    log_in(manager, hire(app, demo, Role.MANAGER))
    page = open_device(viewport=SCREEN, permissions=["microphone"]).new_page()
    take_over_login(manager, page, live_server)
    check = Checker(page, rules_for("light"))
    check.visit(ROOM)
    page.get_by_role("link", name="Nederlands").press("Enter")
    record(page, check)

    listener = open_device(viewport=SCREEN).new_page()
    take_over_login(staff_client, listener, live_server)
    listener.goto(f"{ROOM}/nl")
    listener.get_by_role("link", name="Luister de volgende na").press("Enter")
    sound = listener.locator("audio").first
    sound.evaluate("sound => sound.play()")
    assert sound.evaluate("sound => sound.duration") > 0.2
    listener.get_by_role("button", name="Ja, gebruik hem").press("Enter")
    expect(listener.get_by_text("niets meer na te luisteren")).to_be_visible()

    rows = client.get(f"/nl/voice/{demo.slug}").get_json()["texts"]
    assert rows[sentences("nl")[0].text][1] == "recording"


def take_over(page: Page, check: Checker, file: Path) -> None:
    """Take the recordings of a file over by keyboard."""
    check.visit(ROOM)
    page.get_by_role("link", name="Opnames van een andere praktijk overnemen").press("Enter")
    check("import")
    page.get_by_label("Welk bestand?").set_input_files(file)
    page.get_by_role("button", name="Kijk wat erin staat").press("Enter")
    expect(page.locator("[data-part=fitting]")).to_have_text("1")
    check("preview of an import")
    page.get_by_label("Gebruik ze meteen").press("Space")
    page.get_by_role("button", name="Neem over").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 opname is overgenomen")


def invite(page: Page, check: Checker) -> str:
    """Make a link by keyboard, with the name forgotten at first; gives the link."""
    page.goto(ROOM)
    page.get_by_role("button", name="Maak een link").press("Enter")
    expect(page.locator("[data-errors]")).to_be_focused()
    check("no name")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("Fatima")
    page.locator("#language").select_option("rif")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Link voor Fatima")
    check("link")
    return page.locator("[data-copy-source]").input_value()


def test_links_and_files_of_others_need_no_mouse(
    staff_client: FlaskClient, open_device: OpenContext, live_server: str, tmp_path: Path
) -> None:
    file = tmp_path / "recordings.zip"
    file.write_bytes(pack())
    page = open_device(viewport=SCREEN).new_page()
    take_over_login(staff_client, page, live_server)
    check = Checker(page, also=(("light", PHONE),))
    take_over(page, check, file)
    link = invite(page, check)

    guest = open_device(viewport=PHONE).new_page()
    check = Checker(guest)
    check.visit(link.split("#")[0])
    guest.locator("#link").fill(link)
    guest.keyboard.press("Enter")
    expect(guest.locator("h1")).to_have_text("Tarifit")
    check("the room of a guest")
    guest.get_by_role("button", name="Klaar: verlaat deze kamer").press("Enter")
    guest.wait_for_url(lambda url: "/recordings" not in url)
