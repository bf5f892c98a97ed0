/**
 * The questions after the talk on this phone. What was tapped is a draft until it is sent; what is sent waits in the queue
 * with the ticks. On a tablet neither is stored (device/storage.js).
 */

import "../device/clock.js";
import { Drafts, dropDraft } from "../draft/drafts.js";
import { allOwn, changeOwn } from "./lists.js";
import { AFTER, addTick, readTick, ticksOf } from "../send/ticks.js";

/** @typedef {import("../draft/answers.js").Answer} Answer */
/** @typedef {import("../send/queue.js").Queue} Queue */
/** @typedef {import("../send/stores.js").Sending} Sending */

const { now, serverTime } = globalThis.gesprekClock;

export class Afterwards {
  drafts = new Drafts();
  keeping = /** @type {Promise<void>} */ (Promise.resolve());

  /**
   * @param {Queue} queue
   * @param {string} list `data-own` of its pages, without the generation
   */
  constructor(queue, list) {
    this.queue = queue;
    this.list = list;
    this.key = `after:${list}`; // drafts of the check are named after practices, whose names have no colon
  }

  /**
   * Keep what was tapped; nobody needs to wait for it.
   * @param {Answer[]} answers
   * @returns {Promise<void>} never rejected: where nothing can be kept, it is in the page only
   */
  keep(answers) {
    const draft = { step: "", uid: "", answers, savedAt: now(), seenAt: serverTime() };
    this.keeping = this.keeping.then(() => this.drafts.keep(this.key, draft)).catch(() => {});
    return this.keeping;
  }

  /** @returns {Promise<Answer[]>} what was tapped before, or waits to be sent; never rejected */
  async find() {
    const sending = await this.sending();
    if (sending !== undefined) return [...await readTick(sending)];
    const [, draft] = await this.drafts.find((key) => key === this.key).catch(() => undefined) ?? [];
    return draft?.answers ?? [];
  }

  /** @returns {Promise<Sending | undefined>} what was pressed to be sent, the newest */
  async sending() {
    return (await ticksOf(this.queue, this.list)).filter(({ about }) => about === AFTER).pop();
  }

  /**
   * Keep the answers in the queue; the draft goes as soon as they are stored there.
   * @param {string} address
   * @param {URLSearchParams} body with the token of the page
   * @returns {Promise<string>} id of the sending
   */
  async add(address, body) {
    const uid = await addTick(this.queue, this.list, address, body);
    if (this.queue.isKept) await this.drop();
    return uid;
  }

  /** Take the draft off this phone. */
  async drop() {
    await this.keeping;
    await dropDraft(this.key);
  }

  /** The practice has the answers, or takes none any more: take everything off this phone, and ask no more. */
  async end() {
    await this.drop();
    for (const { uid, about } of await ticksOf(this.queue, this.list)) if (about === AFTER) await this.queue.remove(uid);
    const own = (await allOwn()).find(({ id }) => id === this.list);
    if (own?.copy?.questions) await changeOwn(own, { copy: { ...own.copy, questions: "" } }).catch(() => {});
  }
}
