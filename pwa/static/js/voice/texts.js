/** How texts are compared and taken apart. Pure. */

/** Stands on both sides of what a page fills into a sentence (pieces.js): words of ours, or what somebody typed. */
export const PLACE = "\ue000";

const FILLED = /\ue000([^\ue000]*)\ue000/g;
const EDGES = /^[\s.,;:!?¿¡()[\]«»“”"'،؛؟…→←↑↓–—-]+|[\s.,;:!?¿¡()[\]«»“”"'،؛؟…→←↑↓–—-]+$/g;
const MARKS = /[\u200b-\u200f\u2060-\u2069]/g; // marks of direction, which nobody hears
const LETTER = /[\p{L}\p{N}\ue000]/u;

/**
 * @param {string} text
 * @returns {string} as texts are compared: single spaces, digits as in English
 */
export function plain(text) {
  return text.normalize("NFC").replace(MARKS, "").replace(/\s+/g, " ").trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}

/**
 * @param {string} text
 * @returns {string} without signs at its ends that nobody says
 */
export function bare(text) {
  return text.replace(EDGES, "");
}

/**
 * @param {string} text
 * @returns {boolean} whether it is more than signs that nobody says
 */
export function isSaid(text) {
  return LETTER.test(text);
}

/**
 * @param {string} text
 * @returns {string} without the signs around what was filled in
 */
export function withoutPlaces(text) {
  return text.replace(FILLED, "$1");
}

/**
 * Put one sign in the place of each text that was filled in.
 * @param {string} text
 * @returns {{fixed: string, filled: string[]}}
 */
export function takeOut(text) {
  const filled = [...text.matchAll(FILLED)].map(([, words]) => words);
  return { fixed: text.replace(FILLED, PLACE), filled };
}

/**
 * @param {string} text
 * @returns {string[]}
 */
export function sentencesOf(text) {
  return plain(text).match(/.+?(?:[.!?؟](?=\s)|$)/g) ?? [];
}

/**
 * @param {string} text
 * @returns {string[]} its words and the two numbers of a time; a sign that stands alone is one too
 */
export function wordsOf(text) {
  return plain(text).replace(/(?:\b0)?(\d)[:.](?=\d)/g, "$1 ").replace(/[–·]/g, " $& ").split(" ").filter((word) => word !== "");
}

/**
 * @param {{text: string, file?: string}[]} parts
 * @returns {number} letters of which there is no sound
 */
export function lettersWithout(parts) {
  return parts.reduce((letters, { file, text }) => letters + (file === undefined ? text.length : 0), 0);
}
