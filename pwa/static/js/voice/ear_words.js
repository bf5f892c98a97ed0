/** The buttons, words and style of the by-ear mode, which no page brings along. */

import { isTablet } from "../device/tablet.js";
import { LANGUAGE, templateFrom } from "../device/words.js";
import { keepVoices } from "./clips.js";

const CACHE = "gesprek-voice";
const OURS = new URL("../", import.meta.url).pathname;
const PAGE = `/${LANGUAGE}/by-ear`;
const SHEET = new URL("../../css/patient/ear.css", import.meta.url).href;

/** @type {Promise<DocumentFragment> | undefined} */
let loading;

/**
 * Get the words, and give this page the style of the mode.
 * @returns {Promise<DocumentFragment>} rejected without a network, unless the phone keeps them
 */
export function loadWords() {
  loading ??= load();
  loading.catch(() => { loading = undefined; });
  return loading;
}

/** @returns {Promise<DocumentFragment>} */
async function load() {
  const [words, style] = await Promise.all([templateFrom(PAGE, "data-ear-words"), fetch(SHEET).then((answer) => answer.text())]);
  if (words === null) throw new Error(`${PAGE} has no words`);
  // The policy of a page allows no further style element. One rule, so that nobody has to take the sheet apart.
  const [first] = document.styleSheets;
  first.insertRule(`@media all{${style}}`, first.cssRules.length);
  return words;
}

/** @type {Promise<void> | undefined} */
let keeping;

/**
 * Keep what the mode needs on this phone, so that it goes on without a network; a tablet of the practice keeps nothing.
 * Once on a page, because it looks at each of some hundred sounds.
 */
export function keepMode() {
  keeping ??= keep();
}

async function keep() {
  if (isTablet() || !("caches" in globalThis)) return;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith(`${OURS}voice/`));
  try {
    const cache = await caches.open(CACHE);
    await cache.addAll([PAGE, SHEET, ...loaded]);
    await keepVoices(LANGUAGE);
  } catch {
    // No network, or no room: the mode works as long as there is a network, and the next question tries again.
    keeping = undefined;
  }
}

/**
 * Copy a part of the template.
 * @param {DocumentFragment} words
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function copyOf(words, selector) {
  return /** @type {HTMLElement} */ (words.querySelector(selector)?.cloneNode(true));
}

/**
 * @param {DocumentFragment} words
 * @param {string} name of a sentence that is only said
 * @returns {string}
 */
export function sentence(words, name) {
  return words.querySelector(`[data-words=${name}]`)?.textContent ?? "";
}
