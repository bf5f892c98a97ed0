/** What this device keeps for us: one database. */

import { isMarked, markTab } from "./tab.js";
import { isTablet } from "./tablet.js";

const DATABASE = "gesprek";
const VERSION = 2;
// Answers that were not shared yet, what waits to be sent, and what somebody keeps on the own phone.
const STORES = ["draft", "queue", "own"];
const PATIENCE_MS = 1500;

let isWiping = false; // from this tab

/** @typedef {import("../vendor/idb-keyval.js").UseStore} UseStore */

/**
 * Open one of the stores.
 * @param {"draft" | "queue" | "own"} name
 * @param {() => void} onClosed the connection is cut: a newer build, or somebody left in another tab
 * @returns {UseStore} throws or rejects where storage is forbidden, on a tablet of the practice, and for who has left
 */
export function openStore(name, onClosed) {
  if (isTablet() || isMarked()) return () => Promise.reject(new Error("nothing is kept here"));
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const store of STORES) {
      if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
    }
  };
  /** @type {Promise<IDBDatabase>} */
  const opened = asked(request);
  opened.then((database) => {
    database.onversionchange = (event) => {
      database.close();
      onClosed();
      if (event.newVersion === null && !isWiping) leaveToo();
    };
  }, () => {});
  return (mode, work) => opened.then((database) => work(database.transaction(name, mode).objectStore(name)));
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Whoever wiped this device in another tab does not want to leave this one standing open. */
function leaveToo() {
  document.documentElement.hidden = true;
  markTab();
  location.replace(`/${document.documentElement.lang}/away`);
}

/**
 * Drop everything that any page of ours keeps in the database.
 * @returns {Promise<void>} also resolved when there is nothing to drop or storage is forbidden
 */
export async function dropDatabase() {
  isWiping = true;
  try {
    const database = await asked(indexedDB.open(DATABASE));
    const names = [...database.objectStoreNames];
    // A tab that the browser has frozen may hold up the deletion; what is in it goes at once.
    if (names.length > 0) {
      const transaction = database.transaction(names, "readwrite");
      for (const name of names) transaction.objectStore(name).clear();
    }
    database.close(); // when that is done
    await asked(indexedDB.deleteDatabase(DATABASE));
  } catch {
    // Where storage is forbidden, nothing is kept.
  } finally {
    isWiping = false;
  }
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
