"""A phone on which something waits to be sent: what it keeps, what it sends, what arrives."""

import json

from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, Submission
from tests.people.patient import Patient
from tests.phones.waits import wait_until

# Everything in the database and the tab, in words: what somebody finds who looks for a word.
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

# As if what waits had been shared some days ago.
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

# As if the practice had refused changes of lists, each for its own reason.
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


# The words for what can happen to a sending come from the start page of the practice, after the check.
HAS_WORDS = """
(start) => performance.getEntriesByType("resource").some(({ name }) => new URL(name).pathname.endsWith(start))
"""


def has_words(patient: Patient) -> Patient:
    """Wait until the page can say everything, also without a network."""
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
    """Press Share where no sending gets through, and come back to the page later."""
    patient.page.route("**/check/de-dreef", refuse_posts)
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-state=waiting]")).to_be_visible()
    patient.page.reload()
    expect(patient.page.locator("[data-state=waiting]")).to_be_visible()
    return patient


def count_records(db: Session) -> int:
    """Count what has arrived at the practice, each with one sending."""
    db.rollback()
    counts = [
        select(func.count()).select_from(table).scalar_subquery()
        for table in (Conversation, Submission)
    ]
    # In one look: what arrives between two is in the second only.
    conversations, submissions = db.execute(select(*counts)).one()
    assert submissions == conversations
    return int(conversations)


def read_queue(page: Page) -> list[dict[str, object]]:
    """Read what waits on this phone."""
    queue: list[dict[str, object]] = json.loads(page.evaluate(READ_QUEUE))
    return queue


def is_off_the_phone(page: Page) -> None:
    """See that nothing waits any more."""
    wait_until(page, f"async () => (await ({READ_QUEUE})()) === '[]'")


def refuse_posts(route: Route) -> None:
    """Let no sending through."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def lose_the_answer(route: Route) -> None:
    """Let a sending through, but not its answer."""
    if route.request.method == "POST":
        route.fetch()
    refuse_posts(route)
