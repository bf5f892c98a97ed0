/** Words of ours inside a sentence: the twin of tests/core/test_text.py. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

for (const [language, words, within] of [
  ["nl", "Moe zijn", "moe zijn"],
  ["nl", "Psycholoog of GGZ", "psycholoog of GGZ"],
  ["nl", "GGZ", "GGZ"],
  ["en", "I do it myself", "I do it myself"],
  ["en", "I'll do it myself", "I'll do it myself"],
  ["en", "A little", "a little"],
  ["tr", "İş sorunları", "iş sorunları"],
  ["tr", "Işık", "ışık"],
  ["ar", "تعب", "تعب"],
  ["nl", "", ""],
]) {
  test(`in ${language} “${words}” is “${within}”`, async () => {
    new Phone().install();
    await new Phone().live();
    location.pathname = `/${language}/check/demo`;
    const { lowerFirst } = await importAgain("js/device/words.js");

    assert.equal(lowerFirst(words), within);
  });
}
