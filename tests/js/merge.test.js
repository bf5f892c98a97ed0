/** Merge the answers of several tabs to one list: for each question the newest answer wins, and none is lost. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Answered, pickNewer, readFields, writeFields } from "../../pwa/static/js/draft/merge.js";
import { drawer } from "./chance.js";

/** @typedef {import("../../pwa/static/js/draft/merge.js").Written} Written */
/** @typedef {import("../../pwa/static/js/draft/merge.js").Fields} Fields */

const TOPICS = ["pain", "tired", "sleep", "eating", "moving"];
const AMOUNTS = ["no", "some", "much", null]; // null: the answer is removed
const ROUNDS = 2_000;

/** One tab that merges its answers into the draft shared by all tabs, as `Drafts.keep` does in a transaction. */
class Tab {
  answered = new Answered([]);
  /** @type {Map<string, string>} */
  form = new Map();

  /**
   * @param {string} name
   * @param {string | null} value
   */
  answer(name, value) {
    if (value === null) this.form.delete(name);
    else this.form.set(name, value);
    this.answered.note([...this.form]);
  }

  /** @param {Written} disk */
  keep(disk) {
    this.look(disk);
    return { ...writeFields(this.answered.fields), savedAt: this.answered.latest };
  }

  /** @param {Written} disk */
  look(disk) {
    for (const [name, field] of Object.entries(this.answered.take(disk))) {
      if (field.values.length === 0) this.form.delete(name);
      else this.form.set(name, field.values[0]);
    }
  }
}

/**
 * @param {Written} written
 * @param {string} name
 */
function valueOf(written, name) {
  return readFields(written)[name]?.values[0] ?? null;
}

test("2,000 interleavings of three tabs lose no answer", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1_000 });
  const draw = drawer(20_261_122);
  for (let round = 0; round < ROUNDS; round += 1) {
    const tabs = [new Tab(), new Tab(), new Tab()];
    /** @type {Written} */
    let disk = { answers: [], times: {}, savedAt: 0 };
    const newest = new Map();
    for (let step = 0; step < 24; step += 1) {
      const tab = tabs[draw(tabs.length)];
      const what = draw(4);
      if (what === 0) tab.look(disk);
      else if (what === 1) disk = tab.keep(disk);
      else {
        const name = TOPICS[draw(TOPICS.length)];
        const value = AMOUNTS[draw(AMOUNTS.length)];
        context.mock.timers.tick(50);
        if ((tab.form.get(name) ?? null) === value) continue; // the answer is already chosen: no change
        tab.answer(name, value);
        newest.set(name, value);
      }
    }
    for (const tab of [...tabs, ...tabs]) disk = tab.keep(disk);
    for (const [name, value] of newest) {
      assert.equal(valueOf(disk, name), value, `round ${round}, ${name}`);
      for (const tab of tabs) assert.equal(tab.form.get(name) ?? null, value, `round ${round}, ${name}`);
    }
  }
});

test("a clock that was put back makes no answer older than what it follows", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 9_000_000 });
  const tab = new Tab();
  tab.answer("pain", "no");
  const disk = tab.keep({ answers: [], times: {}, savedAt: 0 });

  context.mock.timers.setTime(1_000);
  const other = new Tab();
  other.look(disk);
  other.answer("pain", "much");

  assert.equal(valueOf(other.keep(disk), "pain"), "much");
});

test("of two answers in the same millisecond every tab picks the same one", () => {
  const one = { pain: { at: 5, values: ["some"] } };
  const other = { pain: { at: 5, values: ["much"] } };
  /** @type {(mine: Fields, theirs: Fields) => string} */
  const wins = (mine, theirs) => ({ ...mine, ...pickNewer(theirs, mine) }).pain.values[0];

  assert.equal(wins(one, other), wins(other, one));
});

test("a draft of a build that noted no times counts from when it was saved", () => {
  const fields = readFields({ answers: [["helpers", "family"], ["helpers", "school"]], savedAt: 7 });

  assert.deepEqual(fields, { helpers: { at: 7, values: ["family", "school"] } });
});

test("what came with the page is not written into a draft", () => {
  const answered = new Answered([["language", "nl"]]);

  assert.deepEqual(writeFields(answered.fields), { answers: [], times: {} });
});
