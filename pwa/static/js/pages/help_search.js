/**
 * Finds help by words in the list that this page has. It finds the same in the same order as
 * pwa/directory/search on the server, which gives the reasons; a test compares the two.
 */

import { fold } from "../device/folding.js";

const [MAX_TYPED, MAX_WORDS, MAX_LETTERS] = [200, 6, 30];
const TYPO = 6;
const STALE = 1e5;
const [NAME, TOPIC, SENTENCE] = [0, 2, 4];

/** @typedef {{ name: string, organization: string, text: string, codes: string[], isStale: boolean }} Entry what is searched of an option */
/**
 * Words of the page's language, as `word_table` of the server folds them: code of a topic, or `+` and that of a
 * strength, to its words; "" to words that say nothing.
 * @typedef {Record<string, string>} Table
 */
/** @typedef {{ sort: string, isStale: boolean, places: { word: string, place: number }[] }} Read an entry: its words, each with the cost of its place */

/** @param {string} text */
function split(text) {
  return fold(text.replace(/\u200c/g, " ")).split(" ").filter(Boolean).map((word) => word.replace(/^(?:وال(?=....)|ب?ال|لل)(?=...)/u, "").slice(0, MAX_LETTERS));
}

/**
 * @param {Entry} entry
 * @param {Table} table
 * @returns {Read}
 */
function readEntry(entry, table) {
  const ignored = (table[""] ?? "").split(" ");
  const read = (/** @type {string[]} */ words, /** @type {number} */ place) =>
    words.filter((word) => word && !ignored.includes(word)).map((word) => ({ word, place }));
  const named = read(split(`${entry.name} ${entry.organization}`), NAME);
  const topics = read(entry.codes.flatMap((code) => (table[code] ?? "").split(" ")), TOPIC);
  return { sort: fold(entry.name), isStale: entry.isStale, places: [...named, ...topics, ...read(split(entry.text), SENTENCE)] };
}

/**
 * Count what makes two words differ: letters that are missing, too many, other ones, or two in the other order.
 * Libraries compare whole words; this also tells whether `found` begins so, because the last word is still being typed.
 * @param {string} typed
 * @param {string} found
 * @param {boolean} hasTypos
 * @returns {number} what it costs, Infinity if they are not alike
 */
function compare(typed, found, hasTypos) {
  const length = typed.length;
  if (found === typed) return 0;
  if (length > 1 && found.startsWith(typed)) return 1;
  if (!hasTypos) return Infinity;
  const most = length < 4 ? 0 : length < 8 ? 1 : 2;
  const stem = found.length > 3 && typed.startsWith(found) ? 2 * TYPO + 1 : Infinity;
  if (!most || found.length < length - most) return stem;
  const end = Math.min(found.length, length + most);
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: end + 1 }, (_, column) => column);
  for (let line = 1; line <= length; line += 1) {
    const next = [line];
    for (let column = 1; column <= end; column += 1) {
      const other = Number(typed[line - 1] !== found[column - 1]);
      next[column] = Math.min(row[column] + 1, next[column - 1] + 1, row[column - 1] + other);
      const isTurned = line > 1 && column > 1 && typed[line - 1] === found[column - 2] && typed[line - 2] === found[column - 1];
      if (isTurned) next[column] = Math.min(next[column], before[column - 2] + 1);
    }
    [before, row] = [row, next];
  }
  const typos = Math.min(...row);
  const cost = typos * TYPO + Number(end < found.length || row[end] > typos);
  return typos > most ? stem : Math.min(stem, cost);
}

/**
 * Give each entry what it costs that all words are found in it, Infinity if one is not.
 * @param {Read[]} entries
 * @param {string[]} words
 * @param {boolean} hasTypos
 * @returns {number[]}
 */
function costsOf(entries, words, hasTypos) {
  const costs = entries.map(() => 0);
  for (const word of words) {
    const known = new Map(); // most words are in many entries
    entries.forEach(({ places }, number) => {
      let [least, isSaid] = [Infinity, 0];
      for (const { word: found, place } of places) {
        if (!known.has(found)) known.set(found, compare(word, found, hasTypos));
        const cost = known.get(found) + place;
        least = Math.min(least, cost);
        if (place === SENTENCE && cost < Infinity) isSaid = 1;
      }
      costs[number] += least * 2 - isSaid;
    });
  }
  return costs;
}

/**
 * Read entries to search them often. Each typed word has to be found, and typing errors count only where
 * nothing has all words as they are typed.
 * @param {Entry[]} entries
 * @param {Table} table
 * @returns {(typed: string) => number[] | null} finds places in `entries`, the best first; null if no word says something
 */
export function makeSearch(entries, table) {
  const read = entries.map((entry) => readEntry(entry, table));
  const ignored = (table[""] ?? "").split(" ");
  return (typed) => {
    const words = [...new Set(split(typed.slice(0, MAX_TYPED)))].filter((word) => !ignored.includes(word)).slice(0, MAX_WORDS);
    if (words.length === 0) return null;
    for (const hasTypos of [false, true]) {
      const costs = costsOf(read, words, hasTypos).map((cost, number) => cost + (read[number].isStale ? STALE : 0));
      const found = [...costs.keys()].filter((number) => costs[number] < Infinity);
      if (found.length > 0) return found.sort((a, b) => costs[a] - costs[b] || (read[a].sort < read[b].sort ? -1 : Number(read[a].sort !== read[b].sort)));
    }
    return [];
  };
}

/**
 * Read what is searched of a card: its heading, what is marked with `data-find`, and what its attributes say.
 * @param {HTMLElement} card
 * @returns {Entry}
 */
function readCard(card) {
  const { by = "", area = "", topics = "", strengths = "" } = card.dataset;
  const sentences = [...card.querySelectorAll("[data-find]")].map((part) => part.textContent);
  return {
    name: card.querySelector("h2, h3")?.textContent ?? "",
    organization: by,
    text: [...sentences, area].join(" "),
    codes: [...topics.split(" "), ...strengths.split(" ").map((code) => `+${code}`)],
    isStale: "stale" in card.dataset,
  };
}

/**
 * Read the cards of a page to search them often.
 * @param {HTMLElement[]} cards
 * @param {Table} table
 * @returns {(typed: string) => HTMLElement[] | null} the cards that fit, the best first; null if no word says something
 */
export function searchCards(cards, table) {
  const search = makeSearch(cards.map(readCard), table);
  return (typed) => search(typed)?.map((number) => cards[number]) ?? null;
}
