/** A change to a list that the practice has closed: what the phone says, and how the change is shared as a new list. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const UID = "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2";
const TYPED = "pain=much&reason=na+het+delen&talk_alone=1&consent=1";

/** @typedef {import("../../pwa/static/js/send/stores.js").Sending} Sending */

/** @type {Phone} */
let phone;
/** @type {InstanceType<import("./phone.js").Page["Queue"]>} */
let queue;
/** @type {typeof import("../../pwa/static/js/send/received.js").shareAnew} */
let shareAnew;

beforeEach(async () => {
  phone = new Phone().install();
  const page = await phone.live();
  queue = new page.Queue();
  ({ shareAnew } = await importAgain("js/send/received.js"));
});

/**
 * Put a change that the practice has refused into the queue.
 * @param {Partial<Sending>} more
 */
async function refused(more = {}) {
  await queue.keeper.put({
    uid: UID, draft: "demo AAAA", practice: "demo", address: "/nl/check/demo", isChange: true, state: "refused", status: 422,
    sealed: await globalThis.gesprekKeys.seal(UID, `${TYPED}&uid=${UID}&reply_to=DEAD`), sharedAt: Date.now(), tries: 1,
    isUnderway: false, mayBeThere: false, faults: { reply_to: "Dead." }, ...more,
  });
}

/**
 * Make the button that shares as a new list, with the entry code that was typed in its form.
 * @param {string} [code]
 * @returns {any} the parts of a button that `shareAnew` reads
 */
function button(code) {
  return { closest: () => ({ querySelector: () => (code === undefined ? null : { value: code }) }) };
}

for (const [said, more] of /** @type {[string, Partial<Sending>][]} */ ([
  ["list_closed", { status: 422, faults: { reply_to: "Dead." } }],
  ["list_closed", { status: 410, faults: { reply_to: "Gone." } }],
  ["list_closed", { status: 422, faults: { entry_code: "A code." } }],
  ["erased", { status: 410, faults: { uid: "Erased." } }],
  ["faulty", { status: 422, faults: { reason: "Too long." } }],
])) {
  test(`${more.status} at ${Object.keys(more.faults ?? {})} is said as ${said}`, async () => {
    const { saidOf } = await importAgain("js/send/states.js");

    assert.deepEqual(saidOf({ state: "refused", ...more }).map((/** @type {[string]} */ [name]) => name), [said]);
  });
}

test("where the form has a field for the code, the way leads there", async (context) => {
  const { saidOf } = await importAgain("js/send/states.js");
  context.mock.method(document, "querySelector", (/** @type {string} */ what) => (what === "[data-entry]" ? {} : null));

  assert.equal(saidOf({ state: "refused", status: 422, faults: { entry_code: "A code." } })[0][0], "faulty");
});

test("everything that was typed goes out, and the dead token does not", async () => {
  await refused();

  await shareAnew(queue, UID, button());
  const { sending, answer } = await queue.send(UID, { withCode: true, isAsked: true });

  assert.deepEqual([sending?.state, sending?.isChange, sending?.draft, answer?.code], ["received", false, "demo AAAA", "CODE-0"]);
  assert.equal(String(phone.practice.bodies[0]), `${TYPED}&uid=${UID}`);
});

test("it waits without a network, and other pages and the worker send the same", async () => {
  await refused();
  phone.isOnline = false;
  await shareAnew(queue, UID, button());
  await queue.send(UID, { withCode: true, isAsked: true });
  phone.isOnline = true;

  const { sending } = await queue.send(UID, { withCode: false, isAsked: true });

  assert.equal(sending?.state, "received");
  assert.deepEqual(phone.practice.bodies.map(String), [`${TYPED}&uid=${UID}`]);
});

test("a code that was typed goes along, in the place of the one before", async () => {
  await refused();
  await shareAnew(queue, UID, button("WRONG"));
  await queue.keeper.change(UID, (one) => ({ ...one, state: "refused", faults: { entry_code: "Unknown." } }));

  await shareAnew(queue, UID, button("RIGHT"));
  await queue.send(UID, { withCode: true, isAsked: true });

  assert.deepEqual(phone.practice.bodies[0].getAll("entry_code"), ["RIGHT"]);
});

test("a second press changes nothing of what the practice has by then", async () => {
  await refused();
  await shareAnew(queue, UID, button());
  await queue.send(UID, { withCode: true, isAsked: true });

  await shareAnew(queue, UID, button());

  assert.equal((await queue.find(UID))?.state, "received");
});

test("what was called off meanwhile does not come back", async () => {
  await shareAnew(queue, UID, button());

  assert.deepEqual(await queue.all(), []);
});

test("a change whose list takes it goes there", async () => {
  await refused({ state: "waiting" });

  await queue.send(UID, { withCode: true, isAsked: true });

  assert.equal(phone.practice.bodies[0].get("reply_to"), "DEAD");
});
