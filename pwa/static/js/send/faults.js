/** Puts what the server found wrong with a sending into the words of its state. */

import { tieFault } from "../device/faults.js";

/** @typedef {import("./stores.js").Sending} Sending */

/**
 * Say what is wrong: as one text, as buttons that lead to the questions, and at the field for a code.
 * @param {HTMLElement} block a copy of the state's words
 * @param {Sending} sending
 */
export function sayFaults(block, { uid, faults = {} }) {
  tieWithin(block, uid);
  const place = block.querySelector("[data-fault]");
  if (place !== null) place.textContent = Object.values(faults).join(" ");
  block.querySelector("[data-faults]")?.replaceChildren(...Object.entries(faults).map(leadToQuestion));
  const field = block.querySelector("[name=entry_code]");
  if (!faults.entry_code || !(field instanceof HTMLInputElement && place instanceof HTMLElement)) return;
  block.querySelector("[data-asked]")?.removeAttribute("hidden");
  place.id = `fault-${uid}`;
  tieFault(field, place, true);
}

/**
 * Give the ids in a copy the id of its sending: two copies on a page would have the same, and a label or a
 * description would belong to the field of the other.
 * @param {HTMLElement} block
 * @param {string} uid
 */
function tieWithin(block, uid) {
  for (const name of ["id", "for", "aria-describedby"]) {
    for (const part of block.querySelectorAll(`[${name}]`)) {
      part.setAttribute(name, String(part.getAttribute(name)).replace(/[^ ]+/g, `$&-${uid}`));
    }
  }
}

/**
 * @param {[field: string, sentence: string]} fault
 * @returns {HTMLElement}
 */
function leadToQuestion([field, sentence]) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.do = "question";
  button.dataset.field = field;
  const words = document.createElement("b");
  words.textContent = sentence;
  button.append(words);
  item.append(button);
  return item;
}
