/** What completes the copy on an own phone: the page keeps it, a new build takes it along, and it goes with the last list. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Caches, Registration, Worker } from "./caches.js";
import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const OWN = ["/static/b2/js/own/whole.js", "/static/b2/css/patient/plan.css"];
const ABOUT = { build: "b2", files: ["/static/b2/js/a.js"], late: {}, own: OWN, languages: ["nl"] };

/** @type {Caches} */
let kept;

beforeEach(() => {
  new Phone().install();
  kept = new Caches();
  Object.assign(globalThis, { caches: kept, fetch: async () => new Response("file") });
});

async function install() {
  await new Registration({ installing: new Worker({ ...ABOUT }) }).installed;
  return [...kept.all.get("gesprek-files-b2")?.answers.keys() ?? []];
}

test("a new build keeps the files of own phones where there is something of an own phone, and nowhere else", async () => {
  assert.deepEqual(await install(), ABOUT.files);

  await kept.open("gesprek-own");
  assert.deepEqual(await install(), [...ABOUT.files, ...OWN]);
});

test("the page keeps the files of its build, and drops those of another", async () => {
  await (await kept.open("gesprek-own")).put("/static/b1/js/own/whole.js", new Response("old"));
  const { keepApart } = await importAgain("js/own/apart.js");

  await keepApart();

  const files = [...kept.all.get("gesprek-own")?.answers.keys() ?? []];
  assert.equal(files.length, 5);
  assert.ok(files.every((name) => !name.includes("/b1/")));
});

test("the files go with the last list that the phone kept", async () => {
  const { keepOwn, dropOwn } = await importAgain("js/own/lists.js");
  await kept.open("gesprek-own");
  for (const id of ["one", "two"]) await keepOwn({ id, since: 1 });

  await dropOwn("one");
  assert.ok(kept.all.has("gesprek-own"));
  await dropOwn("two");
  assert.ok(!kept.all.has("gesprek-own"));
});
