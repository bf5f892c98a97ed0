/**
 * What somebody shared and the practice has not answered yet: kept on this phone, and sent again and
 * again until it has. Where nothing can be kept, and on a tablet for everybody, it lives in memory.
 */

import "./keepers.js";
import "./uidkeys.js";
import "./sender.js";
import { askForSync } from "./network.js";
import { inTime, openStore } from "./storage.js";
import { isMarked } from "./tab.js";
import { isTablet } from "./tablet.js";

/** @typedef {import("./keepers.js").Sending} Sending */
/** @typedef {import("./keepers.js").Keeper} Keeper */
/** @typedef {{sending: Sending | null, answer: import("./sender.js").Answer | null}} Result */

const { keepOnDisk, keepInMemory, isOld } = /** @type {any} */ (globalThis).gesprekKeepers;
const { deliver, isDue } = /** @type {any} */ (globalThis).gesprekSender;

export class Queue {
  constructor() {
    this.isKept = true;
    this.isStopped = false;
    /** @type {Map<string, AbortController>} */
    this.underway = new Map();
    /** @type {Promise<Keeper>} */
    this.keeper = this.open();
  }

  /** @returns {Promise<Keeper>} */
  async open() {
    try {
      if (isTablet()) return this.useMemory();
      const keeper = keepOnDisk(this.useDisk());
      await inTime(keeper.all());
      return keeper;
    } catch {
      return this.useMemory();
    }
  }

  /** @returns {import("../vendor/idb-keyval.js").UseStore} */
  useDisk() {
    const open = () => openStore("queue", () => this.stop());
    let useStore = open();
    return (mode, work) => useStore(mode, work).catch((error) => {
      if (this.isStopped) throw error;
      useStore = open(); // iOS now and then cuts the connection of a page in the background
      return useStore(mode, work);
    });
  }

  /** @returns {Keeper} */
  useMemory() {
    this.isKept = false;
    return keepInMemory();
  }

  /** Somebody left quickly in another tab: nothing goes out any more, nothing is kept. */
  stop() {
    this.isStopped = true;
    for (const one of this.underway.values()) one.abort();
  }

  /**
   * Keep something to be sent.
   * @param {Sending} sending
   */
  async add(sending) {
    try {
      await inTime((await this.keeper).put(sending));
      if (this.isKept) askForSync(); // the page may be closed during the first try
    } catch { // a full disk, or storage that hangs
      this.keeper = Promise.resolve(this.useMemory());
      await (await this.keeper).put(sending);
    }
  }

  /** @returns {Promise<Sending[]>} the oldest first; never rejected */
  async all() {
    if (isMarked() || this.isStopped) return [];
    const all = await (await this.keeper).all().catch(() => []);
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
   * @param {(one: Sending) => boolean} [isOver] decides about what is there by then
   * @returns {Promise<Sending | null>} as it was; what was underway may be there all the same
   */
  async remove(uid, isOver = () => true) {
    this.underway.get(uid)?.abort();
    /** @type {Sending | null} */
    let was = null;
    await (await this.keeper).change(uid, (one) => (isOver((was = one)) ? null : one));
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
      const result = await deliver(await this.keeper, uid, { credentials, signal: controller.signal });
      if (result.sending?.state === "waiting" && this.isKept) askForSync();
      return result;
    } catch { // the database was wiped meanwhile
      return { sending: null, answer: null };
    } finally {
      this.underway.delete(uid);
    }
  }

  /**
   * Send everything whose time it is, without bringing a code to this phone.
   * @param {{isAsked: boolean, but?: string}} options but: this one is somebody else's task
   */
  async sendAll({ isAsked, but }) {
    for (const one of await this.all()) {
      if (isOld(one)) await this.expire(one.uid);
      else if (one.uid !== but && one.state === "waiting") await this.send(one.uid, { withCode: false, isAsked });
    }
  }

  /** @param {string} uid of something that was shared a week ago */
  async expire(uid) {
    const emptied = { state: /** @type {const} */ ("expired"), sealed: new ArrayBuffer(0), sharedAt: Date.now() };
    await (await this.keeper).change(uid, (one) => (one.state === "waiting" ? { ...one, ...emptied } : null));
  }
}
