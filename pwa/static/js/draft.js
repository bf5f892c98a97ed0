/**
 * The answers that are kept on this phone until they are shared: one draft per practice. Where
 * storage is missing or throws, the form itself is all there is.
 */

import { delMany, entries, set } from "../vendor/idb-keyval.js";
import { goesOnWith } from "./invitation.js";
import { inTime, openStore } from "./storage.js";
import { hand, isMarked, takeHanded } from "./tab.js";

/** @typedef {import("./answers.js").Answer} Answer */
/**
 * @typedef {object} Draft
 * @property {string} step where to go on
 * @property {string} uid of the sending, so that a second try is the same sending
 * @property {Answer[]} answers
 */
/** @typedef {Draft & {savedAt: number}} KeptDraft */

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

export class DraftBox {
  /**
   * @param {string} key which practice, and for a change which conversation
   * @param {() => void} onFailure called once, when this phone turns out to keep nothing
   */
  constructor(key, onFailure) {
    this.key = key;
    this.onFailure = onFailure;
    this.isOpen = true;
    /** @type {import("./storage.js").UseStore | null} */
    this.store = null;
    /** @type {KeptDraft | null} */
    this.newest = null;
    /** @type {Promise<void> | null} */
    this.writing = null;
    // A reload does not wait for the database; what it has not taken yet goes by the tab.
    addEventListener("pagehide", () => {
      if (this.writing !== null && this.isOpen && !isMarked()) this.carry();
    });
  }

  /**
   * Find the draft, and drop those that are too old.
   * @returns {Promise<KeptDraft | null>}
   */
  async load() {
    /** @type {KeptDraft | null} */
    const handed = takeHanded(this.key);
    try {
      const kept = await inTime(this.read());
      if (!handed || (kept && kept.savedAt > handed.savedAt)) return kept;
      this.save(handed);
    } catch {
      this.giveUp();
    }
    return handed;
  }

  /** @returns {Promise<KeptDraft | null>} */
  async read() {
    const store = this.open();
    /** @type {[string, KeptDraft][]} */
    const all = await entries(store);
    const oldest = Date.now() - LIFETIME_MS;
    const expired = all.filter(([, draft]) => !(draft.savedAt > oldest)).map(([key]) => key);
    if (expired.length > 0) await delMany(expired, store);
    const own = all.filter(([key]) => goesOnWith(key, this.key) && !expired.includes(key))
      .sort(([, one], [, other]) => other.savedAt - one.savedAt)[0];
    if (own) this.key = own[0];
    return own ? own[1] : null;
  }

  /**
   * Keep a draft; nobody needs to wait for it.
   * @param {Draft} draft
   * @returns {Promise<void>} until this or a newer draft is kept, or nothing can be
   */
  save(draft) {
    this.newest = { ...draft, savedAt: Date.now() };
    this.writing ??= this.write().finally(() => { this.writing = null; });
    return this.writing;
  }

  /** Write the newest draft until it is the one that is kept; those in between are never written. */
  async write() {
    /** @type {KeptDraft | null} */
    let kept = null;
    while (this.isOpen && this.store !== null && kept !== this.newest) {
      /** @type {KeptDraft | null} */
      const draft = this.newest;
      try {
        // iOS now and then cuts the connection of a page in the background: then once more.
        await set(this.key, draft, this.store).catch(() => set(this.key, draft, this.open()));
      } catch {
        this.giveUp();
      }
      kept = draft;
    }
  }

  /** Drop the draft after sharing; nothing is kept from now on. */
  async drop() {
    this.isOpen = false;
    try {
      if (this.store !== null) await inTime(delMany([this.key], this.store));
    } catch {
      // Storage that fails keeps nothing either.
    }
  }

  /** Take the newest draft along to our next page in this tab. */
  carry() {
    if (this.newest !== null) hand(this.key, this.newest);
  }

  /** @returns {import("./storage.js").UseStore} */
  open() {
    this.store = openStore("draft", () => this.giveUp());
    return this.store;
  }

  giveUp() {
    if (this.isOpen) this.onFailure();
    this.isOpen = false;
    this.store = null;
  }
}
