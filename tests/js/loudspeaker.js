/** The parts of a browser that reading aloud uses: the element that plays, what can interrupt it, other tabs, and a network. */

import { resolveObjectURL } from "node:buffer";

import { Caches } from "./caches.js";
import { Phone } from "./phone.js";

/**
 * The rule of iOS: a page may sound only after something of it began to sound while a tap was handled. Each kind of sound has
 * to be woken so.
 */
class Taps {
  areNeeded = false;
  isNow = false;
  awake = new Set();

  /**
   * @param {() => Promise<unknown>} handle what a page does at a tap; what it does later is not part of the tap
   * @returns {Promise<any>}
   */
  tap(handle) {
    this.isNow = true;
    const done = handle();
    this.isNow = false;
    return done;
  }

  /**
   * @param {string} kind of sound that is about to begin
   * @returns {boolean} whether it may
   */
  allow(kind) {
    if (!this.areNeeded || this.isNow) this.awake.add(kind);
    return this.awake.has(kind);
  }
}

/** The voices of the phone. Where none may sound iOS says nothing at all: no event comes. */
class Speech extends EventTarget {
  /** @type {{lang: string, localService: boolean, default: boolean}[]} */
  voices = [];
  isMute = false; // no voice begins, and no event tells so
  /** @type {string[]} texts that were asked for */
  asked = [];

  /** @param {Taps} taps */
  constructor(taps) {
    super();
    this.taps = taps;
  }

  getVoices() {
    return this.voices;
  }

  cancel() {}

  /** @param {{text: string, onstart?: () => void, onend?: () => void}} utterance */
  speak(utterance) {
    if (utterance.text !== "") this.asked.push(utterance.text);
    if (!this.taps.allow("voice") || this.isMute || utterance.text === "") return;
    queueMicrotask(() => {
      utterance.onstart?.();
      queueMicrotask(() => utterance.onend?.());
    });
  }
}

class Utterance {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/** An `<audio>` element. It begins by itself, and a test says how it goes on; silence that wakes it is over at once. */
class Audio extends EventTarget {
  src = "";
  volume = 1;
  paused = true;
  ended = false;
  isConnected = true;
  playsOn = false; // each clip is heard to its end

  /** @param {Taps} taps */
  constructor(taps) {
    super();
    this.taps = taps;
  }

  async play() {
    if (!this.taps.allow("audio")) throw new DOMException("no tap", "NotAllowedError");
    this.paused = this.ended = false;
    const isClip = resolveObjectURL(this.src)?.type === "audio/mpeg";
    queueMicrotask(() => {
      if (isClip) this.tell("playing");
      if (!isClip || this.playsOn) queueMicrotask(() => { if (!this.paused) this.finish(); });
    });
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    queueMicrotask(() => this.tell("pause"));
  }

  finish() {
    this.paused = this.ended = true;
    for (const type of ["timeupdate", "pause", "ended"]) this.tell(type);
  }

  /** @param {string} type */
  tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

/** An element of the page that does nothing, and stands for every element in it. */
export class Part extends EventTarget {
  dataset = {};
  hidden = false;
  classList = { add: () => {}, remove: () => {}, toggle: () => {} };
  style = { setProperty: () => {} };
  querySelector = () => this;
  cloneNode = () => this;
  contains = () => false;
  scrollIntoView = () => {};
}

/** Channels between the tabs of this phone, which hear each other and not themselves. */
class Channel {
  /** @type {Channel[]} */
  static all = [];
  /** @type {((event: {data: unknown}) => void) | null} */
  onmessage = null;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
    Channel.all.push(this);
  }

  /** @param {unknown} data */
  postMessage(data) {
    for (const other of Channel.all) if (other !== this && other.name === this.name) other.onmessage?.({ data });
  }
}

export class Loudspeaker {
  phone = new Phone();
  taps = new Taps();
  audio = new Audio(this.taps);
  speech = new Speech(this.taps);
  page = Object.assign(new EventTarget(), {
    visibilityState: "visible", documentElement: new Part(), body: { append: () => {} }, createElement: () => this.audio,
    querySelector: () => null, querySelectorAll: () => [],
  });
  window = new EventTarget();
  headphones = new EventTarget(); // navigator.mediaDevices
  line = { saveData: false };
  /** @type {string[]} texts that began to sound */
  heard = [];
  /** @type {Record<string, () => Response>} what comes in place of a file, by its id */
  broken = {};

  /** @param {string[]} texts there is a clip of each */
  constructor(texts) {
    this.texts = texts;
    this.page.addEventListener("mg:said", (event) => {
      this.heard.push(/** @type {CustomEvent} */ (event).detail.text);
    });
  }

  install() {
    this.phone.install();
    Object.assign(globalThis, {
      speechSynthesis: this.speech, SpeechSynthesisUtterance: Utterance,
      document: this.page, BroadcastChannel: Channel, caches: new Caches(),
      addEventListener: this.window.addEventListener.bind(this.window),
      fetch: async (/** @type {string} */ address) => this.answer(address),
    });
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: { mediaDevices: this.headphones, connection: this.line } });
    return this;
  }

  /** @param {string} address */
  answer(address) {
    const [, file] = /([^/]+)\.mp3$/.exec(address) ?? [];
    if (file) return this.broken[file]?.() ?? new Response("sound", { headers: { "Content-Type": "audio/mpeg" } });
    const texts = Object.fromEntries(this.texts.map((text) => [text, [text.toLowerCase(), "computer", 5, 1]]));
    return Response.json({ language: "nl", texts, patterns: [], words: {} });
  }

  /** @returns {Promise<string>} the text that begins to sound next */
  next() {
    return new Promise((resolve) => {
      this.page.addEventListener("mg:said", (event) => resolve(/** @type {CustomEvent} */ (event).detail.text), { once: true });
    });
  }

  /** @param {"visible" | "hidden"} state */
  show(state) {
    this.page.visibilityState = state;
    this.page.dispatchEvent(new Event("visibilitychange"));
  }
}
