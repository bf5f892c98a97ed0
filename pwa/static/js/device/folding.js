/**
 * Makes one form of every way of typing a word, to search by. Does the same as pwa/typed/folding.py, which gives
 * the reasons; a test compares the two.
 */

import { digit } from "./codes.js";

/** Letters of Latin, Cyrillic and Arabic script: each word is a letter, then what a search reads for it. Made by `python -m scripts.foldings`. */
const COMMON = "ßss æae ðd øo þth đd ħh ıi ĸq łl ŋng œoe ŧt аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya ђdj єie ѕdz іi јj љlj њnj ћc џdzh ґg ء ةه ـ ىي ٱا ٲا ٳا ٴ کك ڪك ګك ھه ہه ۃه یي ۍي ێي ېي ەه";
const DROPPED = /['`‘’‚‛ʻʼʽ՚＇]|(?!\p{Cc})[\p{M}\p{C}]/u;
const SPACES = /[\p{P}\p{Sk}\p{Zl}\p{Zp}\p{Cc}]/u;

/**
 * Make a function that folds: lower case, no accents, letters of the table as theirs, punctuation as one space.
 * @param {string} table as COMMON
 * @returns {(text: string) => string}
 */
export function folder(table) {
  const letters = new Map(table.split(" ").map((word) => {
    const [letter, ...folded] = word;
    return [letter, folded.join("")];
  }));
  const foldCharacter = (/** @type {string} */ character) => {
    if (/\p{Nd}/u.test(character)) return digit(character);
    if (DROPPED.test(character)) return "";
    return letters.get(character) ?? (SPACES.test(character) ? " " : character);
  };
  return (text) => text.replace(/´/g, "'").normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(/[^a-z0-9 ]/gu, foldCharacter).split(/\s+/).filter(Boolean).join(" ");
}

/** Fold a text of the patients' languages; scripts that none of them has stay as they are. */
export const fold = folder(COMMON);
