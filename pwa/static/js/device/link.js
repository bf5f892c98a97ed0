/**
 * Reads the fragment of our links, which stands behind `#` and reaches no server. Programs for messages put
 * something before or behind it, which is skipped: a full stop, a bracket, a space, parameters of their own.
 *
 * The fragment of a link that opens something is a secret: takeLink moves it from the address into the form
 * of the page. In ECMAScript 2018, older than our baseline, because some people have no other way in than a link.
 */

// 128 bits in base64url are 22 characters. What was added behind them may be base64url too: read exactly 22.
const SECRET = /^#(?:%[0-9A-Fa-f]{2}|[^\w%-])*([\w-]{22})/;
const NAME = /^#(?:%[0-9A-Fa-f]{2}|[^\w%-])*(?:i(?:=|%3[Dd])([\w-]{16,22})|n=([1-9]\d{0,2})(?!\w))/;
const ROOM = /^#(?:%[0-9A-Fa-f]{2}|[^\w%-])*w(?:=|%3[Dd])([0-9A-Z]{12})(?!\w)/;
const WHO = /^#(?:.*&)?f=(self|together|other)(?!\w)/;
const TABLET = /^#tablet(?:(?:=|%3[Dd])([0-9A-Z]{12}))?(?!\w)/;

/**
 * Read the code of the waiting room, from the paper at the desk.
 * @param {string} hash of an address
 * @returns {string} empty when it has none
 */
export function readRoom(hash) {
  const found = ROOM.exec(hash);
  return found === null ? "" : found[1];
}

/**
 * Read the fragment that puts a tab into tablet mode.
 * @param {string} hash of an address
 * @returns {string} `#tablet`, or `#tablet=` and the code of the waiting room; empty without either
 */
export function readTablet(hash) {
  const found = TABLET.exec(hash);
  if (found === null) return "";
  return found[1] ? "#tablet=" + found[1] : "#tablet";
}

/**
 * Read the name of a draft: `i=` and the token of an invitation, or `n=` and a number.
 * @param {string} hash of an address
 * @returns {string} empty when it has none
 */
export function readName(hash) {
  const found = NAME.exec(hash);
  if (found === null) return "";
  return found[1] ? "i=" + found[1] : "n=" + found[2];
}

/**
 * Read who fills in the list, as somebody said on the start page; it stands behind the name of the draft.
 * @param {string} hash of an address
 * @returns {string} code of the answer; empty when it has none
 */
export function readWho(hash) {
  const found = WHO.exec(hash);
  return found === null ? "" : found[1];
}

/**
 * Read a secret.
 * @param {string} hash of an address
 * @returns {string} the 22 characters; if there are none, the whole fragment, so that the server says what is wrong
 */
export function readSecret(hash) {
  const found = SECRET.exec(hash);
  return found === null ? hash.slice(1) : found[1];
}

/** @returns {HTMLInputElement | null} the field that the secret of the address was moved to; null: there is none */
export function takeLink() {
  const secret = readSecret(location.hash);
  if (secret === "") return null;
  // Take the secret out of the address bar and the history, where others may see it.
  history.replaceState(history.state, "", location.pathname + location.search);
  const field = document.querySelector("[data-link-secret]");
  if (!(field instanceof HTMLInputElement)) return null;
  field.value = secret;
  return field;
}
