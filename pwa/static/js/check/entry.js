/** The field for a code, where the practice takes no list without one: looked at before anything is sent. */

import { tieFault } from "../device/words.js";

/**
 * Say beside the field what is wrong with it. A code may be right and not work; only the practice knows.
 * @param {HTMLFormElement} form
 * @returns {Promise<boolean>} whether a code is missing, or has a typing mistake
 */
export async function lacksCode(form) {
  const part = form.querySelector("[data-entry]:not([hidden])");
  const field = part?.querySelector("input");
  const place = part?.querySelector("[role=alert]");
  if (!(part instanceof HTMLElement && field && place instanceof HTMLElement)) return false;
  // Without the reader of codes, which came by no network, the practice says it later.
  const { parseCode } = await import("../device/codes.js").catch(() => ({ parseCode: String }));
  const isWrong = parseCode(field.value) === null || field.value.trim() === "";
  place.textContent = (field.value.trim() === "" ? part.dataset.missing : part.dataset.wrong) ?? "";
  place.className = "error status"; // not before: a page with an error opens at the question that has one
  place.hidden = !isWrong;
  tieFault(field, place, isWrong);
  if (isWrong) field.focus();
  return isWrong;
}

// What a link brought along does not work any more: whoever needed no code before needs one now.
document.addEventListener("click", (event) => {
  const part = event.target instanceof Element ? event.target.closest("[data-field=entry_code]") : null;
  if (part !== null) document.querySelector("[data-entry]")?.removeAttribute("hidden");
}, { capture: true });
