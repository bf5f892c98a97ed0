/** What stands under a question: the buttons that lead on, and why a tap did nothing. */

import { isAnswered } from "../draft/answers.js";
import { offerAllNo } from "./all_no.js";
import { keepRules } from "./choices.js";
import { fillIn, find, show } from "../device/words.js";

/**
 * Show the buttons for a question; the last step has its own.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} now
 * @param {boolean} isLast
 */
export function showControls(form, now, isLast) {
  const isDone = isAnswered(now);
  show("[data-controls]", !isLast);
  show("[data-next]", isDone);
  show("[data-clear]", isDone);
  show("[data-skip]", !isDone);
  offerAllNo(form, now);
}

/**
 * Keep the rules of a question after a tap, and say so when it was one too many.
 * @param {HTMLInputElement} control that was tapped
 */
export function tellRules(control) {
  const most = control.closest("[data-step]")?.getAttribute("data-most") ?? "";
  sayNothing();
  if (keepRules(control)) return;
  const says = /** @type {HTMLElement} */ (find("[data-says]"));
  fillIn(says, says.dataset.tooMany ?? "", { most });
}

export function sayNothing() {
  /** @type {HTMLElement} */ (find("[data-says]")).textContent = "";
}
