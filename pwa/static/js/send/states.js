/**
 * Shows where the answers are, in one place on the page: the states that hold at this moment, in words that the
 * server wrote. The words of all states come with the start page of the practice.
 */

import { sayFaults } from "./faults.js";
import { LANGUAGE, fillIn, momentInWords, templateFrom, templateIn } from "../device/words.js";

/** @typedef {import("./stores.js").Sending} Sending */
/** @typedef {[name: string, sending?: Sending | null]} StateText */

/** @type {Record<number, string>} */
const REFUSALS = { 409: "other_body", 410: "erased", 413: "too_large", 422: "faulty" };
const WORDS = "data-all-states";
const WAITS = { offline: "waiting", portal: "portal", busy: "busy", set_aside: "set_aside" };

/**
 * @param {Sending} sending
 * @returns {StateText[]} the states to show for it
 */
export function saidOf(sending) {
  // It may have arrived although the answer was lost, and it is not sent again: say that too.
  const isUnsure = sending.state === "expired" && sending.mayBeThere;
  return isUnsure ? [[stateOf(sending), sending], ["maybe"]] : [[stateOf(sending), sending]];
}

/**
 * @param {Sending} sending
 * @returns {string}
 */
function stateOf({ state, isChange, status = 0, why = "offline", againAt, faults = {} }) {
  const hasField = document.querySelector("[data-entry]") !== null; // for the entry code that the practice asks for
  if (state === "refused" && (faults.reply_to || (faults.entry_code && !hasField))) return "list_closed";
  if (state === "waiting") return why === "busy" && againAt ? "later" : WAITS[why];
  if (state === "received" && isChange) return "changed_there";
  return state === "refused" ? REFUSALS[status] ?? "refused" : state;
}

/**
 * @param {Sending} sending
 * @returns {boolean} whether the practice has it
 */
export function isThere({ state }) {
  return state === "received" || state === "without_code";
}

/**
 * @param {Sending} sending
 * @returns {boolean} whether the practice has it and may bring it back; then its code can be had by this uid alone
 */
export function isPutAside({ state, why, isChange }) {
  return state === "waiting" && why === "set_aside" && !isChange;
}

/** @param {StateText[]} said */
function keyOf(said) {
  return JSON.stringify(said.map(([name, one]) => [name, one?.uid, one?.receivedAt ?? one?.againAt, one?.faults]));
}

export class States {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    // What another script has put there already is not drawn again: a screen reader would read it twice.
    this.shown = keyOf([...place.querySelectorAll("[data-state]")].map((part) => [part.getAttribute("data-state") ?? ""]));
    /** @type {ParentNode | null} */
    this.words = null;
    /** @type {Promise<void> | null} */
    this.bringing = null;
  }

  /** Get the words, while there is a network to get them from. */
  bring() {
    this.words ??= templateIn(document, WORDS);
    this.bringing ??= this.ask(`/${LANGUAGE}/p/${this.place.dataset.sending}`).finally(() => { this.bringing = null; });
    return this.bringing;
  }

  /** @param {string} address */
  async ask(address) {
    this.words ??= await templateFrom(address, WORDS); // null: only the states in the page itself can be shown
  }

  /**
   * Show these states, and no others.
   * @param {StateText[]} said
   */
  show(said) {
    const key = keyOf(said);
    if (key === this.shown) return; // drawn again, a screen reader would read the same again and again
    this.shown = key;
    this.draw(said);
    if (this.place.children.length === said.length) return;
    this.bring().then(() => { if (key === this.shown) this.draw(said); });
  }

  /**
   * Say that it is tried once more. A screen reader reads only what changes, so without this in between the same
   * outcome as before would not be heard.
   * @param {Sending} sending
   */
  tryAgain({ state }) {
    this.show(state === "waiting" ? [["sending"]] : []);
  }

  /** @param {StateText[]} said */
  draw(said) {
    const hadFocus = this.place.contains(document.activeElement);
    this.place.replaceChildren(...said.flatMap(([name, sending]) => this.copy(name, sending ?? null)));
    if (hadFocus) this.place.focus();
  }

  /**
   * @param {string} name
   * @param {Sending | null} sending
   * @returns {HTMLElement[]}
   */
  copy(name, sending) {
    const own = this.place.parentElement?.querySelector("template[data-states]");
    const all = [this.words, own instanceof HTMLTemplateElement ? own.content : null];
    const block = all.map((part) => part?.querySelector(`[data-state="${name}"]`)).find(Boolean)?.cloneNode(true);
    if (!(block instanceof HTMLElement)) return [];
    block.dataset.uid = sending?.uid;
    for (const part of block.querySelectorAll("[data-text]")) {
      fillIn(part, /** @type {HTMLElement} */ (part).dataset.text ?? "", { time: momentInWords(sending?.receivedAt ?? sending?.againAt) });
    }
    if (sending !== null) sayFaults(block, sending);
    return [block];
  }
}
