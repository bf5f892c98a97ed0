/** A list that the practice put aside: the phone keeps its id, the only way to its code if it is brought back. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone, makeSending } from "./phone.js";

const UID = "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2";
const DAY_MS = 86_400_000;

/** @type {Phone} */
let phone;
/** @type {InstanceType<import("./phone.js").Page["Queue"]>} */
let queue;

beforeEach(async () => {
  phone = new Phone().install();
  const page = await phone.live();
  queue = new page.Queue();
  await page.clock.ask();
  await queue.add(await makeSending(UID));
  phone.practice.isAside = true;
  await queue.send(UID, { withCode: true, isAsked: true });
});

test("it is said whom to call", async () => {
  const { saidOf } = await importAgain("js/send/states.js");

  assert.equal(saidOf(await queue.find(UID))[0][0], "set_aside");
});

test("sharing once more makes no second list", async () => {
  const { startAnew } = await importAgain("js/check/share.js");
  const check = { uid: UID, keep: () => {} };

  assert.equal(await startAnew({}, check, queue), false);

  assert.equal(check.uid, UID);
  assert.deepEqual((await queue.all()).map(({ uid }) => uid), [UID]);
});

/**
 * Open the check's page: the parts that are read when a waiting sending is called off.
 * @returns {Promise<import("../../pwa/static/js/check/sending.js").Sharing>}
 */
async function openCheck() {
  const { Sharing } = await importAgain("js/check/sending.js");
  const place = { dataset: { sending: "demo" }, children: [], contains: () => false, querySelectorAll: () => [], replaceChildren: () => {} };
  document.querySelector = (/** @type {string} */ what) => (what === "[data-sending]" ? place : null);
  const form = { querySelector: () => ({ setAttribute: () => {} }) };
  const { LastStep } = await importAgain("js/check/last.js");
  const last = new LastStep(form, () => {});
  const sharing = new Sharing(form, { uid: UID, keep: () => {}, last });
  sharing.queue = queue;
  return sharing;
}

/**
 * @param {import("../../pwa/static/js/check/sending.js").Sharing} sharing
 * @returns {string[]} the names of the states that the page shows
 */
function namesSaid({ states }) {
  return JSON.parse(states.shown).map((/** @type {[string]} */ [name]) => name);
}

test("a changed answer does not give up the id", async () => {
  const sharing = await openCheck();

  await sharing.stop("changed");

  assert.equal(sharing.check.uid, UID);
  assert.equal((await queue.find(UID))?.state, "waiting");
  assert.deepEqual([namesSaid(sharing)[0], sharing.check.last.isOpen], ["set_aside", false]);
});

test("it is called off by the button for that, which says that the practice may have it", async () => {
  const sharing = await openCheck();

  await sharing.stop("cancelled");

  assert.notEqual(sharing.check.uid, UID);
  assert.deepEqual([await queue.all(), namesSaid(sharing)], [[], ["cancelled", "maybe"]]);
});

test("tries that reach nobody do not change what the practice said", async () => {
  phone.isOnline = false;
  await queue.send(UID, { withCode: true, isAsked: true });
  phone.isOnline = phone.practice.isBusy = true;
  await queue.send(UID, { withCode: true, isAsked: true });

  assert.equal((await queue.find(UID))?.why, "set_aside");
});

test("after undo its code comes by the same id", async () => {
  phone.practice.isAside = false;

  const { answer } = await queue.send(UID, { withCode: true, isAsked: true });

  assert.equal(answer?.code, "CODE-0");
  assert.deepEqual(phone.practice.bodies.map((body) => body.get("uid")), [UID, UID]);
});

test("every page tries it again after a pause", async () => {
  phone.practice.isAside = false;
  await queue.sendAll({ isAsked: false });
  assert.equal((await queue.find(UID))?.state, "waiting", "not at once");
  phone.time += 60_000;

  await queue.sendAll({ isAsked: false });

  assert.equal((await queue.find(UID))?.state, "received");
});

test("after a week it says that it is over, and that the practice may have it", async () => {
  const { saidOf } = await importAgain("js/send/states.js");
  phone.time += 8 * DAY_MS;

  await queue.sendAll({ isAsked: false });

  const sending = await queue.find(UID);
  assert.equal(sending?.state, "expired");
  assert.deepEqual(saidOf(sending).map((/** @type {[string]} */ [name]) => name), ["expired", "maybe"]);
});
