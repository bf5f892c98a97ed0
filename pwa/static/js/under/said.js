/**
 * Gets the Dutch of what the server says to something that was sent. Only while both languages are shown: what this page
 * sends asks for it by a header, and each answer is read here before the script that sent it reads it.
 */

import { parsePage } from "../device/parsed.js";
import { noteInTab, readInTab } from "../device/notes.js";

const ASKS = "Gesprek-Dutch"; // pwa/site/under/noting.py
const SAID = "under-said"; // the note in the tab: what is wrong with a sending is shown again on the next page
const MOST = 40;

/**
 * @param {import("./dictionary.js").Dictionary} dictionary gets what answers say
 * @param {() => boolean} isOn
 */
export function listenToAnswers(dictionary, isOn) {
  for (const [own, dutch] of noted()) dictionary.add(own, dutch);
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init = {}) => {
    if (init.method !== "POST" || !isOn()) return fetch(input, init);
    const headers = new Headers(init.headers);
    headers.set(ASKS, "1");
    const answer = await fetch(input, { ...init, headers });
    await hear(answer.clone(), dictionary).catch(() => {}); // the page of a network in between: no words of ours
    return answer;
  };
}

/**
 * @param {Response} answer
 * @param {import("./dictionary.js").Dictionary} dictionary
 */
async function hear(answer, dictionary) {
  const text = await answer.text();
  if (!text.startsWith("{")) return dictionary.read(parsePage(text));
  const pairs = Object.entries(/** @type {Record<string, string>} */ (JSON.parse(text).dutch ?? {}));
  for (const [own, dutch] of pairs) dictionary.add(own, dutch);
  if (pairs.length > 0) noteInTab(SAID, JSON.stringify([...pairs, ...noted()].slice(0, MOST)));
}

/** @returns {[own: string, dutch: string][]} */
function noted() {
  return JSON.parse(readInTab(SAID) || "[]");
}
