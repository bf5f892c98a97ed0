/** What lives as long as the tab: small notes, what one page hands to the next, and the mark of who left. */

const LEFT = "left";
const TABLET = "tablet";
const HANDED = "handed:";

/**
 * Make a note that lives as long as the tab.
 * @param {string} key
 * @param {string} text
 */
export function noteInTab(key, text) {
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
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return String(readName()[key] ?? "");
  }
}

/**
 * Hand something to the next page of ours in this tab, without waiting for the database. The tab's name
 * is written to no disk, other than session storage, and no other site sees it.
 * @param {string} key
 * @param {object} value
 */
export function hand(key, value) {
  writeName({ ...readName(), [HANDED + key]: value });
}

/**
 * Take what was handed over; it is gone from the tab then.
 * @param {string} key
 * @returns {any} null when nothing was
 */
export function takeHanded(key) {
  const { [HANDED + key]: value = null, ...others } = readName();
  if (value !== null) writeName(others);
  return value;
}

/** @returns {Record<string, any>} */
function readName() {
  try {
    return JSON.parse(window.name) ?? {};
  } catch {
    return {}; // it is empty, or the mark of guard.js, or not ours
  }
}

/** @param {Record<string, any>} notes */
function writeName(notes) {
  window.name = Object.keys(notes).length > 0 ? JSON.stringify(notes) : "";
}

/** Mark the tab as left (guard.js looks at the mark), and keep nothing else of anybody in it. */
export function markTab() {
  window.name = "";
  try {
    const tablet = sessionStorage.getItem(TABLET);
    sessionStorage.clear();
    if (tablet !== null) sessionStorage.setItem(TABLET, tablet);
    sessionStorage.setItem(LEFT, "1");
  } catch {
    window.name = LEFT;
  }
}

/** @returns {boolean} whether somebody left quickly in this tab */
export function isMarked() {
  try {
    return sessionStorage.getItem(LEFT) !== null;
  } catch {
    return window.name === LEFT;
  }
}
