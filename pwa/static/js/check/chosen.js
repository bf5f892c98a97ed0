/** One or two topics that are most important, chosen from one list of cards: the first tap is the first priority. */

import { answerTo } from "../draft/answers.js";

export const OTHER = "other";
// The fields that are kept and sent, in the order of choosing. The cards, which are tapped, are no fields of ours.
export const CHOSEN = ["priority", "priority_second"];
const CARDS = "chosen";

/**
 * Note what a tap chose or dropped as most important.
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} control that was tapped
 * @returns {string} name of the field that changed; of both, the first
 */
export function choose(form, control) {
  if (control.name !== CARDS) return control.name;
  const before = chosenOf(form);
  const others = before.filter((code) => code !== control.value);
  const now = control.checked ? [...others, control.value] : others;
  if (String(now) === String(before)) return ""; // a third one, whose tick was taken off again
  writeChosen(form, now);
  return now[0] === before[0] ? "priority_second" : "priority";
}

/**
 * @param {HTMLFormElement} form
 * @returns {string[]} what was chosen as most important, in that order
 */
export function chosenOf(form) {
  return CHOSEN.map((name) => answerTo(form, name)).filter(Boolean);
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} chosen
 */
export function writeChosen(form, chosen) {
  for (const [index, name] of CHOSEN.entries()) {
    const field = /** @type {HTMLInputElement} */ (form.querySelector(`[data-step="priority"] [name="${name}"]`));
    field.value = chosen[index] ?? "";
  }
}

/**
 * Show on the cards what was chosen: the first with a 1, the second with a 2.
 * @param {HTMLFormElement} form
 * @param {string[]} chosen
 */
export function markChosen(form, chosen) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[name="${CARDS}"]`))) {
    const place = chosen.indexOf(input.value) + 1;
    input.checked = place > 0;
    /** @type {HTMLElement} */ (input.nextElementSibling).dataset.place = String(place || "");
  }
}

/**
 * Name what was chosen, in the language of the page or in the patient's own words.
 * @param {HTMLFormElement} form
 * @param {string} name `priority` or `priority_second`
 * @returns {string} empty when nothing was chosen
 */
export function choiceInWords(form, name) {
  const own = answerTo(form, "priority_other");
  const code = answerTo(form, name);
  if (code === OTHER && own !== "") return own;
  return form.querySelector(`input[name="${CARDS}"][value="${code}"]`)?.parentElement?.textContent?.trim() ?? "";
}
