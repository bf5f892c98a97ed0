/** A disk that fails during the self-check: the page says that no draft is stored, and the tab's name carries it. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

/** @type {[call: string, faults: import("./disk.js").Fault[]][]} */
const FAULTS = [
  ["open", ["throws", "rejects", "quota", "hangs"]],
  ["transaction", ["throws", "hangs"]], // opening a transaction is no request: it cannot reject
  ["put", ["throws", "rejects", "quota", "hangs"]],
  ["commit", ["rejects", "quota", "hangs"]],
];
const DRAFT = { step: "sleep", uid: "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2", answers: /** @type {[string, string][]} */ ([["tired", "much"]]) };

/** @type {Phone} */
let phone;

beforeEach(() => {
  phone = new Phone().install();
});

/** The parts of the check's page that store a draft. */
class Page {
  isKept = true;
  /** @type {(() => void)[]} */
  whenHidden = [];
  /** @type {() => void} */
  heard = () => {};

  async open() {
    globalThis.addEventListener = /** @type {typeof addEventListener} */ ((/** @type {string} */ name, /** @type {() => void} */ work) => {
      if (name === "pagehide") this.whenHidden.push(work);
    });
    await phone.live();
    const { DraftBox } = await importAgain("js/draft/draft.js");
    const onKept = (/** @type {boolean} */ isKept) => {
      this.isKept = isKept;
      this.heard();
    };
    this.box = new DraftBox("demo", { read: () => [], onKept, onNews: () => {}, onGone: () => {} });
    return this.box.load([]);
  }

  /** Save an answer, and wait until the page has learned that the phone could not store it. */
  async answer() {
    const told = new Promise((resolve) => { this.heard = () => resolve(null); });
    this.box.save(DRAFT);
    if (this.isKept) await told;
  }

  close() {
    for (const work of this.whenHidden) work();
  }
}

async function goesOnInTheNextPage() {
  const page = new Page();
  assert.equal(await page.open(), null);

  await page.answer();
  page.close();

  assert.equal(page.isKept, false);
  const found = await new Page().open();
  assert.equal(found.step, "sleep");
  assert.equal(found.uid, DRAFT.uid);
  assert.deepEqual(found.fields.tired.values, ["much"]);
}

for (const [call, faults] of FAULTS) {
  for (const fault of faults) {
    test(`the tab carries the answers on: ${call} ${fault}`, async () => {
      phone.disk.fault = (name) => (name === call ? fault : undefined);
      phone.speed = 50; // shortens the timeouts of calls that hang

      await goesOnInTheNextPage();
    });
  }
}

test("the tab carries the answers on: there is no database at all", async () => {
  phone.forbidden = {}; // indexedDB without any function

  await goesOnInTheNextPage();
});

test("a disk that works keeps them, and nothing is said", async () => {
  const page = new Page();
  await page.open();

  await page.box.save(DRAFT);
  page.close();

  assert.equal(page.isKept, true);
  assert.equal(phone.disk.stores.get("draft")?.get("demo").step, "sleep");
});
