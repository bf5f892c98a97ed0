/** One list in three tabs of a phone: each tab has its own DraftBox, and all write to one database. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawer } from "./chance.js";
import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const TOPICS = ["pain", "tired", "sleep", "eating", "moving"];
const AMOUNTS = ["no", "some", "much", null]; // null: the answer is removed
const ROUNDS = 300;
const STEPS = 24;

/** A page with the form, which saves and shows its draft as the self-check does. */
class Tab {
  /** @type {Map<string, string>} */
  form = new Map();

  /** @param {typeof import("../../pwa/static/js/draft/draft.js").DraftBox} DraftBox */
  constructor(DraftBox) {
    this.box = new DraftBox("demo", {
      read: () => [...this.form], onKept: () => {}, onGone: () => {},
      onNews: ({ fields }) => this.show(fields),
    });
  }

  async begin() {
    const found = await this.box.load([]);
    if (found) this.show(found.fields);
  }

  /** @param {import("../../pwa/static/js/draft/merge.js").Fields} fields */
  show(fields) {
    for (const [name, { values }] of Object.entries(fields)) {
      if (values.length === 0) this.form.delete(name);
      else this.form.set(name, values[0]);
    }
  }

  /**
   * Tap an answer, without waiting until it is saved.
   * @param {string} name
   * @param {string | null} value
   */
  answer(name, value) {
    if (value === null) this.form.delete(name);
    else this.form.set(name, value);
    return this.box.save({ step: name, uid: "0".repeat(32), answers: [...this.form] });
  }
}

/** @param {(below: number) => number} draw draws for how many turns, 0 to 4, pending database work goes on */
async function goOn(draw) {
  for (let turns = draw(5); turns > 0; turns -= 1) await new Promise((resolve) => { setImmediate(resolve); });
}

/** @param {Phone} phone */
function kept(phone) {
  return new Map(phone.disk.stores.get("draft")?.get("demo").answers);
}

test(`${ROUNDS} interleavings of three tabs lose no answer, whatever the database has done by then`, async () => {
  const phone = new Phone().install();
  await phone.live();
  const { DraftBox } = await importAgain("js/draft/draft.js");
  const draw = drawer(20_261_129);
  const tabs = [new Tab(DraftBox), new Tab(DraftBox), new Tab(DraftBox)];
  for (const tab of tabs) await tab.begin();
  const newest = new Map();

  for (let round = 0; round < ROUNDS; round += 1) {
    const writing = [];
    for (let step = 0; step < STEPS; step += 1) {
      const tab = tabs[draw(tabs.length)];
      if (draw(3) === 0) writing.push(tab.box.refresh());
      const name = TOPICS[draw(TOPICS.length)];
      const value = AMOUNTS[draw(AMOUNTS.length)];
      phone.time += 50;
      // An answer that is already chosen is no change.
      if ((tab.form.get(name) ?? null) !== value) {
        writing.push(tab.answer(name, value));
        newest.set(name, value);
      }
      await goOn(draw);
    }
    await Promise.all(writing);
    for (const tab of tabs) await tab.box.refresh();
    for (const [name, value] of newest) {
      assert.equal(kept(phone).get(name) ?? null, value, `round ${round}, ${name}`);
      for (const tab of tabs) assert.equal(tab.form.get(name) ?? null, value, `round ${round}, ${name}`);
    }
  }
  const fresh = new Tab(DraftBox);
  await fresh.begin();
  assert.deepEqual(fresh.form, new Map([...newest].filter(([, value]) => value !== null)));
});
