/** The Dutch of texts on the phone: as the server paired them, in sentences with open places, and in lists. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const PAIRS = [
  ["Yorgunluk", "Moe zijn"],
  ["Ağrı", "Pijn"],
  ["Evet", "Ja"],
  ["Seçtiğiniz: %(topic)s", "U koos: %(topic)s"],
  ["Önce %(topic)s, yardım: %(help)s", "Eerst %(topic)s, hulp: %(help)s"],
  ["Kötüleştiren: %(answers)s", "Erger door: %(answers)s"],
];

/** @returns {Promise<any>} a dictionary with these pairs, on a page in Turkish */
async function dictionary() {
  new Phone().install();
  await new Phone().live();
  location.pathname = "/tr/check/demo";
  const { Dictionary } = await importAgain("js/under/dictionary.js");
  const made = new Dictionary();
  for (const [text, under] of PAIRS) made.add(text, under);
  return made;
}

for (const [own, dutch] of [
  ["Yorgunluk", "Moe zijn"],
  ["yorgunluk", "moe zijn"],
  ["Seçtiğiniz: Ağrı", "U koos: Pijn"],
  ["Önce yorgunluk, yardım: evet", "Eerst moe zijn, hulp: ja"],
  ["Seçtiğiniz: 2+2 (annem)", "U koos: 2+2 (annem)"],
  ["annem", ""],
  ["", ""],
]) {
  test(`under “${own}” stands “${dutch}”`, async () => {
    const made = await dictionary();

    assert.equal(made.find(own), dutch);
  });
}

test("a list has its Dutch only when each of its items has one", async () => {
  const made = await dictionary();
  // Of the page's language, which the script that joins read when it was loaded first.
  const { joinWords } = await import("../../pwa/static/js/device/words.js");

  assert.equal(made.find(joinWords(["yorgunluk", "ağrı"])), "moe zijn en pijn");
  assert.equal(made.find(joinWords(["yorgunluk", "ağrı", "evet"])), "moe zijn, pijn en ja");
  assert.equal(made.find(`Kötüleştiren: ${joinWords(["yorgunluk", "ağrı"])}`), "Erger door: moe zijn en pijn");
  assert.equal(made.find(joinWords(["yorgunluk", "annem"])), "");
});
