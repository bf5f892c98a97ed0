/** Ticks of a plan in the queue: the newest of a step takes the place of one that waits; a dead token is replaced. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Locks, Phone } from "./phone.js";

const LIST = "0123456789ab";
const ADDRESS = "/nl/tick/demo";

/** @type {Phone} */
let phone;
/** @type {InstanceType<import("./phone.js").Page["Queue"]>} */
let queue;
/** @type {typeof import("../../pwa/static/js/send/ticks.js")} */
let ticks;

beforeEach(async () => {
  phone = new Phone();
  phone.locks = new Locks();
  const page = await phone.install().live();
  queue = new page.Queue();
  await page.clock.ask();
  ticks = await importAgain("js/send/ticks.js");
});

/** @param {Record<string, string>} fields */
function add(fields) {
  return ticks.addTick(queue, LIST, ADDRESS, new URLSearchParams({ reply_to: "old", ...fields }));
}

test("the newest tick of a step takes the place of one that waits, and no other", async () => {
  await add({ step: "a", how: "yes" });
  const kept = [await add({ step: "a", helped: "my sister" }), await add({ step: "b", how: "yes" }), await add({ step: "a", how: "partly" })];

  const all = await ticks.ticksOf(queue, LIST);

  assert.deepEqual(all.map(({ uid }) => uid).sort(), kept.sort());
  const bodies = await Promise.all(all.map(ticks.readTick));
  assert.deepEqual(bodies.map((body) => body.get("how")).sort(), [null, "partly", "yes"].sort());
});

/**
 * Let the practice answer late: each request is held until it is let go.
 * @returns {(() => void)[]} what lets each one go, in the order in which they came
 */
function answerLate() {
  const { practice } = phone;
  const take = practice.take.bind(practice);
  /** @type {(() => void)[]} */
  const held = [];
  practice.take = async (options, headers) => {
    await new Promise((resolve) => { held.push(() => resolve(undefined)); });
    return take(options, headers);
  };
  return held;
}

/** @param {() => boolean} isTrue */
async function until(isTrue) {
  while (!isTrue()) await new Promise((resolve) => { setImmediate(resolve); });
}

const PRESS = { withCode: false, isAsked: true };

test("another answer while the first is on its way arrives after it, whatever is answered first", async () => {
  const held = answerLate();
  const first = queue.send(await add({ step: "a", how: "yes" }), PRESS);
  await until(() => held.length === 1);
  const second = queue.send(await add({ step: "a", how: "not_yet" }), PRESS);
  for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => { setImmediate(resolve); });
  assert.equal(held.length, 1, "the second waits until the first is over");

  held[0]();
  await first;
  await until(() => held.length === 2);
  held[1]();
  await second;

  assert.deepEqual(phone.practice.bodies.map((body) => body.get("how")), ["yes", "not_yet"]);
  assert.deepEqual((await ticks.ticksOf(queue, LIST)).map(({ state }) => state), ["received"]);
});

test("a first answer that failed never arrives after another one that was pressed", async () => {
  const held = answerLate();
  const first = queue.send(await add({ step: "a", how: "yes" }), PRESS);
  await until(() => held.length === 1);
  await add({ step: "a", how: "not_yet" });
  phone.practice.isBusy = true;
  held[0]();
  await first;

  phone.practice.isBusy = false;
  phone.time += 3_600_000;
  const all = queue.sendAll(PRESS);
  for (let next = 1; next < 3; next += 1) await until(() => held.length > next).then(() => held[next]());
  await all;
  await queue.sendAll(PRESS);

  assert.equal(phone.practice.bodies.at(-1)?.get("how"), "not_yet");
  assert.equal((await ticks.ticksOf(queue, LIST)).length, 1);
});

test("ticks of another list on the same phone are not touched", async () => {
  await add({ step: "a", how: "yes" });

  await ticks.addTick(queue, "other", ADDRESS, new URLSearchParams({ step: "a", how: "partly" }));

  assert.equal((await ticks.ticksOf(queue, LIST)).length, 1);
});

test("what was refused for its token is sent with the token of a page that is opened later", async () => {
  const uid = await add({ step: "a", how: "yes" });
  await queue.keeper.change(uid, (one) => ({ ...one, state: "refused", status: 422, faults: { reply_to: "too old" } }));
  await ticks.renewTicks(queue, LIST, "old");
  assert.equal((await ticks.ticksOf(queue, LIST))[0].state, "refused");

  await ticks.renewTicks(queue, LIST, "new");

  const [one] = await ticks.ticksOf(queue, LIST);
  const body = await ticks.readTick(one);
  assert.deepEqual([one.state, body.get("reply_to"), body.get("how")], ["waiting", "new", "yes"]);
  assert.notEqual(one.uid, uid);
});
