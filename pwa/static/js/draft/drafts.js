/** The drafts in the database of this phone; several tabs may write the same one. */

import { delMany, entries } from "../../vendor/idb-keyval.js";
import "../device/clock.js";
import { pickNewer, readFields, writeFields } from "./merge.js";
import { inTime, openStore } from "../device/storage.js";
import { takeHanded } from "../device/notes.js";

/** @typedef {import("./draft.js").KeptDraft} KeptDraft */

const { WEEK_MS, ask, isOver } = globalThis.gesprekClock;
const channel = openChannel();

export class Drafts {
  /** @type {import("../device/storage.js").UseStore | null} */
  store = null;
  isDated = false;

  /** @returns {import("../device/storage.js").UseStore} */
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
    const old = await Promise.all(all.map(([, { savedAt: at, seenAt }]) => isOver({ at, seenAt })));
    const expired = all.filter((_, place) => old[place]).map(([key]) => key);
    if (expired.length > 0) await delMany(expired, store);
    if (all.length > 0) this.date().catch(() => {});
    return all.filter(([key]) => isWanted(key) && !expired.includes(key))
      .sort(([, one], [, other]) => dayOf(other) - dayOf(one))[0];
  }

  /**
   * Set `seenAt` of each draft without one to the server's time, and delete drafts a week after theirs. A draft
   * written without a network, when only a clock that may be wrong was there, begins its week here.
   * @returns {Promise<void>} rejected where nothing can be kept
   */
  async date() {
    if (this.isDated) return;
    const server = await ask();
    if (server === undefined) return;
    this.isDated = true;
    await (this.store ?? this.open())("readwrite", (store) => /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      const asked = store.openCursor();
      asked.onsuccess = () => {
        const cursor = asked.result;
        if (!cursor) return;
        const { seenAt = server } = cursor.value;
        if (server - seenAt > WEEK_MS) cursor.delete();
        else cursor.update({ ...cursor.value, seenAt });
        cursor.continue();
      };
      store.transaction.oncomplete = () => resolve();
      store.transaction.onabort = () => reject(store.transaction.error);
    })));
  }

  /**
   * Keep a draft together with what another tab has kept of it meanwhile.
   * @param {string} key
   * @param {KeptDraft} draft
   * @returns {Promise<void>}
   */
  async keep(key, draft) {
    await put(this.store ?? this.open(), key, draft);
    this.date().catch(() => {}); // nobody waits for the server
  }
}

/**
 * @param {KeptDraft} draft
 * @returns {number} the server's time at which it was there, else the phone's; to sort by
 */
function dayOf({ savedAt, seenAt = savedAt }) {
  return seenAt;
}

/** @returns {BroadcastChannel | null} null where the browser has none, or none for this site */
function openChannel() {
  try {
    return new BroadcastChannel("draft");
  } catch {
    return null;
  }
}

/**
 * Drop a draft whose answers were shared, in the database and in the tab.
 * @param {string} key
 * @param {{isTold?: boolean}} [options] isTold: the other tabs know it already
 * @returns {Promise<void>} never rejected: storage that fails keeps nothing either
 */
export async function dropDraft(key, { isTold = false } = {}) {
  if (!isTold) channel?.postMessage(key);
  takeHanded(key);
  try {
    await inTime(delMany([key], new Drafts().open()));
  } catch {
    // Storage fails, so it keeps no draft.
  }
}

/**
 * Listen for drafts that another tab drops, because this tab may be about to write the same one again.
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
 * @param {import("../device/storage.js").UseStore} useStore
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
        reject(error); // on a full disk, put may throw at once
      }
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  }));
}
