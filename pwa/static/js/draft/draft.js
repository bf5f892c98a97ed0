/**
 * The answers of one list, kept as a draft on this phone until they are shared. Where storage is missing,
 * throws or hangs, and in tablet mode, they are only in the tab (device/notes.js).
 */

import "../device/clock.js";
import { Drafts, dropDraft, hearOfDrops } from "./drafts.js";
import { goesOnWith } from "./invitation.js";
import { doNow } from "../device/painted.js";
import { Answered, writeFields } from "./merge.js";
import { hand, handByName, hasLeft, takeHanded } from "../device/notes.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./merge.js").Fields} Fields */
/** @typedef {{step: string, uid: string, answers: Answer[]}} Draft step: where to go on; uid: of the sending */
/** @typedef {Draft & {savedAt: number, seenAt?: number, times?: Record<string, number>}} KeptDraft seenAt: see device/clock.js */
/** @typedef {{step: string, uid: string, fields: Fields}} FoundDraft what is to be put into the form */
/**
 * @typedef {object} Watcher
 * @property {(isKept: boolean) => void} onKept called with whether this device keeps the answers, when that changes
 * @property {(found: FoundDraft) => void} onNews called with answers that were given in another tab
 * @property {() => Answer[]} read what the form says
 * @property {() => void} onGone called when another tab has shared them
 */

const { after, serverTime } = globalThis.gesprekClock;
const PATIENCE_MS = 3000; // then a write that is still going on counts as not kept

export class DraftBox {
  isOpen = true; // false once the answers were shared: the draft is not written any more
  isKept = true;
  savedAt = 0; // of the newest draft that was found or made
  answered = new Answered([]);
  drafts = /** @type {Drafts | null} */ (null);
  newest = /** @type {KeptDraft | null} */ (null);
  writing = /** @type {Promise<void> | null} */ (null);

  /**
   * @param {string} key name of the draft, see draftKey
   * @param {Watcher} watcher
   */
  constructor(key, watcher) {
    this.key = key;
    this.watcher = watcher;
    // A page that closes does not wait for the database: a draft that is still being written is handed on in the tab.
    addEventListener("pagehide", () => {
      if (this.writing && this.newest && this.isOpen && !hasLeft()) hand(this.key, this.newest);
    });
    for (const event of ["visibilitychange", "focus", "pageshow"]) addEventListener(event, () => this.refresh());
    hearOfDrops((key) => { if (key === this.key) this.giveWay(); });
  }

  /**
   * Find the draft, and drop those that are too old.
   * @param {Answer[]} base the answers that came with the page
   * @returns {Promise<FoundDraft | null>}
   */
  async load(base) {
    this.answered = new Answered(base);
    /** @type {KeptDraft | null} */
    const handed = takeHanded(this.key);
    const kept = await this.find();
    const found = /** @type {KeptDraft[]} */ ([handed, kept].filter(Boolean))
      .sort((one, other) => other.savedAt - one.savedAt);
    for (const draft of found) this.answered.take(draft);
    this.savedAt = found[0]?.savedAt ?? 0;
    if (handed) this.write(found[0]);
    return found.length > 0 ? { ...found[0], fields: this.answered.fields } : null;
  }

  /** @returns {Promise<KeptDraft | null>} */
  async find() {
    try {
      this.drafts = new Drafts();
      const [key, draft] = await this.drafts.find((kept) => goesOnWith(kept, this.key)) ?? [this.key, null];
      this.key = key;
      return draft;
    } catch {
      return this.giveUp();
    }
  }

  /** Look what another tab did, when somebody comes back to this one. */
  async refresh() {
    if (this.drafts === null || document.visibilityState !== "visible") return;
    // An error is ignored here: the next answer opens the database again.
    const found = await this.drafts.find((key) => key === this.key).catch(() => undefined);
    doNow(); // note answers that were given during the read, because they are newer
    if (found === undefined || !this.isOpen) return;
    this.answered.note(this.watcher.read()); // a tap may be in the form and not noted yet
    const news = this.answered.take(found[1]);
    if (Object.keys(news).length > 0) this.watcher.onNews({ ...found[1], fields: news });
  }

  /**
   * Keep a draft; nobody needs to wait for it.
   * @param {Draft} draft
   * @returns {Promise<void>} resolved when this or a newer draft is kept, or nothing can be
   */
  save(draft) {
    this.answered.note(draft.answers);
    return this.write(draft);
  }

  /**
   * @param {Draft} draft
   * @returns {Promise<void>}
   */
  write({ step, uid }) {
    this.savedAt = after(this.savedAt);
    this.newest = { step, uid, savedAt: this.savedAt, seenAt: serverTime(), ...writeFields(this.answered.fields) };
    if (this.isOpen && this.drafts === null) handByName(this.key, this.newest);
    this.writing ??= this.writeAll().finally(() => { this.writing = null; });
    return this.writing;
  }

  /** Write the newest draft until it is the one that is kept; those in between are never written. */
  async writeAll() {
    /** @type {KeptDraft | null} */
    let kept = null;
    while (this.isOpen && this.drafts && this.newest && kept !== this.newest) {
      kept = this.newest;
      const late = setTimeout(() => this.tell(false), PATIENCE_MS);
      await this.drafts.keep(this.key, kept).then(() => this.tell(true), () => this.giveUp());
      clearTimeout(late);
    }
  }

  /** Stop: another tab has shared the answers. Drop the draft, which this tab may just have written again. */
  async giveWay() {
    if (!this.isOpen) return;
    this.isOpen = false;
    await dropDraft(this.key, { isTold: true });
    this.watcher.onGone();
  }

  /** @returns {null} */
  giveUp() {
    this.drafts = null;
    this.tell(false);
    if (this.newest && this.isOpen) handByName(this.key, this.newest);
    return null;
  }

  /** @param {boolean} isKept */
  tell(isKept) {
    if (isKept !== this.isKept) this.watcher.onKept(isKept);
    this.isKept = isKept;
  }
}
