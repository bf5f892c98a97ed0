/**
 * Makes one form of a name of every way of typing it, to search by. Does the same as pwa/typed/folding.py, which
 * gives the reasons; a test compares the two.
 */

import { digit } from "../device/codes.js";
import { FOLDINGS } from "./foldings.js";

const LETTERS = new Map(FOLDINGS.split(" ").map((word) => {
  const [letter, ...folded] = word;
  return [letter, folded.join("")];
}));
const DROPPED = /['`‘’‚‛ʻʼʽ՚＇]|(?!\p{Cc})[\p{M}\p{C}]/u;
const SPACES = /[\p{P}\p{Sk}\p{Zl}\p{Zp}\p{Cc}]/u;

/**
 * Fold a text: lower case, no accents, letters of other scripts as Latin ones, punctuation as one space.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  const letters = text.replace(/´/g, "'").normalize("NFKD").toLowerCase().normalize("NFKD");
  return [...letters].map(foldCharacter).join("").split(/\s+/).filter(Boolean).join(" ");
}

/**
 * @param {string} character
 * @returns {string}
 */
function foldCharacter(character) {
  if (/\p{Nd}/u.test(character)) return digit(character);
  if (DROPPED.test(character)) return "";
  return LETTERS.get(character) ?? (SPACES.test(character) ? " " : character);
}
