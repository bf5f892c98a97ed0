/**
 * What somebody shared and the practice has not answered yet: kept on this phone, and sent again and again until
 * there is an answer. Where nothing can be kept, and in tablet mode, it is in the memory of the page.
 */

import "../device/clock.js";
import "./stores.js";
import "./proof.js";
import "./tries.js";
import "./sender.js";
import { askForSync } from "../device/network.js";
import { keepSafe } from "./spare.js";
import { inTime, openStore, whyNot } from "../device/storage.js";
import { hasLeft } from "../device/notes.js";
import { isTablet } from "../device/tablet.js";

/** @typedef {import("./stores.js").Sending} Sending */
/** @typedef {import("./stores.js").Keeper} Keeper */
/** @typedef {{sending: Sending | null, answer: import("./sender.js").Answer | null}} Result */

const { keepOnDisk, keepInMemory, isOld } = globalThis.gesprekKeepers;
const { now, serverTime } = globalThis.gesprekClock;
const { deliver } = globalThis.gesprekSender;
const { isDue } = globalThis.gesprekTries;

export class Queue {
  constructor() {
    /** @type {"full" | "blocked" | null} why this phone does not keep everything */
    this.why = null;
    this.isStopped = false;
    /** @type {Set<string>} uids of what was shared since this page was loaded */
    this.added = new Set();
    /** @type {Map<string, AbortController>} */
    this.underway = new Map();
    /** @type {Keeper} */
    this.keeper = isTablet() ? this.useMemory() : keepSafe(keepOnDisk(this.useDisk()), (error) => this.notice(error));
  }

  /** @returns {boolean} whether this phone keeps what waits */
  get isKept() {
    return this.why === null;
  }

  /** @returns {import("../../vendor/idb-keyval.js").UseStore} whose uses are rejected when the disk hangs */
  useDisk() {
    const use = openStore("queue", () => this.stop());
    return (mode, work) => inTime(use(mode, work));
  }

  /** @returns {Keeper} */
  useMemory() {
    this.why = "blocked";
    return keepInMemory();
  }

  /** @param {unknown} error of the disk; thrown again after "leave quickly", so that nothing goes on from memory */
  notice(error) {
    if (this.isStopped || hasLeft()) throw error;
    this.why = whyNot(error);
  }

  /** Stop sending and keep nothing more, because somebody left quickly in another tab. */
  stop() {
    this.isStopped = true;
    for (const one of this.underway.values()) one.abort();
  }

  /**
   * Keep something to be sent.
   * @param {Sending} sending
   */
  async add(sending) {
    this.added.add(sending.uid);
    await this.keeper.put(sending);
    if (this.isKept) askForSync(); // the page may be closed during the first try
  }

  /** @returns {Promise<Sending[]>} the oldest first; never rejected */
  async all() {
    if (hasLeft() || this.isStopped) return [];
    const all = await this.keeper.all().catch(() => []);
    return all.sort((one, other) => one.sharedAt - other.sharedAt);
  }

  /**
   * @param {string} uid
   * @returns {Promise<Sending | null>}
   */
  async find(uid) {
    return (await this.all()).find((one) => one.uid === uid) ?? null;
  }

  /**
   * Take something out: called off, or done with.
   * @param {string} uid
   * @param {(one: Sending) => boolean} [isOver] says of the sending as it is by then whether to remove it
   * @returns {Promise<Sending | null>} as it was; if it was underway, the practice may have it all the same
   */
  async remove(uid, isOver = () => true) {
    this.underway.get(uid)?.abort();
    /** @type {Sending | null} */
    let was = null;
    await this.keeper.change(uid, (one) => (isOver((was = one)) ? null : one));
    return was;
  }

  /**
   * Send one if it is its time.
   * @param {string} uid
   * @param {{withCode: boolean, isAsked: boolean}} options withCode: this page goes on to the code;
   *   isAsked: somebody pressed, or the network is back
   * @returns {Promise<Result>}
   */
  async send(uid, { withCode, isAsked }) {
    const sending = await this.find(uid);
    if (sending === null || !isDue(sending, isAsked)) return { sending, answer: null };
    const controller = new AbortController();
    this.underway.set(uid, controller);
    const credentials = withCode ? "same-origin" : "omit";
    try {
      const result = await deliver(this.keeper, uid, { credentials, signal: controller.signal });
      // Waited for, because what is said then depends on it: whether somebody has to come back.
      if (result.sending?.state === "waiting" && this.isKept) await inTime(askForSync()).catch(() => {});
      return result;
    } catch { // the database was wiped meanwhile
      return { sending: null, answer: null };
    } finally {
      this.underway.delete(uid);
    }
  }

  /**
   * Send everything whose time it is, without cookies, so that no code comes to this phone.
   * @param {{isAsked: boolean, but?: string}} options but: uid that the caller sends itself
   */
  async sendAll({ isAsked, but }) {
    for (const one of await this.all()) {
      if (await isOld(one)) await this.expire(one.uid);
      else if (one.uid !== but && one.state === "waiting") await this.send(one.uid, { withCode: false, isAsked });
    }
  }

  /** @param {string} uid of something that was shared a week ago */
  async expire(uid) {
    const emptied = { state: /** @type {const} */ ("expired"), sealed: new ArrayBuffer(0), sharedAt: now(), seenAt: serverTime() };
    await this.keeper.change(uid, (one) => (one.state === "waiting" ? { ...one, ...emptied } : null)).catch(() => {});
  }
}
