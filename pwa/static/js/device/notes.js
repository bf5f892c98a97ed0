/**
 * What lives as long as the tab: small notes, what one page hands to the next, and that somebody left quickly.
 * Where the browser's storage is forbidden or full, all of it is in the name of the tab.
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
 * Hand something to the next page of ours in this tab, at the last moment of this one.
 * @param {string} key
 * @param {object} value
 */
export function hand(key, value) {
  noteInTab(HANDED + key, JSON.stringify(value));
}

/**
 * Hand something over by the name of the tab, which is written to no disk and which no other site sees.
 * It must be done in time: what is named when a page goes does not always arrive.
 * @param {string} key
 * @param {object} value
 */
export function handByName(key, value) {
  if (!hasLeft()) writeName({ ...readName(), [HANDED + key]: JSON.stringify(value) });
}

/**
 * Take what was handed over; it is gone from the tab then.
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
    // It was in the name then.
  }
  return JSON.parse(text);
}

/** @returns {Record<string, string>} */
function readName() {
  try {
    return JSON.parse(window.name) ?? {};
  } catch {
    return {}; // it is empty, or what leave/guard.js wrote, or not ours
  }
}

/** @param {Record<string, string>} notes */
function writeName(notes) {
  window.name = Object.keys(notes).length > 0 ? JSON.stringify(notes) : "";
}

/** Drop what anybody has left in this tab; that it is a tablet's stays. */
export function emptyTab() {
  const tablet = readInTab(TABLET);
  window.name = "";
  try {
    sessionStorage.clear();
  } catch {
    // There was nothing but the name.
  }
  if (tablet !== "") noteInTab(TABLET, tablet);
}

/** Note that somebody left this tab quickly (leave/guard.js looks at the note), and keep nothing else of anybody in it. */
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
