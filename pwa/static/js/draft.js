/**
 * The answers that are kept on this phone until they are shared: one draft per practice, in
 * IndexedDB. Where storage is missing or throws, the form itself is all there is.
 */

import { delMany, entries, promisifyRequest, set } from "../vendor/idb-keyval.js";
import { DATABASE } from "./exit.js";

/** @typedef {import("./answers.js").Answer} Answer */
/**
 * @typedef {object} Draft
 * @property {string} step where to go on
 * @property {string} uid of the sending, so that a second try is the same sending
 * @property {Answer[]} answers
 */
/** @typedef {Draft & {savedAt: number}} KeptDraft */
/** @typedef {import("../vendor/idb-keyval.js").UseStore} UseStore */

const STORE = "draft";
const CARRIED = "draft:";
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const PATIENCE_MS = 1500;

export class DraftBox {
  /**
   * @param {string} key which practice, and for a change which conversation
   * @param {() => void} onFailure called once, when this phone turns out to keep nothing
   */
  constructor(key, onFailure) {
    this.key = key;
    this.onFailure = onFailure;
    this.isOpen = true;
    /** @type {Draft | null} */
    this.last = null;
    /** @type {UseStore | null} */
    this.store = null;
  }

  /**
   * Find the draft, and drop those that are too old.
   * @returns {Promise<KeptDraft | null>}
   */
  async load() {
    try {
      const store = this.open();
      /** @type {[string, KeptDraft][]} */
      const all = await inTime(entries(store));
      const oldest = Date.now() - LIFETIME_MS;
      const expired = all.filter(([, draft]) => !(draft.savedAt > oldest)).map(([key]) => key);
      if (expired.length > 0) await delMany(expired, store);
      const own = all.find(([key]) => key === this.key && !expired.includes(key));
      return own ? own[1] : null;
    } catch {
      this.giveUp();
      return this.takeCarried();
    }
  }

  /**
   * Keep a draft; the caller need not wait.
   * @param {Draft} draft
   */
  async save(draft) {
    this.last = draft;
    if (!this.isOpen || this.store === null) return;
    const kept = { ...draft, savedAt: Date.now() };
    try {
      // iOS now and then cuts the connection of a page in the background: then once more.
      await set(this.key, kept, this.store).catch(() => set(this.key, kept, this.open()));
    } catch {
      this.giveUp();
    }
  }

  /** Drop the draft after sharing; nothing is kept from now on. */
  async drop() {
    this.isOpen = false;
    try {
      if (this.store !== null) await delMany([this.key], this.store);
    } catch {
      // Storage that fails keeps nothing either.
    }
  }

  /** @returns {UseStore} */
  open() {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    /** @type {Promise<IDBDatabase>} */
    const opened = promisifyRequest(request);
    opened.then((database) => {
      // Somebody left quickly in another tab: make way, and do not keep it all anew.
      database.onversionchange = () => {
        database.close();
        this.giveUp();
      };
    }, () => {});
    this.store = (mode, work) => opened.then(
      (database) => work(database.transaction(STORE, mode).objectStore(STORE)),
    );
    return this.store;
  }

  /**
   * Take the draft along to our next page in this tab where nothing can be kept: the tab's name
   * lives as long as the tab, is written nowhere, and is cleared before another site sees it.
   */
  carry() {
    if (this.store === null) window.name = CARRIED + JSON.stringify(this.last);
  }

  /** @returns {KeptDraft | null} */
  takeCarried() {
    if (!window.name.startsWith(CARRIED)) return null;
    const carried = window.name.slice(CARRIED.length);
    window.name = "";
    return JSON.parse(carried);
  }

  giveUp() {
    if (this.isOpen) this.onFailure();
    this.isOpen = false;
    this.store = null;
  }
}

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>} rejected when storage hangs, as it does in some in-app browsers
 */
function inTime(work) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("storage hangs")), PATIENCE_MS);
    work.then(resolve, reject);
  });
}
