/** Ticks of a plan in the queue: the newest of a step takes the place of one that waits; a dead token is replaced. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const LIST = "0123456789ab";
const ADDRESS = "/nl/tick/demo";

/** @type {InstanceType<import("./phone.js").Page["Queue"]>} */
let queue;
/** @type {typeof import("../../pwa/static/js/send/ticks.js")} */
let ticks;

beforeEach(async () => {
  const page = await new Phone().install().live();
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
