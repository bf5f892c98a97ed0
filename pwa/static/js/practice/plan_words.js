/** What the plan's form suggests while somebody types a step, and the open places of a sentence. No document here. */

import { fold } from "../device/folding.js";

/**
 * A phrase that can be chosen; own words have no code.
 * @typedef {object} Phrase
 * @property {string} code
 * @property {string} text with "…" in its open places
 * @property {string} sentence with a placeholder such as `%(count)s` in each open place
 */

/** Letters from which on phrases are suggested. */
export const LEAST = 3;
const MOST = 6;
const PLACE = /%\((\w+)\)s/;

/**
 * Give the phrases in which each typed word begins a word, in their own order, and the typed words themselves.
 * @param {string} query
 * @param {Phrase[]} phrases
 * @returns {Phrase[]} own words last, without a code
 */
export function suggest(query, phrases) {
  const asked = wordsOf(query);
  const found = asked.join("").length < LEAST ? [] : phrases.filter(({ text }) => {
    const words = wordsOf(text);
    return asked.every((part) => words.some((word) => word.startsWith(part)));
  });
  return [...found.slice(0, MOST), { code: "", text: query.trim(), sentence: "" }];
}

/**
 * Write a suggestion as HTML, with the beginnings that were typed in bold.
 * @param {string} text
 * @param {string} query
 * @returns {string}
 */
export function mark(text, query) {
  const asked = wordsOf(query);
  return text.split(/([\p{L}\p{N}]+)/u).map((piece, index) => {
    const begun = index % 2 ? asked.find((part) => fold(piece).startsWith(part)) : undefined;
    if (!begun) return escape(piece);
    return `<b>${escape(piece.slice(0, begun.length))}</b>${escape(piece.slice(begun.length))}`;
  }).join("");
}

/**
 * Take a sentence apart.
 * @param {string} sentence
 * @returns {{ text?: string, place?: string }[]} in turn words and names of places, without empty words
 */
export function piecesOf(sentence) {
  const pieces = sentence.split(PLACE).map((piece, index) => (index % 2 ? { place: piece } : { text: piece.trim() }));
  return pieces.filter(({ text }) => text !== "");
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function wordsOf(text) {
  return fold(text).split(" ").filter(Boolean);
}

/**
 * @param {string} text
 * @returns {string}
 */
function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
