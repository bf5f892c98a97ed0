/**
 * Scripts write to the phone while somebody leaves, after each possible number of turns of the event loop.
 * When all work that was begun is over, nothing is left on the phone.
 */

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { Caches, Registration, Worker } from "./caches.js";
import { importAgain } from "./files.js";
import { Phone, makeSending } from "./phone.js";

const BUILD = "b2";
const ABOUT = { build: BUILD, files: ["/static/b2/js/a.js", "/static/b2/js/b.js"], late: { "/static/b2/js/c.js": "c" }, languages: ["nl", "tr"] };
const ADDRESSES = ["/nl/kept/de-dreef", "/tr/kept/de-dreef"];
const KEEP = { type: "keep", urls: ADDRESSES };
const UID = "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2";
const MOST_TURNS = 400;

let kept = new Caches();

const turn = () => new Promise((resolve) => { setImmediate(resolve); });

async function turns(/** @type {number} */ count) {
  for (let each = 0; each < count; each += 1) await turn();
}

/**
 * Answer as the practice's server does to the requests of the service worker.
 * @param {string} address
 */
async function answer(address) {
  await turns(3);
  const [, language, slug] = /^\/(..)\/kept\/(.+)$/.exec(address) ?? [];
  if (!slug) return new Response("file");
  const pages = [`/${language}/p/${slug}`, `/${language}/check/${slug}`, `/${language}/away`];
  return Response.json({ build: BUILD, pages: pages.map((path) => ({ path, headers: {}, body: path })) });
}

/**
 * Tasks of the service worker, by name: each starts the task and returns the registration that a page finds.
 * @type {Record<string, () => Registration | Promise<Registration>>}
 */
const AT_WORK = {
  "its first install": () => new Registration({ installing: new Worker(ABOUT) }),
  "the install of a newer build": async () => {
    const before = await kept.open("gesprek-documents-b1");
    await before.put("/nl/check/de-dreef", new Response("old"));
    await kept.open("gesprek-files-b1");
    return new Registration({ installing: new Worker(ABOUT) });
  },
  "keeping the pages of a practice": () => {
    const active = new Worker(ABOUT);
    active.postMessage(KEEP);
    return new Registration({ active });
  },
  "keeping the pages that two tabs have asked for": () => {
    const active = new Worker(ABOUT);
    active.postMessage(KEEP);
    active.postMessage({ type: "keep", urls: ADDRESSES.map((address) => address.replace("dreef", "berk")) });
    return new Registration({ active });
  },
};

/**
 * Ways to leave, by name; each gets the function that wipes the phone.
 * @type {Record<string, (wipe: () => Promise<void>) => Promise<void>>}
 */
const LEAVING = {
  "the calendar stays open": (wipe) => wipe(),
  "the calendar is closed at once": () => navigator.serviceWorker.getRegistrations().then(([{ installing, active }]) => {
    for (const worker of [installing, active]) worker?.postMessage("leave");
  }),
};

describe("the worker", () => {
  /** @type {() => Promise<void>} */
  let wipe;

  beforeEach(async () => {
    new Phone().install();
    ({ wipe } = await importAgain("js/leave/wipe.js"));
    Object.assign(globalThis, { fetch: answer });
  });

  /** @param {() => Registration | Promise<Registration>} work */
  async function begin(work) {
    kept = new Caches();
    Object.assign(globalThis, { caches: kept });
    const registration = await work();
    Object.assign(navigator, { serviceWorker: { getRegistrations: async () => (registration.isThere ? [registration] : []) } });
    return registration;
  }

  for (const [doing, work] of Object.entries(AT_WORK)) {
    /** After how many turns of the event loop the task is complete when nobody leaves. */
    let whole = 0;

    test(`${doing} keeps something when nobody leaves`, async () => {
      await begin(work);
      const count = () => [...kept.all.values()].reduce((sum, { answers }) => sum + answers.size, 0);
      let [at, last] = [0, -1];
      for (; at < MOST_TURNS; at += 1) {
        await turn();
        if (count() !== last) [last, whole] = [count(), at];
      }

      assert.ok(last >= 3, `${last} answers are kept`);
      assert.ok(whole > 5 && whole < MOST_TURNS / 2, `in ${whole} turns`);
    });

    for (const [way, leave] of Object.entries(LEAVING)) {
      test(`${doing} leaves nothing at any moment when ${way}`, async () => {
        for (let moment = 0; moment <= whole + 10; moment += 1) {
          await begin(work);
          await turns(moment);

          await leave(wipe);
          await turns(whole + 100);

          assert.deepEqual([...kept.all.keys()], [], `left after ${moment} turns`);
        }
      });
    }
  }

  test("an install ends when somebody leaves, however long a file takes", async () => {
    Object.assign(globalThis, { fetch: () => new Promise(() => {}) });
    const registration = await begin(AT_WORK["its first install"]);
    await turns(10);

    await wipe();

    assert.equal(registration.isThere, false);
    assert.deepEqual([...kept.all.keys()], []);
  });
});

/**
 * Writes of pages, by name: each returns a function that writes once more.
 * @type {Record<string, (phone: Phone, page: any) => Promise<() => Promise<void>>>}
 */
const WRITERS = {
  "the draft of the check": async () => {
    const { DraftBox } = await importAgain("js/draft/draft.js");
    const box = new DraftBox("demo", { read: () => [], onKept: () => {}, onGone: () => {}, onNews: () => {} });
    await box.load([]);
    let count = 0;
    return () => box.save({ step: "pain", uid: UID, answers: [["pain", String(count += 1)]] });
  },
  "the draft where storage is forbidden": async (phone, page) => {
    Object.assign(phone, { forbidden: {} });
    return WRITERS["the draft of the check"](phone, page);
  },
  "what waits to be sent": async (_phone, page) => {
    const queue = new page.Queue();
    return async () => queue.add(await makeSending(UID));
  },
  "an own list": async (_phone, page) => {
    const list = { id: "1", name: "Ik", since: 1 };
    await page.keepOwn(list);
    return () => page.keepOwn(list);
  },
  "what a page hands to the next": async () => {
    const { hand, handByName } = await importAgain("js/device/notes.js");
    return async () => {
      hand("shown", { uid: UID });
      handByName("code", { code: "ABCD" });
    };
  },
};

for (const [what, begin] of Object.entries(WRITERS)) {
  for (const isHeldUp of [false, true]) {
    test(`${what} is not written after leaving${isHeldUp ? ", also when a frozen tab holds up the deletion" : ""}`, async () => {
      let mostBefore = 0;
      for (let moment = 0; moment < 25; moment += 1) {
        const phone = new Phone().install();
        const page = await phone.live();
        const { dropDatabase } = await importAgain("js/device/storage.js");
        const { setLeft } = await importAgain("js/device/notes.js");
        const write = await begin(phone, page);
        phone.disk.fault = (call) => (isHeldUp && call === "deleteDatabase" ? "hangs" : undefined);
        const rows = () => [...phone.disk.stores.values()].reduce((sum, { size }) => sum + size, 0);
        write().catch(() => {});
        await turns(moment);
        mostBefore = Math.max(mostBefore, rows() + sessionStorage.length + window.name.length);

        setLeft(); // as leave/exit.js does it
        dropDatabase();
        for (let each = 0; each < 30; each += 1) {
          write().catch(() => {});
          await turn();
        }
        await turns(30);

        assert.equal(rows(), 0, `left after ${moment} turns`);
        assert.deepEqual([sessionStorage.length, sessionStorage.getItem("left"), name], [1, "1", ""]);
      }
      assert.ok(mostBefore > 0, "nothing was written before");
    });
  }
}
