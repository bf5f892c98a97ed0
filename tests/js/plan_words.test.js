/** What the plan's form suggests while somebody types a step. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { mark, piecesOf, suggest } from "../../pwa/static/js/practice/plan_words.js";

const PHRASES = ["Bloed laten prikken", "Eén middag per week tijd nemen", "Samen koken met …", "Moeilijke brieven lezen"]
  .map((text, index) => ({ code: `phrase-${index}`, text, sentence: text.replace("…", "%(person)s") }));
const textsOf = (/** @type {string} */ query) => suggest(query, PHRASES).map(({ text }) => text);

test("three letters of any word find a phrase, and the typed words come last", () => {
  assert.deepEqual(textsOf("pri"), ["Bloed laten prikken", "pri"]);
  assert.deepEqual(textsOf("BLOE"), ["Bloed laten prikken", "BLOE"]);
  assert.deepEqual(textsOf("rikken"), ["rikken"]);
});

test("accents need not be typed, nor the words in their order", () => {
  assert.deepEqual(textsOf("een midd"), ["Eén middag per week tijd nemen", "een midd"]);
  assert.deepEqual(textsOf("koken sam"), ["Samen koken met …", "koken sam"]);
});

test("all typed words must be found", () => {
  assert.deepEqual(textsOf("bloed koken"), ["bloed koken"]);
});

test("fewer than three letters find nothing", () => {
  assert.deepEqual(textsOf("b l"), ["b l"]);
});

test("phrases keep their order, and no more than six are shown", () => {
  const many = [..."abcdefgh"].map((letter) => ({ code: letter, text: `zwemmen ${letter}`, sentence: "" }));

  assert.deepEqual(suggest("zwe", many).map(({ code }) => code), [..."abcdef", ""]);
});

test("own words have no code", () => {
  assert.equal(suggest("  met de buren praten ", PHRASES).at(-1)?.code, "");
  assert.equal(suggest("  met de buren praten ", PHRASES).at(-1)?.text, "met de buren praten");
});

test("the typed beginnings are bold, and what somebody types is no markup", () => {
  assert.equal(mark("Bloed laten prikken", "bloe"), "<b>Bloe</b>d laten prikken");
  assert.equal(mark("Eén middag", "een"), "<b>Eén</b> middag");
  assert.equal(mark("<img src=x> & \"b\"", "img"), "&#60;<b>img</b> src=x&#62; &#38; &#34;b&#34;");
});

test("a sentence falls into its words and its open places", () => {
  assert.deepEqual(piecesOf("%(count)s keer per week sporten; %(person)s past op"), [
    { place: "count" },
    { text: "keer per week sporten;" },
    { place: "person" },
    { text: "past op" },
  ]);
});
