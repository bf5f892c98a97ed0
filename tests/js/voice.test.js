/** What is said of a text: whole, in pieces, character by character; and how a phone's voice is chosen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseVoice, cutText } from "../../pwa/static/js/voice/phone_voice.js";
import { Wording, plain } from "../../pwa/static/js/voice/wording.js";

/** @param {string[]} known */
function texts(...known) {
  return Object.fromEntries(known.map((text, place) => [text, /** @type {[string, "computer", number]} */ ([`f${place}`, "computer", 1])]));
}

const dutch = new Wording({
  language: "nl",
  texts: {
    ...texts("Moe zijn", "wordt erger door", "Slecht slapen", "Kies hier niet meer dan", "30", "november", "10", "42", "1", "7", "0", "K", "Q", "Ja.", "Nog een zin."),
    Pijn: ["recording", "recording", 9, 1],
  },
  patterns: ["{} wordt erger door: {}", "Kies hier niet meer dan {}.", "Bel {}"],
  words: {},
});

/** @param {string} text @param {string} [kind] */
const said = (text, kind) => dutch.take(text, kind).map((part) => (part.file === undefined ? `(${part.text})` : plain(part.text)));

for (const [name, text, expected] of /** @type {[string, string, string[]][]} */ ([
  ["a whole text, whatever its blanks and capitals", " moe\n zijn ", ["moe zijn"]],
  ["a sentence with two answers in it", "Moe zijn wordt erger door: slecht slapen", ["Moe zijn", "wordt erger door:", "slecht slapen"]],
  ["a list of answers in a place", "Moe zijn wordt erger door: pijn, slecht slapen", ["Moe zijn", "wordt erger door:", "pijn", "slecht slapen"]],
  ["a date", "30 november", ["30", "november"]],
  ["a time", "10:42", ["10", "42"]],
  ["digits of Arabic and Persian", "٣٠ november", ["30", "november"]],
  ["a large number, digit by digit", "1710", ["1", "7", "1", "0"]],
  ["two sentences", "Ja. Nog een zin.", ["Ja.", "Nog een zin."]],
  ["a name has no voice", "Bel Huisartsenpost", ["(Bel)", "(Huisartsenpost)"]],
])) {
  test(`said: ${name}`, () => assert.deepEqual(said(text), expected));
}

test("a code is said in single characters, without its dashes", () => {
  assert.deepEqual(said("K7Q-1", "code"), ["K", "7", "Q", "1"]);
});

test("only what is marked is kept after the first tap", () => {
  assert.deepEqual(dutch.kept(), ["recording"]);
});

test("without a list nothing is known, and nothing fails", () => {
  const empty = new Wording(null);
  assert.deepEqual(empty.take("Pijn").map(({ file }) => file), [undefined]);
  assert.ok(empty.isEmpty);
});

const voice = (/** @type {string} */ lang, localService = true, isDefault = false) => ({ lang, localService, default: isDefault });

test("only a voice that works on the phone is chosen, however its language is written", () => {
  assert.equal(chooseVoice([voice("nl-NL"), voice("tr-TR", false), voice("tr_TR")], "tr"), 2);
  assert.equal(chooseVoice([voice("tr-TR", false)], "tr"), -1);
  assert.equal(chooseVoice([voice("nl-BE"), voice("nl-NL", true, true)], "nl"), 1);
  assert.equal(chooseVoice([voice("nds-DE")], "nl"), -1);
});

test("a long text is cut where a speaker takes breath, and no word of it is lost", () => {
  const sentence = "Dit is een zin van ongeveer zestig letters, met een komma erin.";
  const long = Array(9).fill(sentence).join(" ");
  const parts = cutText(long);

  assert.ok(parts.every((part) => part.length <= 150 && part.endsWith(".")));
  assert.equal(parts.join(" "), long);
  assert.deepEqual(cutText("a".repeat(200)), ["a".repeat(200)]);
  assert.deepEqual(cutText(""), []);
});
