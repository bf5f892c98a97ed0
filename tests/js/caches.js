/**
 * The Cache API and the life cycle of a service worker, in memory: the parts that sw/left.js, sw/kept.js, sw/life.js and
 * js/leave/wipe.js use. Opening, listing and deleting caches happens in the order of the calls, each in its own turn of the
 * event loop. A deleted cache is listed no more, but still works for code that has it open.
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
  has(name) {
    return this.inOrder(() => this.all.has(name));
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

/** A service worker that runs its own copy of the scripts; its events run concurrently, as in a browser. */
export class Worker {
  /** @type {Map<string, (event: any) => void>} */
  listeners = new Map();

  /** @param {object} about the build, files and languages that the server writes into the worker's script */
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
   * @returns {Promise<void>} the promise that the listener gave to `event.waitUntil`
   */
  dispatch(type, data) {
    let waits = Promise.resolve();
    this.listeners.get(type)?.({ data, waitUntil: (/** @type {Promise<void>} */ work) => { waits = work; } });
    return waits;
  }

  /**
   * Deliver a message one turn of the event loop after it was sent.
   * @param {unknown} data
   */
  postMessage(data) {
    turn().then(() => this.dispatch("message", data)).catch(() => {});
  }
}

/** A ServiceWorkerRegistration, as a page sees it; `unregister` waits until a running install has ended. */
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
