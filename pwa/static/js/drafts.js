/** The drafts in the database of this phone; several tabs may write the same one. */

import { delMany, entries } from "../vendor/idb-keyval.js";
import { pickNewer, readFields, writeFields } from "./merge.js";
import { inTime, openStore } from "./storage.js";
import { takeHanded } from "./tab.js";

/** @typedef {import("./draft.js").KeptDraft} KeptDraft */

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

const channel = "BroadcastChannel" in window ? new BroadcastChannel("draft") : null;

export class Drafts {
  /** @type {import("./storage.js").UseStore | null} */
  store = null;

  /** @returns {import("./storage.js").UseStore} */
  open() {
    this.store = openStore("draft", () => { this.store = null; });
    return this.store;
  }

  /**
   * Find the newest of some drafts, and drop all that are too old.
   * @param {(key: string) => boolean} isWanted
   * @returns {Promise<[string, KeptDraft] | undefined>} rejected where nothing can be kept
   */
  async find(isWanted) {
    const store = this.store ?? this.open();
    /** @type {[string, KeptDraft][]} */
    const all = await inTime(entries(store));
    const oldest = Date.now() - LIFETIME_MS;
    const expired = all.filter(([, draft]) => !(draft.savedAt > oldest)).map(([key]) => key);
    if (expired.length > 0) await delMany(expired, store);
    return all.filter(([key]) => isWanted(key) && !expired.includes(key))
      .sort(([, one], [, other]) => other.savedAt - one.savedAt)[0];
  }

  /**
   * Keep a draft together with what another tab has kept of it meanwhile.
   * @param {string} key
   * @param {KeptDraft} draft
   * @returns {Promise<void>}
   */
  keep(key, draft) {
    // iOS now and then cuts the connection of a page in the background: then once more.
    return put(this.store ?? this.open(), key, draft).catch(() => put(this.open(), key, draft));
  }
}

/**
 * Drop a draft whose answers were shared, wherever it is.
 * @param {string} key
 * @param {{isTold?: boolean}} [options] isTold: the other tabs know
 * @returns {Promise<void>} never rejected: storage that fails keeps nothing either
 */
export async function dropDraft(key, { isTold = false } = {}) {
  if (!isTold) channel?.postMessage(key);
  takeHanded(key);
  try {
    await inTime(delMany([key], new Drafts().open()));
  } catch {
    // See above.
  }
}

/**
 * Hear of drafts that another tab drops; it may be one that this tab is about to write again.
 * @param {(key: string) => void} listener
 */
export function hearOfDrops(listener) {
  if (channel) channel.onmessage = ({ data }) => listener(data);
}

/**
 * @param {KeptDraft} mine
 * @param {KeptDraft} theirs
 * @returns {KeptDraft}
 */
function join(mine, theirs) {
  const fields = readFields(mine);
  return { ...mine, ...writeFields({ ...fields, ...pickNewer(readFields(theirs), fields) }) };
}

/**
 * @param {import("./storage.js").UseStore} useStore
 * @param {string} key
 * @param {KeptDraft} draft
 * @returns {Promise<void>}
 */
function put(useStore, key, draft) {
  return useStore("readwrite", (store) => new Promise((resolve, reject) => {
    const asked = store.get(key);
    const { transaction } = store;
    asked.onsuccess = () => {
      try {
        store.put(asked.result ? join(draft, asked.result) : draft, key);
      } catch (error) {
        reject(error); // a full disk may say so at once
      }
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  }));
}
