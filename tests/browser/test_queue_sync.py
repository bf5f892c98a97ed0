"""Background sync: the worker sends what waits when no page is open, and leaves no code behind."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect
from sqlalchemy.orm import Session

from tests.databases.homes import Home
from tests.databases.killable import KillableServer
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import FLAGS, Faults, OpenContext, find_chromium
from tests.phones.queueing import MAKE_OLD, READ_ALL, count_records, has_words, read_queue
from tests.phones.waits import wait_for, wait_until

TAG = "gesprek-queue"
IS_ASKED = "async () => (await (await navigator.serviceWorker.ready).sync.getTags()).length > 0"


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """The full Chromium: its headless shell has no background sync."""
    whole = browser.browser_type.launch(executable_path=find_chromium(), args=FLAGS)
    yield whole
    whole.close()


@pytest.fixture
def server(home: Home) -> Iterator[KillableServer]:
    """A server that can be killed and started again."""
    server = KillableServer(home)
    server.start()
    yield server
    server.close()


@pytest.fixture
def live_server(server: KillableServer) -> str:
    """The address of the killable server, in place of the shared one."""
    return server.url


@pytest.fixture
def phone(open_device: OpenContext, faults: Faults, live_server: str) -> BrowserContext:
    """A phone with a worker that may send in the background."""
    faults.network_fails = True
    context = open_device(service_workers="allow")
    context.grant_permissions(["background-sync"], origin=live_server)
    return context


@pytest.fixture
def waiting(phone: BrowserContext, server: KillableServer) -> Page:
    """A page whose sending waits, because the server is away."""
    patient = has_words(Patient(phone.new_page()).resumes(STORY_A))
    patient.page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    server.kill()
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-state=waiting]")).to_be_visible()
    wait_until(patient.page, IS_ASKED)
    return patient.page


def test_what_waits_goes_without_a_page_and_brings_no_code(
    waiting: Page, phone: BrowserContext, server: KillableServer, db_session: Session
) -> None:
    sync = BackgroundSync(phone, server.url)
    waiting.goto("about:blank")  # no page of ours is open
    server.start()

    sync.tell_of_network()
    wait_until_arrived(db_session)

    page = phone.new_page()
    page.route("**/check/de-dreef", lambda route: route.abort())
    page.goto("/nl/p/de-dreef")
    expect(page.locator("[data-state=received]")).to_contain_text("Ontvangen door de praktijk")
    assert [one["state"] for one in read_queue(page)] == ["received"]
    kept = page.evaluate(READ_ALL)
    assert '"code"' not in kept
    assert "/open#" not in kept
    assert phone.cookies() == []


def test_the_code_comes_when_somebody_looks(
    waiting: Page, phone: BrowserContext, server: KillableServer, db_session: Session
) -> None:
    sync = BackgroundSync(phone, server.url)
    waiting.goto("about:blank")
    server.start()
    sync.tell_of_network()
    wait_until_arrived(db_session)

    page = phone.new_page()
    page.goto("/nl/check/de-dreef")

    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1


def test_what_was_called_off_does_not_go(
    waiting: Page, phone: BrowserContext, server: KillableServer, db_session: Session
) -> None:
    sync = BackgroundSync(phone, server.url)
    waiting.locator("[data-do=cancel]").click()
    expect(waiting.locator("[data-state=cancelled]")).to_be_visible()
    server.start()

    sync.tell_of_network()
    waiting.wait_for_timeout(2000)

    assert count_records(db_session) == 0


def test_what_has_waited_for_a_week_does_not_go(
    waiting: Page, phone: BrowserContext, server: KillableServer, db_session: Session
) -> None:
    sync = BackgroundSync(phone, server.url)
    waiting.evaluate(MAKE_OLD, 8)
    waiting.goto("about:blank")
    server.start()

    sync.tell_of_network()
    waiting.wait_for_timeout(2000)

    assert count_records(db_session) == 0


def test_what_is_on_its_way_when_the_page_closes_goes_too(
    phone: BrowserContext, db_session: Session
) -> None:
    page = Patient(phone.new_page()).resumes(STORY_A).page
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.route("**/check/de-dreef", lambda route: None)  # never answered
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=sending]")).to_be_visible()

    page.close()

    wait_until_arrived(db_session)


class BackgroundSync:
    """The browser's part of background sync: fires a worker's `sync` event by DevTools protocol."""

    def __init__(self, phone: BrowserContext, origin: str) -> None:
        self.origin = origin
        self.registration = ""
        self.session: CDPSession = phone.new_cdp_session(phone.pages[0])
        self.session.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.session.send("ServiceWorker.enable")
        wait_for(phone.pages[0], lambda: self.registration)

    def _note(self, event: dict[str, list[dict[str, str]]]) -> None:
        for registration in event["registrations"]:
            self.registration = registration["registrationId"]

    def tell_of_network(self) -> None:
        """Fire the `sync` event, as the browser does when the network is back."""
        where = {"origin": self.origin, "registrationId": self.registration}
        self.session.send(
            "ServiceWorker.dispatchSyncEvent", {**where, "tag": TAG, "lastChance": False}
        )


def wait_until_arrived(db: Session) -> None:
    for _ in range(300):
        if count_records(db):
            return
        time.sleep(0.1)
    raise AssertionError("nothing arrived")
