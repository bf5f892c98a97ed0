/** What this device keeps for us: one database, and for a moment what cannot wait for it. */

const DATABASE = "gesprek";
const VERSION = 2;
// Answers that were not shared yet, what waits to be sent, and what somebody keeps on the own phone.
const STORES = ["draft", "queue", "own"];
const PATIENCE_MS = 1500;
const HANDED = "handed:";

/** @typedef {import("../vendor/idb-keyval.js").UseStore} UseStore */

/**
 * Open one of the stores.
 * @param {"draft" | "queue" | "own"} name
 * @param {() => void} onClosed somebody left quickly in another tab: make way for the wipe
 * @returns {UseStore} throws or rejects where storage is forbidden
 */
export function openStore(name, onClosed) {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const store of STORES) {
      if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
    }
  };
  /** @type {Promise<IDBDatabase>} */
  const opened = new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.then((database) => {
    database.onversionchange = () => {
      database.close();
      onClosed();
    };
  }, () => {});
  return (mode, work) => opened.then((database) => work(database.transaction(name, mode).objectStore(name)));
}

/**
 * Drop everything that any page of ours keeps on this device.
 * @returns {Promise<void>} also resolved when there is nothing to drop or storage is forbidden
 */
export function dropDatabase() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = request.onerror = () => resolve();
    } catch {
      resolve();
    }
  });
}

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>} rejected when storage hangs, as it does in some in-app browsers
 */
export function inTime(work) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("storage hangs")), PATIENCE_MS);
    work.then(resolve, reject);
  });
}

/**
 * Hand something to the next page of ours in this tab, without waiting for the database.
 * @param {string} key
 * @param {object} value
 */
export function hand(key, value) {
  try {
    sessionStorage.setItem(HANDED + key, JSON.stringify(value));
  } catch {
    // The tab's name lives as long as the tab, is written nowhere, and no other site sees it.
    window.name = HANDED + JSON.stringify(value);
  }
}

/**
 * Take what was handed over; it is gone from the tab then.
 * @param {string} key
 * @returns {any} null when nothing was
 */
export function takeHanded(key) {
  let text = null;
  try {
    text = sessionStorage.getItem(HANDED + key);
    sessionStorage.removeItem(HANDED + key);
  } catch {
    if (!window.name.startsWith(HANDED)) return null;
    text = window.name.slice(HANDED.length);
    window.name = "";
  }
  return text === null ? null : JSON.parse(text);
}

/** Mark the tab as left (guard.js looks at the mark), and keep nothing else in it. */
export function markTab() {
  try {
    sessionStorage.clear();
    sessionStorage.setItem("left", "1");
  } catch {
    window.name = "left";
  }
}

/** @returns {boolean} whether somebody left quickly in this tab */
export function isMarked() {
  try {
    return sessionStorage.getItem("left") !== null;
  } catch {
    return window.name === "left";
  }
}
