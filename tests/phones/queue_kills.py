"""Phones that share without a pause while the server is killed again and again.

The phones run the real queue: its scripts come from the server, its sendings are in IndexedDB, and
it checks the proof of each receipt. Each sending in state `received` must be in the server's
database exactly once.
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
MOST_WAITING = 10  # per phone
CHECK = "/nl/check/de-dreef"
LONGEST_WAIT_S = 0.3  # before a kill; short, so that few sendings arrive meanwhile

SHARE = """
async ({ address, most, wanted }) => {
  const { src } = document.querySelector('script[src$="/js/check/selfcheck.js"]');
  const find = (name) => new URL(`../${name}.js`, src).href;
  const body = (uid) => `feeling=okay&pain=some&tired=much&priority=tired&consent=1&uid=${uid}`;
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  window.received = [];
  window.failure = "";
  const { Queue } = await import(find("send/queue"));  // while the server is up
  (async () => {
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
    """The counts after a run.

    Attributes:
        received: sendings that are in state `received` on the phones.
        retried: those of them that took more than one try.
        lost: received sendings that are not in the database.
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
        """Return the surplus rows: a received sending has one conversation and one submission."""
        return self.records + self.sendings - 2 * self.received


def share_and_kill(
    browser: Browser, server: KillableServer, db: Session, *, shares: int, kills: int
) -> Outcome:
    """Share `shares` times in all, and kill the server `kills` times meanwhile."""
    began = time.monotonic()
    before = _count(db, Conversation), _count(db, Submission)
    contexts = [browser.new_context(service_workers="block") for _ in range(PHONES)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(server.url + CHECK)
        wanted = {"address": CHECK, "most": MOST_WAITING, "wanted": shares // PHONES}
        page.evaluate(SHARE, wanted)
    while (done := sum(map(_count_received, pages))) < shares:
        # Spread the kills evenly over the shares, so that a fast server is also killed to the end.
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
