/** A disk that fails at any call, in any way: shared answers arrive exactly once, and the code is shown. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Phone, makeSending } from "./phone.js";

const UID = "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2";
const OTHER = "7d1c8f64-02b6-4f5f-8f0f-2b8a0d3f9e11";
const CALLS = ["open", "transaction", "get", "getAll", "put", "delete", "commit"];
/** @type {import("./disk.js").Fault[]} */
const FAULTS = ["throws", "rejects", "quota", "hangs"];
const SEND = { withCode: true, isAsked: true };

/** @typedef {import("./phone.js").Page} Page */

/** @type {Phone} */
let phone;
/** @type {Page} */
let page;

beforeEach(async () => {
  phone = new Phone().install();
  page = await phone.live();
});

/**
 * Let the disk fail from the n-th call on of this function, or of any function.
 * @param {number} nth
 * @param {string} call
 * @param {import("./disk.js").Fault} fault
 */
function failFrom(nth, call, fault) {
  let calls = 0;
  phone.disk.fault = (name) => {
    if (call !== "any" && name !== call) return undefined;
    calls += 1;
    return calls >= nth ? fault : undefined;
  };
  phone.speed = fault === "hangs" ? 20 : 1; // shortens the timeouts of calls that hang
}

/**
 * Share as check/sending.js does: store in the queue, send, and show the code.
 * @param {InstanceType<Page["Queue"]>} queue
 */
async function share(queue) {
  assert.equal(await queue.find(UID), null);
  await queue.add(await makeSending(UID));
  return queue.send(UID, SEND);
}

for (const call of ["any", ...CALLS]) {
  for (const fault of FAULTS) {
    for (const nth of [1, 2, 3, 4, 5, 7]) {
      const how = `${call} ${fault} from call ${nth} on`;

      test(`what is shared is received and its code comes: ${how}`, async () => {
        const queue = new page.Queue();
        failFrom(nth, call, fault);

        const { sending, answer } = await share(queue);

        assert.equal(sending?.state, "received");
        assert.equal(answer?.code, "CODE-0");
        assert.equal(phone.practice.codes.size, 1);
      });
    }

    test(`without a network it waits, and goes when the network is back: ${call} ${fault} from call 2 on`, async () => {
      phone.isOnline = false;
      const queue = new page.Queue();
      failFrom(2, call, fault);

      assert.equal((await share(queue)).sending?.state, "waiting");
      phone.isOnline = true;
      const { sending } = await queue.send(UID, SEND);

      assert.equal(sending?.state, "received");
    });

    test(`it can be called off, and stays so: ${call} ${fault} from call 3 on`, async () => {
      phone.isOnline = false;
      const queue = new page.Queue();
      failFrom(3, call, fault);
      await share(queue);

      await queue.remove(UID);
      phone.isOnline = true;
      await queue.sendAll({ isAsked: true });

      assert.equal(await queue.find(UID), null);
      assert.equal(phone.practice.codes.size, 0);
    });
  }
}

for (const [fault, why] of /** @type {[import("./disk.js").Fault, string][]} */ ([["throws", "blocked"], ["rejects", "blocked"], ["hangs", "blocked"], ["quota", "full"]])) {
  test(`the page can say why nothing is kept: put ${fault}`, async () => {
    const queue = new page.Queue();
    failFrom(1, "put", fault);

    await queue.add(await makeSending(UID));

    assert.equal(queue.isKept, false);
    assert.equal(queue.why, why);
  });
}

test("locks that are refused, hang or are missing do not stop a sending", async () => {
  const locks = [
    undefined,
    { request: () => Promise.reject(new DOMException("no", "SecurityError")) },
    { request: () => { throw new DOMException("no", "SecurityError"); } },
    { request: (/** @type {string} */ _name, /** @type {{signal: AbortSignal}} */ { signal }) => new Promise((_, reject) => { signal.addEventListener("abort", () => reject(signal.reason)); }) },
  ];
  phone.speed = 200;
  for (const one of locks) {
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: { onLine: true, locks: one } });
    const queue = new page.Queue();

    const { sending, answer } = await share(queue);
    await queue.remove(UID);

    assert.equal(sending?.state, "received");
    assert.equal(answer?.code, "CODE-0");
  }
});

test("storage that is forbidden as a whole is gone on without", async () => {
  phone.forbidden = { open() { throw new DOMException("no", "SecurityError"); } };
  const queue = new page.Queue();

  const { answer } = await share(queue);

  assert.equal(answer?.code, "CODE-0");
  assert.equal(queue.why, "blocked");
});

test("what another tab called off is not brought back by a full disk", async () => {
  phone.isOnline = false;
  const [mine, theirs] = [new page.Queue(), new (await phone.live()).Queue()];
  await share(mine);
  await theirs.remove(UID);
  failFrom(1, "put", "quota");
  phone.isOnline = true;

  await mine.send(UID, SEND);
  await mine.sendAll({ isAsked: true });

  assert.equal(await mine.find(UID), null);
  assert.equal(phone.practice.codes.size, 0);
});

test("after a reload the disk sends the same again, and the practice has one", async () => {
  const queue = new page.Queue();
  failFrom(3, "put", "quota"); // two puts work (stored, sending); storing the answer fails
  await share(queue);

  const later = new (await phone.live()).Queue();
  await later.sendAll({ isAsked: true });

  assert.equal(phone.practice.codes.size, 1);
  assert.equal((await later.find(UID))?.state, "received");
});

test("who left in another tab keeps nothing in memory, and sends nothing", async () => {
  phone.isOnline = false;
  const queue = new page.Queue();
  await share(queue);
  await queue.add(await makeSending(OTHER));

  await new Promise((resolve) => { phone.disk.factory.deleteDatabase().onsuccess = resolve; });
  phone.isOnline = true;
  await queue.sendAll({ isAsked: true });
  await queue.send(UID, SEND);

  assert.equal(phone.practice.codes.size, 0);
  assert.deepEqual(await queue.all(), []);
});

test("a sending without cookies brings no code to the page", async () => {
  const queue = new page.Queue();
  await queue.add(await makeSending(UID));

  const { answer } = await queue.send(UID, { withCode: false, isAsked: true });

  assert.equal(answer?.outcome, "received");
  assert.equal("code" in (answer ?? {}), false);
});
