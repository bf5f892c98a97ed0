/**
 * The caches of a browser and the life of a service worker, in memory: as much of them as sw/left.js, sw/kept.js, sw/life.js and
 * js/leave/wipe.js use. Caches are opened, listed and dropped in the order in which a browser was asked, each in a turn of its
 * own. One that was dropped goes on for whoever has opened it, and is in no list.
 */

import { importScripts } from "./files.js";

const turn = () => new Promise((resolve) => { setImmediate(resolve); });
/** @typedef {string | {url: string}} Asked */

const pathOf = (/** @type {Asked} */ asked) => new URL(typeof asked === "string" ? asked : asked.url, "https://practice.test").pathname;

export class Caches {
  /** @type {Map<string, Kept>} */
  all = new Map();
  before = Promise.resolve();

  /**
   * @template T
   * @param {() => T} work
   * @returns {Promise<T>}
   */
  inOrder(work) {
    const done = this.before.then(turn).then(work);
    this.before = done.then(() => {}, () => {});
    return done;
  }

  /**
   * @param {string} name
   * @returns {Promise<Kept>}
   */
  open(name) {
    return this.inOrder(() => {
      const cache = this.all.get(name) ?? new Kept();
      this.all.set(name, cache);
      return cache;
    });
  }

  keys() {
    return this.inOrder(() => [...this.all.keys()]);
  }

  /** @param {string} name */
  delete(name) {
    return this.inOrder(() => this.all.delete(name));
  }
}

class Kept {
  /** @type {Map<string, Response>} */
  answers = new Map();

  /**
   * @param {Asked} request
   * @param {Response} answer
   */
  async put(request, answer) {
    await turn();
    this.answers.set(pathOf(request), answer);
  }

  /** @param {string[]} files */
  async addAll(files) {
    for (const file of files) await this.put(file, await fetch(file));
  }

  /** @param {Asked} request */
  async match(request) {
    await turn();
    return this.answers.get(pathOf(request))?.clone();
  }

  async keys() {
    await turn();
    return [...this.answers.keys()].map((path) => ({ url: `https://practice.test${path}` }));
  }

  /** @param {Asked} request */
  async delete(request) {
    await turn();
    return this.answers.delete(pathOf(request));
  }
}

/** One worker, from its scripts on; events run beside each other, as in a browser. */
export class Worker {
  /** @type {Map<string, (event: any) => void>} */
  listeners = new Map();

  /** @param {object} about what the server writes into the worker */
  constructor(about) {
    Object.assign(globalThis, {
      self: globalThis, gesprek: about, skipWaiting: () => {}, registration: { update: turn },
      addEventListener: (/** @type {string} */ type, /** @type {() => void} */ listener) => this.listeners.set(type, listener),
    });
    importScripts("js/device/clock.js", "sw/left.js", "sw/kept.js", "sw/life.js");
  }

  /**
   * @param {string} type
   * @param {unknown} [data]
   * @returns {Promise<void>} what the event waits for
   */
  dispatch(type, data) {
    let waits = Promise.resolve();
    this.listeners.get(type)?.({ data, waitUntil: (/** @type {Promise<void>} */ work) => { waits = work; } });
    return waits;
  }

  /**
   * A message arrives later than it was sent.
   * @param {unknown} data
   */
  postMessage(data) {
    turn().then(() => this.dispatch("message", data)).catch(() => {});
  }
}

/** What a page sees of a worker that is installed, or is about to be: it is taken off when that is over. */
export class Registration {
  waiting = null;
  installed = Promise.resolve();
  isThere = true;

  /** @param {{installing?: Worker, active?: Worker}} workers */
  constructor({ installing, active }) {
    Object.assign(this, { installing, active });
    if (installing) this.installed = installing.dispatch("install").catch(() => {});
  }

  async unregister() {
    await this.installed;
    await turn();
    this.isThere = false;
  }
}
