/**
 * Reads a patient's code as people type it, so that a typing error never leaves the phone.
 * The twin of pwa/vault/codes.py; a test holds the two together.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH = 12;
const LOOKALIKES = new Map([["O", "0"], ["I", "1"], ["L", "1"]]);

/**
 * Read a code; case, spaces, dashes, O/0, I/l/1 and the digits of any script do not matter.
 * @param {string} text as it was typed
 * @returns {string | null} the twelve characters, or null if it cannot be a code
 */
export function parseCode(text) {
  const plain = [...text.normalize("NFKD")].map(readCharacter).join("").toUpperCase();
  const code = [...plain].map((character) => LOOKALIKES.get(character) ?? character).join("");
  if (code.length !== CODE_LENGTH || [...code].some((character) => !ALPHABET.includes(character))) {
    return null;
  }
  return checkCharacter(code.slice(0, -1)) === code.at(-1) ? code : null;
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
 * Keep letters, turn the digits of any script into 0-9, drop what only separates or decorates.
 * @param {string} character
 * @returns {string}
 */
function readCharacter(character) {
  if (!/\p{Nd}/u.test(character)) return /[\p{L}\p{N}]/u.test(character) ? character : "";
  // Unicode keeps the ten digits of a script in one row that begins with its zero.
  const point = /** @type {number} */ (character.codePointAt(0));
  let zero = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((point - zero) % 10);
}
