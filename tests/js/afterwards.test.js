/** The questions after the talk on a phone: taps are a draft, answers wait in the queue, and nothing stays when they are sent. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const LIST = "0123456789ab";
const ADDRESS = "/nl/after/demo";
/** @type {[string, string][]} */
const TAPS = [["know", "better"], ["feeling", "okay"]];

/** @type {Phone} */
let phone;

beforeEach(() => {
  phone = new Phone().install();
});

/**
 * Open the page, as after a reload.
 * @param {string} [list]
 * @returns {Promise<import("../../pwa/static/js/own/afterwards.js").Afterwards>}
 */
async function opened(list = LIST) {
  const page = await phone.live();
  await page.clock.ask();
  const { Afterwards } = await importAgain("js/own/afterwards.js");
  return new Afterwards(new page.Queue(), list);
}

/** @param {string} easy */
function body(easy) {
  return new URLSearchParams([...TAPS, ["easy", easy], ["reply_to", "token"]]);
}

test("what was tapped is there after leaving, for this list only", async () => {
  const page = await opened();
  await page.keep([["know", "same"]]);
  phone.time += 1000;
  await page.keep(TAPS);

  assert.deepEqual(await (await opened()).find(), TAPS);
  assert.deepEqual(await (await opened("another")).find(), []);
});

test("after a week a draft is gone", async () => {
  await (await opened()).keep(TAPS);

  phone.time += 7 * 24 * 3600 * 1000 + 60_000;

  assert.deepEqual(await (await opened()).find(), []);
});

test("without a network the answers wait, the newest of them, and are sent once", async () => {
  const page = await opened();
  await page.keep(TAPS);
  phone.isOnline = false;
  await page.queue.send(await page.add(ADDRESS, body("no")), { withCode: false, isAsked: true });
  await page.add(ADDRESS, body("yes"));
  assert.equal((await page.sending())?.state, "waiting");

  phone.isOnline = true;
  const again = await opened();
  assert.deepEqual((await again.find()).slice(0, 2), TAPS);
  await again.queue.sendAll({ isAsked: true });
  await again.queue.sendAll({ isAsked: true });

  assert.deepEqual(phone.practice.bodies.map((sent) => sent.get("easy")), ["yes"]);
  assert.equal((await again.sending())?.state, "received");
});

test("a lost answer is asked for again under the same id", async () => {
  const page = await opened();
  const take = phone.practice.take.bind(phone.practice);
  phone.practice.take = async (options, headers) => {
    await take(options, headers);
    throw new TypeError("the connection broke");
  };
  const uid = await page.add(ADDRESS, body("yes"));
  await page.queue.send(uid, { withCode: false, isAsked: true });

  phone.practice.take = take;
  await (await opened()).queue.sendAll({ isAsked: true });

  assert.deepEqual(phone.practice.bodies.map((sent) => sent.get("uid")), [uid, uid]);
});

test("when the practice has them, nothing of them is on the phone, and a tick still waits", async () => {
  const page = await opened();
  const { addTick, ticksOf } = await importAgain("js/send/ticks.js");
  const tick = await addTick(page.queue, LIST, "/nl/tick/demo", new URLSearchParams({ step: "a", how: "yes" }));
  await page.keep(TAPS);
  await page.add(ADDRESS, body("yes"));
  await page.keep(TAPS); // tapped while it was on its way

  await page.end();

  const again = await opened();
  assert.deepEqual(await again.find(), []);
  assert.deepEqual((await ticksOf(again.queue, LIST)).map((/** @type {{uid: string}} */ one) => one.uid), [tick]);
});

test("where storage is forbidden the page sends from its memory, and keeps nothing", async () => {
  phone.forbidden = { open: () => { throw new DOMException("forbidden", "SecurityError"); } };
  const page = await opened();
  await page.keep(TAPS);
  const uid = await page.add(ADDRESS, body("yes"));

  await page.queue.send(uid, { withCode: false, isAsked: true });

  assert.equal((await page.sending())?.state, "received");
  assert.deepEqual(await (await opened()).find(), []);
});

test("in tablet mode nothing is stored", async () => {
  Object.assign(globalThis.location, { pathname: "/nl/p/demo", hash: "#tablet=0123456789AB" });
  const page = await opened();
  await page.keep(TAPS);
  await page.add(ADDRESS, body("yes"));

  assert.deepEqual(await (await opened()).find(), []);
  assert.equal(page.queue.isKept, false);
});
