/** The bar at the lower edge of the screen: stop, how far the reading is, once more, on. */

import { copyOf } from "./ear_words.js";

/** @typedef {"reading" | "waiting" | "off"} State waiting: the mode is on and nothing sounds */

export class Bar {
  /**
   * @param {DocumentFragment} words
   * @param {Record<"stop" | "go" | "again" | "next", () => void>} does what each of its buttons does
   */
  constructor(words, does) {
    this.element = copyOf(words, "[data-ear-bar]");
    for (const [name, act] of Object.entries(does)) this.find(`[data-ear-${name}]`).addEventListener("click", act);
    document.body.append(this.element);
    document.addEventListener("mg:said", (event) => this.name(/** @type {CustomEvent} */ (event).detail.source));
    this.show("off");
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  find(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  /**
   * Show whether the page is being read, and the buttons that make sense now.
   * @param {State} state
   * @param {boolean} [isSilent] nothing could be heard: the browser may be waiting for a tap, or the sound of the phone is off
   */
  show(state, isSilent = false) {
    const had = this.element.contains(document.activeElement);
    this.element.dataset.state = state;
    this.find("[data-ear-told]").hidden = state !== "reading";
    this.find("[data-ear-go]").hidden = state === "reading";
    this.find("[data-ear-unheard]").hidden = !isSilent;
    for (const name of ["stop", "again", "next"]) this.find(`[data-ear-${name}]`).hidden = state === "off";
    document.documentElement.classList.toggle("by-ear", state !== "off");
    // The button that was pressed may be gone: the focus goes on to the one in its place.
    if (had && document.activeElement === document.body) this.find(state === "reading" ? "[data-ear-stop]" : "[data-ear-go]").focus();
  }

  /** @param {number} part of what is read, from 0 to 1 */
  far(part) {
    this.find(".ear-far").style.setProperty("--fill", String(part));
  }

  /** @param {string} source who speaks: that a computer does is said */
  name(source) {
    this.find("[data-ear-computer]").hidden = source !== "computer";
  }
}
