/**
 * Reads a patient's code as people type it, so that a typing error never leaves the phone.
 * Reads the same as pwa/vault/patient/codes.py, which gives the reasons; a test compares the two.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH = 12;
const LONGEST_TYPED = 200;
const LOOKALIKES = new Map([["O", "0"], ["I", "1"], ["L", "1"]]);
// Dashes (three of them are no Pd in Unicode), accents, which NFKD splits off, and invisible format characters.
const DROPPED = /[\p{Pd}\p{M}\p{Cf}\u2212\u2043\u0640]/u;

/**
 * Read a code; case, spaces, dashes, O/0, I/l/1, the digits of any script and words around it do not matter.
 * @param {string} text as it was typed
 * @returns {string | null} the twelve characters, or null if it cannot be a code
 */
export function parseCode(text) {
  if ([...text].length > LONGEST_TYPED) return null;
  const plain = [...text.normalize("NFKD")].map(readCharacter).join("");
  if ([...plain].length > LONGEST_TYPED) return null;
  const upper = [...plain.toUpperCase()].map((character) => LOOKALIKES.get(character) ?? character).join("");
  const words = upper.split(" ").filter(Boolean);
  const whole = words.join("");
  if (isComplete(whole)) return whole;
  for (const found of [words, rows(words)]) {
    const codes = new Set(found.filter((one) => isComplete(one) && /\d/.test(one)));
    if (codes.size > 0) return codes.size === 1 ? [...codes][0] : null;
  }
  return null;
}

/**
 * Join each run of neighbouring words, because a code may be typed in groups.
 * @param {string[]} words
 * @returns {string[]}
 */
function rows(words) {
  return words.flatMap((_, start) => words.slice(start).map((__, more) => words.slice(start, start + more + 1).join("")));
}

/** @param {string} code */
function isComplete(code) {
  return code.length === CODE_LENGTH
    && [...code].every((character) => ALPHABET.includes(character))
    && checkCharacter(code.slice(0, -1)) === code.slice(-1);
}

/**
 * Compute the character that makes a code complete (Luhn modulo 32).
 * @param {string} body
 * @returns {string}
 */
export function checkCharacter(body) {
  const size = ALPHABET.length;
  let total = 0;
  [...body].reverse().forEach((character, place) => {
    let value = ALPHABET.indexOf(character);
    if (place % 2 === 0) value = Math.floor((2 * value) / size) + ((2 * value) % size);
    total += value;
  });
  return ALPHABET[(size - (total % size)) % size];
}

/**
 * Keep letters, turn the digits of any script into 0-9, drop dashes; the rest is space.
 * @param {string} character
 * @returns {string}
 */
function readCharacter(character) {
  if (DROPPED.test(character)) return "";
  return /\p{Nd}/u.test(character) ? digit(character) : /[\p{L}\p{N}]/u.test(character) ? character : " ";
}

/**
 * Turn a digit of any script into 0-9: in Unicode the ten digits of a script follow each other from its zero.
 * @param {string} character
 * @returns {string}
 */
export function digit(character) {
  const point = /** @type {number} */ (character.codePointAt(0));
  let zero = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((point - zero) % 10);
}
