/** The Dutch of what the server says to something that was sent: asked for, read, and there again on the next page. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const SENTENCE = "Bu metin çok uzun. En çok 200 karakter yazabilirsiniz.";
const ANSWER = {
  errors: { reason: SENTENCE },
  dutch: { "Bu metin çok uzun. En çok %(most)s karakter yazabilirsiniz.": "Deze tekst is te lang. Er is ruimte voor %(most)s letters." },
};
const DUTCH = "Deze tekst is te lang. Er is ruimte voor 200 letters.";

/**
 * Load the scripts on a new page of this tab.
 * @param {{isOn: boolean}} choice
 * @returns {Promise<any>} the dictionary of the page
 */
async function livePage(choice) {
  const { Dictionary } = await importAgain("js/under/dictionary.js");
  const { listenToAnswers } = await importAgain("js/under/said.js");
  const dictionary = new Dictionary();
  listenToAnswers(dictionary, () => choice.isOn);
  return dictionary;
}

/**
 * @param {string} body of each answer
 * @returns {RequestInit[]} what was asked
 */
function serve(body) {
  /** @type {RequestInit[]} */
  const asked = [];
  globalThis.fetch = async (_address, options = {}) => {
    asked.push(options);
    return new Response(body);
  };
  return asked;
}

test("what is wrong with a sending has its Dutch, and on the next page again", async () => {
  new Phone().install();
  const asked = serve(JSON.stringify(ANSWER));
  const choice = { isOn: true };
  const dictionary = await livePage(choice);
  assert.equal(dictionary.find(SENTENCE), "");

  const answer = await fetch("/tr/check/demo", { method: "POST", body: "a=b", headers: { Accept: "application/json" } });

  assert.deepEqual((await answer.json()).errors, ANSWER.errors);
  const headers = new Headers(asked[0].headers);
  assert.deepEqual([headers.get("Accept"), headers.get("Gesprek-Dutch"), asked[0].body], ["application/json", "1", "a=b"]);
  assert.equal(dictionary.find(SENTENCE), DUTCH);
  assert.equal((await livePage(choice)).find(SENTENCE), DUTCH);
});

test("what is only read, and all while it is off, is asked for as always", async () => {
  new Phone().install();
  const asked = serve("{}");
  const choice = { isOn: true };
  await livePage(choice);

  await fetch("/tr/own");
  choice.isOn = false;
  await fetch("/tr/open", { method: "POST" });

  assert.deepEqual(asked.map(({ headers }) => new Headers(headers).has("Gesprek-Dutch")), [false, false]);
});

test("the answer of a network in between is handed on as it is", async () => {
  new Phone().install();
  serve("{no JSON");
  const dictionary = await livePage({ isOn: true });

  const answer = await fetch("/tr/open", { method: "POST" });

  assert.equal(await answer.text(), "{no JSON");
  assert.equal(dictionary.texts.size, 0);
});
