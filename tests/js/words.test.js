/** Words of ours inside a sentence: the twin of tests/core/test_text.py. And lists of words. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const languages = readdirSync(new URL("../../i18n", import.meta.url)).filter((name) => !name.includes("."));

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

test("a language that is only heard has its own addresses and Dutch words", async () => {
  new Phone().install();
  await new Phone().live();
  location.pathname = "/rif/check/demo";
  const { LANGUAGE, WRITTEN, joinWords, momentInWords } = await importAgain("js/device/words.js");

  assert.deepEqual([LANGUAGE, WRITTEN], ["rif", "nl"]);
  assert.equal(joinWords(["a", "b", "c"]), "a, b en c");
  assert.match(momentInWords("2020-03-05T10:00:00Z"), /^5 maart, \d\d:00$/);
});

for (const language of ["en", ...languages]) {
  test(`in ${language} a list is written as Intl.ListFormat writes it`, async () => {
    new Phone().install();
    await new Phone().live();
    location.pathname = `/${language}/check/demo`;
    const { joinWords } = await importAgain("js/device/words.js");

    const lists = new Intl.ListFormat(language, { type: "conjunction" });
    for (const words of [[], ["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]]) {
      assert.equal(joinWords(words), lists.format(words));
    }
  });
}
