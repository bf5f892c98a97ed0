/**
 * Notes in sessionStorage, which live as long as the tab: small texts, what one page hands to the next, and that
 * somebody left quickly. Where sessionStorage is forbidden or full, all notes are in `window.name`.
 */

const LEFT = "left";
const TABLET = "tablet";
const HANDED = "handed:";

/**
 * Make a note that lives as long as the tab; none in a tab that was left.
 * @param {string} key
 * @param {string} text
 */
export function noteInTab(key, text) {
  if (hasLeft()) return;
  try {
    sessionStorage.setItem(key, text);
  } catch {
    writeName({ ...readName(), [key]: text });
  }
}

/**
 * @param {string} key
 * @returns {string} empty without such a note
 */
export function readInTab(key) {
  return readStored(key) ?? String(readName()[key] ?? "");
}

/**
 * @param {string} key
 * @returns {string | null} null: there is none, or storage is forbidden
 */
function readStored(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * Hand something to the next page of ours in this tab; it may be done while this page closes.
 * @param {string} key
 * @param {object} value
 */
export function hand(key, value) {
  noteInTab(HANDED + key, JSON.stringify(value));
}

/**
 * Hand something over in `window.name`, which is written to no disk and which no other site sees. It must be
 * done before the page closes: a name that is set on pagehide does not always reach the next page.
 * @param {string} key
 * @param {object} value
 */
export function handByName(key, value) {
  if (!hasLeft()) writeName({ ...readName(), [HANDED + key]: JSON.stringify(value) });
}

/**
 * Take what was handed over, and delete it from the tab.
 * @template T
 * @param {string} key
 * @returns {T | null} null when nothing was
 */
export function takeHanded(key) {
  const { [HANDED + key]: named = "", ...others } = readName();
  if (named !== "") writeName(others);
  const text = readInTab(HANDED + key) || named;
  if (text === "") return null;
  try {
    sessionStorage.removeItem(HANDED + key);
  } catch {
    // Storage is forbidden: it was in window.name.
  }
  return JSON.parse(text);
}

/** @returns {Record<string, string>} */
function readName() {
  try {
    return JSON.parse(window.name) ?? {};
  } catch {
    return {}; // window.name is empty, or "left" (leave/guard.js), or not ours
  }
}

/** @param {Record<string, string>} notes */
function writeName(notes) {
  window.name = Object.keys(notes).length > 0 ? JSON.stringify(notes) : "";
}

/** Delete all notes of this tab but the one that it is in tablet mode. */
export function emptyTab() {
  const tablet = readInTab(TABLET);
  window.name = "";
  try {
    sessionStorage.clear();
  } catch {
    // Storage is forbidden: all notes were in window.name.
  }
  if (tablet !== "") noteInTab(TABLET, tablet);
}

/** Empty this tab, and note in it that somebody left quickly; leave/guard.js reads that note. */
export function setLeft() {
  emptyTab();
  try {
    sessionStorage.setItem(LEFT, "1");
  } catch {
    window.name = LEFT;
  }
}

/** @returns {boolean} whether somebody left quickly in this tab */
export function hasLeft() {
  return readStored(LEFT) !== null || window.name === LEFT;
}
