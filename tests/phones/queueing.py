"""Sendings that wait on a phone: read and change its queue, and count what arrives."""

import json

from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, Submission
from tests.people.patient import Patient
from tests.phones.waits import wait_until

# Returns all text in IndexedDB and the tab's storage, in which a test searches for a word.
READ_ALL = """
async () => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open("gesprek");
    request.onsuccess = () => resolve(request.result);
  });
  const found = {};
  for (const name of database.objectStoreNames) {
    found[name] = await new Promise((resolve) => {
      const all = database.transaction(name).objectStore(name).getAll();
      all.onsuccess = () => resolve(all.result);
    });
  }
  database.close();
  const text = (value) => (value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value)) : value);
  return JSON.stringify(found, (key, value) => text(value)) + JSON.stringify(sessionStorage) + name;
}
"""
READ_QUEUE = """
() => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onsuccess = () => {
    const all = request.result.transaction("queue").objectStore("queue").getAll();
    all.onsuccess = () => { request.result.close(); resolve(JSON.stringify(all.result)); };
  };
})
"""

# Makes the waiting sendings look as if they were shared some days ago.
MAKE_OLD = """
(days) => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onsuccess = () => {
    const store = request.result.transaction("queue", "readwrite").objectStore("queue");
    const cursor = store.openCursor();
    cursor.onsuccess = () => {
      if (!cursor.result) { request.result.close(); resolve(); return; }
      const sharedAt = Date.now() - days * 24 * 60 * 60 * 1000;
      cursor.result.update({ ...cursor.result.value, sharedAt, seenAt: sharedAt });
      cursor.result.continue();
    };
  };
})
"""

# Adds sendings that look like changes of lists that the practice refused, each for its own reason.
WRITE_REFUSED = """
async ([practice, sentences]) => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open("gesprek");
    request.onsuccess = () => resolve(request.result);
  });
  const sharedAt = Date.now();
  const store = database.transaction("queue", "readwrite").objectStore("queue");
  for (const [number, entry_code] of sentences.entries()) {
    const uid = number + crypto.randomUUID().slice(1); // the queue gives them in the order of their ids
    store.put({
      uid, draft: practice, practice, address: `/nl/check/${practice}`, sealed: new ArrayBuffer(0), isChange: true,
      state: "refused", status: 422, faults: { reply_to: "Gesloten.", entry_code }, sharedAt, seenAt: sharedAt,
      tries: 1, isUnderway: false, mayBeThere: false,
    }, uid);
  }
  await new Promise((resolve) => { store.transaction.oncomplete = resolve; });
  database.close();
}
"""


# Whether the page has loaded the texts about sendings, which are on the practice's start page.
HAS_WORDS = """
(start) => performance.getEntriesByType("resource").some(({ name }) => new URL(name).pathname.endsWith(start))
"""


def has_words(patient: Patient) -> Patient:
    """Wait until the page has the texts about sendings, which it needs without a network."""
    patient.page.wait_for_function(HAS_WORDS, arg=f"/p/{patient.slug}")
    return patient


def shares_offline(patient: Patient) -> Patient:
    """Press Share without a network."""
    has_words(patient)
    patient.page.context.set_offline(True)
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-state=waiting]")).to_be_visible()
    return patient


def waits_after_reload(patient: Patient) -> Patient:
    """Press Share while every POST request fails, and reload the page."""
    patient.page.route("**/check/de-dreef", refuse_posts)
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-state=waiting]")).to_be_visible()
    patient.page.reload()
    expect(patient.page.locator("[data-state=waiting]")).to_be_visible()
    return patient


def count_records(db: Session) -> int:
    """Return the number of conversations, and assert that each has one submission."""
    db.rollback()
    counts = [
        select(func.count()).select_from(table).scalar_subquery()
        for table in (Conversation, Submission)
    ]
    # One query counts both, so that nothing arrives between two counts.
    conversations, submissions = db.execute(select(*counts)).one()
    assert submissions == conversations
    return int(conversations)


def read_queue(page: Page) -> list[dict[str, object]]:
    """Return the sendings in this phone's queue."""
    queue: list[dict[str, object]] = json.loads(page.evaluate(READ_QUEUE))
    return queue


def is_off_the_phone(page: Page) -> None:
    """Wait until this phone's queue is empty."""
    wait_until(page, f"async () => (await ({READ_QUEUE})()) === '[]'")


def refuse_posts(route: Route) -> None:
    """Abort POST requests (a Playwright route handler)."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def lose_the_answer(route: Route) -> None:
    """Send POST requests to the server, but drop the answers (a Playwright route handler)."""
    if route.request.method == "POST":
        route.fetch()
    refuse_posts(route)
