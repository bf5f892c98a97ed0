"""Server, page or browser dies while answers are sent: they arrive once, the code is shown."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, Submission
from tests.databases.homes import Home
from tests.databases.killable import AFTER_THE_ANSWER, MOMENTS, KillableServer
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import FLAGS, PHONE, Faults, crash, find_chromium
from tests.phones.queueing import read_queue


@pytest.fixture
def server(home: Home) -> Iterator[KillableServer]:
    """A server that can be killed."""
    server = KillableServer(home)
    server.start()
    yield server
    server.close()


@pytest.fixture
def live_server(server: KillableServer) -> str:
    """The address of the killable server, in place of the shared one."""
    return server.url


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


def test_the_server_is_dead_before_it_begins(
    patient: Patient, server: KillableServer, db_session: Session
) -> None:
    patient.resumes(STORY_A)
    server.kill()

    patient.page.locator("[data-share]").click()
    waits(patient.page)

    server.start()
    patient.page.evaluate("dispatchEvent(new Event('online'))")
    arrived_once(patient.page, db_session)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_server_dies_while_it_takes_a_sending(
    patient: Patient, server: KillableServer, db_session: Session, moment: str
) -> None:
    patient.resumes(STORY_A)
    server.die_at(moment)

    patient.page.locator("[data-share]").click()
    server.wait_for_death()
    waits(patient.page)

    server.start()
    patient.page.reload()
    arrived_once(patient.page, db_session)


def test_a_page_that_stays_open_tries_again_by_itself(
    patient: Patient, server: KillableServer, db_session: Session
) -> None:
    patient.page.clock.install()
    patient.resumes(STORY_A)
    server.kill()
    patient.page.locator("[data-share]").click()
    waits(patient.page)

    server.start()
    patient.page.clock.run_for(31_000)

    arrived_once(patient.page, db_session)


def test_the_tab_dies_as_the_button_is_pressed(
    patient: Patient, server: KillableServer, db_session: Session
) -> None:
    patient.resumes(STORY_A)
    # An answer would take the tab to the next page, and a page that is left cannot crash any more.
    server.freeze()
    patient.page.locator("[data-share]").dispatch_event("click")
    page = crash(patient.page)
    server.thaw()

    page.goto("/robots.txt")  # of the same origin, and without a script that would send
    died_before_anything_was_kept = read_queue(page) == []
    page.goto(f"/nl/check/{patient.slug}")
    if died_before_anything_was_kept:
        page.locator("[data-share]").click()

    arrived_once(page, db_session)


def test_the_tab_dies_while_the_server_works(
    patient: Patient, server: KillableServer, db_session: Session
) -> None:
    patient.resumes(STORY_A)
    server.freeze()
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-state=sending]")).to_be_visible()

    page = crash(patient.page)
    server.thaw()
    page.goto(f"/nl/check/{patient.slug}")

    arrived_once(page, db_session)


def test_the_receipt_is_there_and_its_page_is_not(
    patient: Patient, server: KillableServer, db_session: Session
) -> None:
    patient.resumes(STORY_A)
    server.die_at(AFTER_THE_ANSWER)
    patient.page.locator("[data-share]").click()
    server.wait_for_death()
    page = patient.page.context.new_page()
    patient.page.close()

    server.start()
    page.goto(f"/nl/check/{patient.slug}")

    arrived_once(page, db_session)


def test_the_tab_dies_on_the_receipt_before_its_script_has_run(
    patient: Patient, db_session: Session
) -> None:
    patient.resumes(STORY_A)
    patient.page.route("**/js/send/pending.js", lambda route: None)  # never answered
    patient.shares()
    code = patient.page.locator("[data-code]").inner_text()

    page = crash(patient.page)
    page.goto(f"/nl/check/{patient.slug}")

    arrived_once(page, db_session)
    assert page.locator("[data-code]").inner_text() == code


def test_the_browser_is_killed_while_something_waits(
    browser: Browser, server: KillableServer, db_session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "phone"
    context = open_phone(browser, folder, server.url)
    patient = Patient(context.new_page()).resumes(STORY_A)
    server.kill()
    patient.page.locator("[data-share]").click()
    waits(patient.page)

    kill_browser(folder)
    server.start()
    context = open_phone(browser, folder, server.url)
    page = context.new_page()
    page.goto("/nl/check/de-dreef")

    arrived_once(page, db_session)
    context.close()


def waits(page: Page) -> None:
    expect(page.locator("[data-state=waiting]")).to_be_visible()


def arrived_once(page: Page, db: Session) -> None:
    expect(page.locator("[data-code]")).to_be_visible()
    expect(page.locator("[data-status=received]")).to_be_visible()
    for table in (Conversation, Submission):
        assert db.scalar(select(func.count()).select_from(table)) == 1


def open_phone(browser: Browser, folder: Path, url: str) -> BrowserContext:
    """Open a browser with its profile in a folder, so that its storage outlives the process."""
    return browser.browser_type.launch_persistent_context(
        folder,
        executable_path=find_chromium(),
        args=FLAGS,
        base_url=url,
        viewport=PHONE,
        reduced_motion="reduce",
    )


def kill_browser(folder: Path) -> None:
    """Kill the main process of the browser with this profile folder; its children end too."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            words = (
                (entry / "cmdline").read_bytes().decode().split("\0")
                if entry.name.isdigit()
                else []
            )
            if f"--user-data-dir={folder}" in words and not any(
                "--type=" in word for word in words
            ):
                os.kill(int(entry.name), signal.SIGKILL)
                return
    raise AssertionError("no browser has this folder")
