/**
 * One form of a name for every way of typing it: the twin of pwa/typed/folding.py, which says why.
 * A test holds the two together.
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
 * Write a text without anything that a search should not ask for.
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
