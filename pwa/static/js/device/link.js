/**
 * Reads what stands behind the `#` of our links, and nothing of what programs for messages put behind
 * or before it: a full stop, a bracket, a space, parameters of their own. It never reaches a server.
 *
 * A link that opens something has a secret there. It goes into the form of the page and out of the
 * address at once; what then happens to it is up to the page. Written in words that older browsers than
 * our baseline know too: whoever has a link may have nothing else.
 */

// 128 bits in base64url. What is added may begin with a letter of that alphabet, so exactly as many.
const SECRET = /^#(?:%[0-9A-Fa-f]{2}|[^\w%-])*([\w-]{22})/;
const NAME = /^#(?:%[0-9A-Fa-f]{2}|[^\w%-])*(?:i(?:=|%3[Dd])([\w-]{16,22})|n=([1-9]\d{0,2})(?!\w))/;
const ROOM = /^#(?:%[0-9A-Fa-f]{2}|[^\w%-])*w(?:=|%3[Dd])([0-9A-Z]{12})(?!\w)/;
const TABLET = /^#tablet(?:(?:=|%3[Dd])([0-9A-Z]{12}))?(?!\w)/;

/**
 * Read the code of the waiting room, from the paper at the desk.
 * @param {string} hash of an address
 * @returns {string} nothing when it has none
 */
export function readRoom(hash) {
  const found = ROOM.exec(hash);
  return found === null ? "" : found[1];
}

/**
 * Read the mark of a tablet for everybody.
 * @param {string} hash of an address
 * @returns {string} the mark as it was written, perhaps with the code of the waiting room; nothing without it
 */
export function readTablet(hash) {
  const found = TABLET.exec(hash);
  if (found === null) return "";
  return found[1] ? "#tablet=" + found[1] : "#tablet";
}

/**
 * Read the name of a draft: `i=` and the token of an invitation, or `n=` and a number.
 * @param {string} hash of an address
 * @returns {string} nothing when it has none
 */
export function readName(hash) {
  const found = NAME.exec(hash);
  if (found === null) return "";
  return found[1] ? "i=" + found[1] : "n=" + found[2];
}

/**
 * Read a secret.
 * @param {string} hash of an address
 * @returns {string} when it cannot be one, all that is there: the page says what is wrong with it
 */
export function readSecret(hash) {
  const found = SECRET.exec(hash);
  return found === null ? hash.slice(1) : found[1];
}

/** @returns {HTMLInputElement | null} the field that holds the secret now; null: there is none */
export function takeLink() {
  const secret = readSecret(location.hash);
  if (secret === "") return null;
  // What others may see in the address bar and the history opens nothing any more.
  history.replaceState(history.state, "", location.pathname + location.search);
  const field = document.querySelector("[data-link-secret]");
  if (!(field instanceof HTMLInputElement)) return null;
  field.value = secret;
  return field;
}
