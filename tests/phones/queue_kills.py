"""Phones that share without a pause while the server is killed again and again.

The phones run the queue of the pages, to the letter: its files are loaded from the server, its sendings
lie in the browser's database, its receipts are checked by their proof. What it calls received must be
found afterwards, and once.
"""

import random
import time
import uuid
from dataclasses import dataclass

from playwright.sync_api import Browser, Page
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, Submission
from pwa.vault.crypto import derive
from tests.databases.killable import KillableServer

PHONES = 4
MOST_WAITING = 10  # on one phone
CHECK = "/nl/check/de-dreef"
LONGEST_WAIT_S = 0.3  # for the next kill, in which at most a few are shared

SHARE = """
({ address, most, wanted }) => {
  const find = (name) => document.querySelector(`link[href$="/js/${name}.js"]`).href;
  const body = (uid) => `feeling=okay&pain=some&tired=much&priority=tired&consent=1&uid=${uid}`;
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  window.received = [];
  window.failure = "";
  (async () => {
    const { Queue } = await import(find("send/queue"));
    const queue = new Queue();
    while (window.received.length < wanted) {
      const count = Math.min(most, wanted - window.received.length);
      for (let made = 0; made < count; made += 1) {
        const uid = crypto.randomUUID();
        await queue.add({
          uid, address, draft: "", practice: "", sealed: await gesprekKeys.seal(uid, body(uid)), isChange: false,
          state: "waiting", sharedAt: Date.now(), tries: 0, isUnderway: false, mayBeThere: false,
        });
      }
      if (!queue.isKept) throw new Error("nothing is kept");
      for (;;) {
        await queue.sendAll({ isAsked: true });
        const all = await queue.all();
        for (const { uid, state, tries } of all) {
          if (state === "waiting") continue;
          if (state !== "received") throw new Error(state);
          window.received.push([uid, tries]);
          await queue.remove(uid);
        }
        if (all.every(({ state }) => state === "received")) break;
        await pause(200);
      }
    }
  })().catch((error) => { window.failure = String(error); });
}
"""


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes:
        received: the sendings that the phones call received.
        retried: those of them that took more than one try.
        lost: received, and not found.
        records: conversations in the database.
    """

    received: int
    retried: int
    lost: int
    records: int
    sendings: int
    kills: int
    seconds: float

    @property
    def twice(self) -> int:
        """What is in the database without being received once."""
        return self.records + self.sendings - 2 * self.received


def share_and_kill(
    browser: Browser, server: KillableServer, db: Session, *, shares: int, kills: int
) -> Outcome:
    """Share so many times, and kill the server so many times meanwhile."""
    began = time.monotonic()
    before = _count(db, Conversation), _count(db, Submission)
    contexts = [browser.new_context(service_workers="block") for _ in range(PHONES)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(server.url + CHECK)
        wanted = {"address": CHECK, "most": MOST_WAITING, "wanted": shares // PHONES}
        page.evaluate(SHARE, wanted)
    while (done := sum(map(_count_received, pages))) < shares:
        # One after the other over all the shares: a server that is quick gets through before the next one.
        if server.kills < kills and done >= server.kills * shares / (kills + 1):
            time.sleep(random.uniform(0, LONGEST_WAIT_S))
            server.kill()
            server.start()
        time.sleep(0.05)
    received = [one for page in pages for one in page.evaluate("window.received")]
    for context in contexts:
        context.close()
    db.rollback()
    found = set(db.scalars(select(Submission.uid_digest)))
    digests = [derive(uuid.UUID(uid).bytes, "submission") for uid, _tries in received]
    return Outcome(
        received=len(set(digests)),
        retried=sum(tries > 1 for _uid, tries in received),
        lost=sum(digest not in found for digest in digests),
        records=_count(db, Conversation) - before[0],
        sendings=_count(db, Submission) - before[1],
        kills=server.kills,
        seconds=time.monotonic() - began,
    )


def _count_received(page: Page) -> int:
    failure = page.evaluate("window.failure")
    if failure:
        raise AssertionError(failure)
    count: int = page.evaluate("window.received.length")
    return count


def _count(db: Session, table: type[Conversation | Submission]) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(table)) or 0
