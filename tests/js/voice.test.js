/** What is said of a text: whole, in pieces, character by character; and how a phone's voice is chosen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseVoice, cutText } from "../../pwa/static/js/voice/phone_voice.js";
import { plain } from "../../pwa/static/js/voice/texts.js";
import { Wording } from "../../pwa/static/js/voice/wording.js";

/** @param {string[]} known */
function texts(...known) {
  return Object.fromEntries(known.map((text, place) => [text, /** @type {[string, "computer", number]} */ ([`f${place}`, "computer", 1])]));
}

const dutch = new Wording({
  language: "nl",
  texts: {
    ...texts("Moe zijn", "wordt erger door", "Slecht slapen", "Kies hier niet meer dan", "30", "november", "10", "42", "1", "7", "0", "K", "Q", "Ja.", "Nog een zin.", "en", "Roken, alcohol, drugs", "zus"),
    Pijn: ["recording", "recording", 9, 1],
  },
  patterns: ["{} wordt erger door: {}", "Kies hier niet meer dan {}.", "Bel {}", "{} pijn"],
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
  ["a list with an answer that is a list itself", "Overgeslagen: Pijn, roken, alcohol, drugs en moe zijn", ["(Overgeslagen)", "Pijn", "roken, alcohol, drugs", "en", "moe zijn"]],
  ["answers with dots between", "Moe zijn · Pijn", ["Moe zijn", "Pijn"]],
  ["hours", "10:42–10:30", ["10", "42", "10", "30"]],
  ["the sentence that leaves the least without a voice", "Slecht slapen pijn", ["Slecht slapen", "pijn"]],
  ["words of ours that were filled in", "\ue000Moe zijn\ue000 wordt erger door: \ue000pijn en slecht slapen\ue000", ["Moe zijn", "wordt erger door:", "pijn", "en", "slecht slapen"]],
  ["typed words have no voice, not even of a word that is known", "Bel \ue000mijn zus\ue000, pijn.", ["(Bel)", "(mijn zus)", "pijn"]],
  ["nothing, of signs", " – ", []],
  ["a name has no voice", "Bel Huisartsenpost", ["(Bel)", "(Huisartsenpost)"]],
])) {
  test(`said: ${name}`, () => assert.deepEqual(said(text), expected));
}

test("the Arabic “and” is a part of the word behind it", () => {
  const arabic = new Wording({ language: "ar", texts: texts("ألم", "وصفة", "و"), patterns: [], words: { and: "و" } });

  assert.deepEqual(arabic.take("ألم وألم ووصفة").map(({ text, file }) => [text, file !== undefined]),
    [["ألم", true], ["و", true], ["ألم", true], ["و", true], ["وصفة", true]]);
});

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
