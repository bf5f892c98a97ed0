/** The one database (IndexedDB) that our pages keep on this device. */

import { hasLeft, setLeft } from "./notes.js";
import { isTablet } from "./tablet.js";
import { LANGUAGE } from "./words.js";

const DATABASE = "gesprek";
const VERSION = 2;
// In this order: answers that were not shared yet, what waits to be sent, and what an own phone keeps.
const STORES = ["draft", "queue", "own"];
const PATIENCE_MS = 1500;

let isWiping = false; // this tab itself deletes the database

/** @typedef {import("../../vendor/idb-keyval.js").UseStore} UseStore */

/**
 * Open one of the stores. Each use is rejected where storage is forbidden, in tablet mode and after "leave
 * quickly", and may be when the disk is full: then the caller goes on from memory.
 * @param {"draft" | "queue" | "own"} name
 * @param {() => void} [onWiped] called when somebody left, here or in another tab, or a newer build needs another database
 * @returns {UseStore}
 */
export function openStore(name, onWiped = () => {}) {
  let isCut = false;
  const connect = () => open(name, () => {
    isCut = true;
    onWiped();
  });
  let use = connect();
  return (mode, work) => use(mode, work).catch((error) => {
    if (isCut || whyNot(error) === "full") throw error;
    use = connect(); // iOS now and then cuts the connection of a page in the background
    return use(mode, work);
  });
}

/**
 * Say why something was not kept.
 * @param {unknown} error that a use of a store was rejected with
 * @returns {"full" | "blocked"} blocked: the browser forbids it, or its storage is broken
 */
export function whyNot(error) {
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "blocked";
}

/**
 * @param {string} name
 * @param {() => void} onCut
 * @returns {UseStore}
 */
function open(name, onCut) {
  const opened = openDatabase();
  opened.then((database) => {
    database.onversionchange = (event) => {
      database.close();
      onCut();
      if (event.newVersion === null && !isWiping) leaveToo();
    };
  }, () => {});
  return async (mode, work) => {
    const database = await opened;
    // After setLeft nothing is written: if another tab delays the deletion of the database, it would stay.
    if (hasLeft()) throw new Error("nothing is kept here");
    return work(database.transaction(name, mode).objectStore(name));
  };
}

/** @returns {Promise<IDBDatabase>} */
async function openDatabase() {
  if (isTablet() || hasLeft()) throw new Error("nothing is kept here");
  const request = indexedDB.open(DATABASE, VERSION); // throws where storage is forbidden
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const store of STORES) {
      if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
    }
  };
  return asked(request);
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

/** Leave in this tab too, because somebody left in another one, which deletes the database. */
function leaveToo() {
  document.documentElement.hidden = true;
  setLeft();
  location.replace(`/${LANGUAGE}/away`);
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
    // A tab that the browser has frozen may delay the deletion, so the stores are emptied first.
    if (names.length > 0) {
      const transaction = database.transaction(names, "readwrite");
      for (const name of names) transaction.objectStore(name).clear();
    }
    database.close(); // takes effect when the transaction is done
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
