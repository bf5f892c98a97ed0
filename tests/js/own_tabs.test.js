/** Two tabs of one own phone: one brings the copy up to date or keeps something, while the other takes the list off. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const KEPT = {
  id: "0123456789ab", generation: "1", name: "List 1", practice: "demo", practiceName: "De Dreef",
  key: { field: "code", key: "AAAA" }, since: 1, copy: null,
};
const COPY = { html: "<p>plan</p>", language: "nl", direction: "ltr", keptAt: 2 };
const ALONE = { at: 3, said: /** @type {import("../../pwa/static/js/draft/answers.js").Answer[]} */ ([["feeling", "okay"]]) };

/** @typedef {typeof import("../../pwa/static/js/own/lists.js")} Lists */
/** @type {Lists} */
let one;
/** @type {Lists} */
let other;

beforeEach(async () => {
  await new Phone().install().live();
  one = await importAgain("js/own/lists.js");
  other = await importAgain("js/own/lists.js");
  await one.keepOwn(KEPT);
});

test("a copy that comes after the list was taken off does not bring list and key back", async () => {
  await other.dropOwn(KEPT.id);
  await one.changeOwn(KEPT, { copy: COPY });
  assert.deepEqual(await other.allOwn(), []);

  await one.keepOwn(KEPT);
  await Promise.all([other.dropAllOwn(), one.changeOwn(KEPT, { copy: COPY })]);
  assert.deepEqual(await one.allOwn(), []);
});

test("what one tab keeps and what the other keeps are both there", async () => {
  const [list] = await one.allOwn(); // read before the other tab has written
  await other.changeOwn(KEPT, { alone: ALONE });
  await one.changeOwn(list, { copy: COPY });

  assert.deepEqual(await one.allOwn(), [{ ...KEPT, alone: ALONE, copy: COPY }]);
});

test("a tab with the old key changes nothing of a list that is kept with a new one", async () => {
  const renewed = { ...KEPT, generation: "2", key: { field: "code", key: "BBBB" } };
  await other.keepOwn(renewed);

  await one.changeOwn(KEPT, { copy: COPY });

  assert.deepEqual(await one.allOwn(), [renewed]);
});

test("a tick that waits is sent, also when the other tab takes the list off", async () => {
  const phone = new Phone().install();
  const page = await phone.live();
  const { addTick } = await importAgain("js/send/ticks.js");
  const queue = new page.Queue();
  await page.keepOwn(KEPT);
  await Promise.all([
    addTick(queue, KEPT.id, "/nl/tick/demo", new URLSearchParams({ step: "a", how: "yes", reply_to: "token" })),
    other.dropOwn(KEPT.id),
  ]);

  await new page.Queue().sendAll({ isAsked: true });

  assert.deepEqual(phone.practice.bodies.map((body) => body.get("how")), ["yes"]);
});
