/**
 * Says at once that a text is longer than its field has room for (`data-room`). Nothing is cut off: the text
 * stays until somebody makes it shorter. The self-check loads this module, and the words from a page that is on
 * the phone already, only when a text is too long.
 */

import { tieFault } from "./faults.js";
import { LANGUAGE, templateFrom, templateIn } from "./words.js";

const WORDS = "data-room-words";

/** @type {Promise<string> | undefined} */
let sentence;

document.addEventListener("input", (event) => look(event.target));
document.querySelectorAll("[data-room]").forEach(look);

/** @param {EventTarget | null} field */
async function look(field) {
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  if (!isText || !field.dataset.room) return;
  if (!isTooLong(field) && field.validity.valid) return;
  sentence ??= findSentence();
  const words = (await sentence).replace("%(most)s", field.dataset.room);
  say(field, isTooLong(field) ? words : "");
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @returns {boolean}
 */
function isTooLong(field) {
  return [...field.value.trim()].length > Number(field.dataset.room);
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} words empty when there is nothing wrong
 */
function say(field, words) {
  field.setCustomValidity(words);
  const next = field.nextElementSibling;
  const said = next instanceof HTMLElement && next.matches("[data-said]") ? next : document.createElement("p");
  said.className = "error status";
  said.setAttribute("data-said", "");
  said.setAttribute("role", "status");
  if (said !== next) field.after(said);
  said.textContent = words;
  tieFault(field, said, words !== "");
}

/** @returns {Promise<string>} says how long the text may be, with %(most)s for the number; "> %(most)s" if the words cannot be had */
async function findSentence() {
  const found = templateIn(document, WORDS) ?? await templateFrom(`/${LANGUAGE}/offline`, WORDS);
  return found?.textContent || "> %(most)s";
}
