/** Start a new list from the copy of an earlier list on this phone; other drafts on the phone stay unchanged. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

/** @type {import("../../pwa/static/js/draft/answers.js").Answer[]} */
const ANSWERS = [["feeling", "bad"], ["pain", "much"], ["strengths", "faith"], ["strengths", "rest"]];

/** @typedef {typeof import("../../pwa/static/js/own/anew.js")} Anew */

/** @type {Phone} */
let phone;
/** @type {import("./phone.js").Page & Anew} */
let page;

beforeEach(async () => {
  phone = new Phone().install();
  page = { ...await phone.live(), ...await importAgain("js/own/anew.js") };
});

const found = (/** @type {string} */ key) => new page.Drafts().find((kept) => kept === key).then((draft) => draft?.[1]);

test("the answers are the first list of the practice, at its last page", async () => {
  const fragment = await page.beginAnew("demo", ANSWERS);

  const draft = await found("demo");
  assert.equal(fragment, "#n=1");
  assert.equal(draft?.step, "review");
  assert.deepEqual(draft?.answers, ANSWERS);
  assert.match(draft?.uid ?? "", /^[0-9a-f-]{36}$/);
});

test("lists that were begun here stay as they are", async () => {
  /** @type {import("../../pwa/static/js/draft/draft.js").KeptDraft} */
  const begun = { step: "sleep", uid: "u", answers: [["feeling", "good"]], savedAt: Date.now() };
  await new page.Drafts().keep("demo", begun);
  await new page.Drafts().keep("demo n=2", begun);
  await new page.Drafts().keep("other n=3", begun);

  assert.equal(await page.beginAnew("demo", ANSWERS), "#n=3");
  assert.deepEqual((await found("demo"))?.answers, begun.answers);
  assert.deepEqual((await found("demo n=2"))?.answers, begun.answers);
  assert.deepEqual((await found("demo n=3"))?.answers, ANSWERS);
});

test("what a full disk does not take goes by the tab", async () => {
  phone.disk.fault = (name) => (name === "put" ? "quota" : undefined);

  const fragment = await page.beginAnew("demo", ANSWERS);

  assert.equal(fragment, "#n=1");
  const { takeHanded } = await importAgain("js/device/notes.js");
  assert.deepEqual(takeHanded("demo").answers, ANSWERS);
});

for (const fault of /** @type {const} */ (["rejects", "hangs"])) {
  test(`when the names of the lists that were begun here cannot be read (${fault}), none of them is touched`, async () => {
    phone.speed = fault === "hangs" ? 10 : 1; // shortens the timeout of the call that hangs, and leaves time for the others
    /** @type {import("../../pwa/static/js/draft/draft.js").KeptDraft} */
    const begun = { step: "sleep", uid: "u", answers: [["feeling", "good"]], savedAt: Date.now() };
    await new page.Drafts().keep("demo", begun);
    phone.disk.fault = (name) => (name === "getAllKeys" ? fault : undefined);

    const fragment = await page.beginAnew("demo", ANSWERS);

    phone.disk.fault = () => undefined;
    assert.deepEqual((await found("demo"))?.answers, begun.answers);
    assert.deepEqual((await found(fragment.replace("#", "demo ")))?.answers, ANSWERS);
    const { readName } = await importAgain("js/device/link.js");
    assert.equal(`#${readName(fragment)}`, fragment);
  });
}
