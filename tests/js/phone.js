/**
 * A phone and a practice, for the phone's scripts in Node: the globals of a browser, a clock that can be
 * wrong, a network that can fail, and a server that answers as docs/http.md says. `live` reloads the page:
 * its scripts are loaded again, without the variables of before.
 */

import { Disk } from "./disk.js";
import { importAgain, importScripts } from "./files.js";

export const PLAIN = ["js/device/clock.js", "js/send/stores.js", "js/send/proof.js", "js/send/tries.js", "js/send/sender.js"];
const later = globalThis.setTimeout;

class Element {}

/**
 * The exports of the scripts that a page uses.
 * @typedef {typeof import("../../pwa/static/js/draft/drafts.js") & typeof import("../../pwa/static/js/send/queue.js")
 *   & typeof import("../../pwa/static/js/own/lists.js") & {clock: typeof globalThis.gesprekClock}} Page
 */
/** @typedef {Record<string, string>} Headers */

export class Phone {
  disk = new Disk();
  /** True time in ms since 1970; `wrongBy` is the error of the phone's clock in ms. */
  time = Date.UTC(2026, 10, 29, 12);
  wrongBy = 0;
  isOnline = true;
  speed = 1; // divides the timeouts of the scripts
  practice = new Practice();
  /** @type {(address: string) => void} called with the address to which the page leads */
  gone = () => {};
  /** @type {object | undefined} replaces `indexedDB` where storage is forbidden */
  forbidden;
  /** @type {object | undefined} `navigator.locks`; undefined in a browser without Web Locks */
  locks;

  install() {
    const nothing = () => {};
    const here = { pathname: "/nl/check/demo", hash: "", origin: "https://practice.test" };
    /** @type {Map<string, string>} */
    const tab = new Map();
    Object.assign(globalThis, {
      window: globalThis,
      name: "",
      HTMLElement: Element, HTMLAnchorElement: Element, HTMLInputElement: Element, HTMLTemplateElement: Element,
      document: {
        querySelector: () => null, querySelectorAll: () => [], addEventListener: nothing, visibilityState: "visible",
        documentElement: {},
      },
      location: { ...here, replace: (/** @type {string} */ address) => this.gone(address) },
      history: { state: null },
      sessionStorage: {
        getItem: (/** @type {string} */ key) => tab.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {unknown} */ text) => tab.set(key, String(text)),
        removeItem: (/** @type {string} */ key) => tab.delete(key), clear: () => tab.clear(),
        get length() { return tab.size; },
      },
      addEventListener: nothing,
      BroadcastChannel: undefined,
      setTimeout: (/** @type {(...more: unknown[]) => void} */ work, wait = 0, /** @type {unknown[]} */ ...more) => later(work, wait / this.speed, ...more),
      fetch: (/** @type {string | URL} */ address, /** @type {RequestInit} */ options) => this.fetch(String(address), options),
    });
    Object.defineProperty(globalThis, "indexedDB", { configurable: true, get: () => this.forbidden ?? this.disk.factory });
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: { onLine: true, locks: this.locks } });
    Date.now = () => Math.round(this.time + this.wrongBy);
    return this;
  }

  /** @returns {Promise<Page>} the exports of newly loaded scripts */
  async live() {
    const born = this.time;
    performance.now = () => this.time - born;
    Object.defineProperty(performance, "timeOrigin", { configurable: true, value: Date.now() + Math.random() });
    importScripts(...PLAIN);
    const [drafts, queue, own] = await Promise.all(["draft/drafts", "send/queue", "own/lists"].map((name) => importAgain(`js/${name}.js`)));
    return { ...drafts, ...queue, ...own, clock: globalThis.gesprekClock };
  }

  /**
   * @param {string} _address
   * @param {RequestInit} [options]
   */
  async fetch(_address, options = {}) {
    if (!this.isOnline) throw new TypeError("no network");
    const headers = { Date: new Date(this.time).toUTCString() };
    if (options.method === "HEAD") return new Response(null, { headers });
    return this.practice.take(options, headers);
  }
}

export class Practice {
  /** @type {Map<string, string>} */
  codes = new Map();
  /** @type {URLSearchParams[]} the form bodies that arrived */
  bodies = [];
  isBusy = false;
  isAside = false; // the practice has put the list aside

  /**
   * @param {RequestInit} options
   * @param {Headers} headers
   */
  async take(options, headers) {
    const body = /** @type {URLSearchParams} */ (options.body);
    if (this.isBusy) return new Response("{}", { status: 503, headers });
    this.bodies.push(body);
    if (this.isAside) return new Response('{"errors": {"uid": "Whose is it?"}}', { status: 423, headers });
    const uid = body.get("uid") ?? "";
    const status = this.codes.has(uid) ? 200 : 201;
    this.codes.set(uid, this.codes.get(uid) ?? `CODE-${this.codes.size}`);
    const receipt = { receipt: `r-${uid}`, received_at: "2026-11-29T12:00:00+00:00", phone: "p.1", code: this.codes.get(uid) };
    return new Response(JSON.stringify({ ...receipt, proof: await prove(uid, receipt) }), { status, headers });
  }
}

/**
 * Make the proof of a receipt, as docs/http.md says.
 * @param {string} uid
 * @param {{receipt: string, received_at: string}} said
 */
async function prove(uid, { receipt, received_at: receivedAt }) {
  const bytes = Uint8Array.from(Buffer.from(uid.replaceAll("-", ""), "hex"));
  const root = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("mijn-gesprek receipt proof");
  const way = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const key = await crypto.subtle.deriveKey(way, root, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
  const text = new TextEncoder().encode(`${receipt}\n${receivedAt}`);
  return Buffer.from(await crypto.subtle.sign("HMAC", key, text)).toString("base64url");
}

/**
 * Make a sending, as check/share.js does from a form.
 * @param {string} uid
 * @returns {Promise<import("../../pwa/static/js/send/stores.js").Sending>}
 */
export async function makeSending(uid) {
  const { now, serverTime } = globalThis.gesprekClock;
  return {
    uid, draft: "demo", practice: "demo", address: "/nl/check/demo",
    sealed: await globalThis.gesprekKeys.seal(uid, `uid=${uid}&pain=much`), isChange: false, state: "waiting",
    sharedAt: now(), seenAt: serverTime(), tries: 0, isUnderway: false, mayBeThere: false,
  };
}

/** Web Locks: one holder of a name at a time, in the order in which they asked. */
export class Locks {
  /** @type {Map<string, Promise<unknown>>} */
  lines = new Map();

  /**
   * @template T
   * @param {string} name
   * @param {object} _options
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  request(name, _options, work) {
    const turn = (this.lines.get(name) ?? Promise.resolve()).then(work);
    this.lines.set(name, turn.catch(() => {}));
    return turn;
  }
}
