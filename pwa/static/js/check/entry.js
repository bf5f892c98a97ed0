/** Checks the field for an entry code, where the practice takes no list without one, before anything is sent. */

import { tieFault } from "../device/faults.js";

/**
 * Look for typing mistakes in the entry code, and say them beside the field. Whether a code without mistakes
 * works, only the server knows.
 * @param {HTMLFormElement} form
 * @returns {Promise<boolean>} whether a code is missing, or has a typing mistake
 */
export async function lacksCode(form) {
  const part = form.querySelector("[data-entry]:not([hidden])");
  const field = part?.querySelector("input");
  const place = part?.querySelector("[role=alert]");
  if (!(part instanceof HTMLElement && field && place instanceof HTMLElement)) return false;
  // Without a network codes.js may not load: then any text counts as right here, and the server checks it.
  const { parseCode } = await import("../device/codes.js").catch(() => ({ parseCode: String }));
  const isWrong = parseCode(field.value) === null || field.value.trim() === "";
  place.textContent = (field.value.trim() === "" ? part.dataset.missing : part.dataset.wrong) ?? "";
  place.className = "error status"; // only now: selfcheck.js opens the page at the first question with an element .error
  place.hidden = !isWrong;
  tieFault(field, place, isWrong);
  if (isWrong) field.focus();
  return isWrong;
}

// The server refused the code that a link brought along (a button leads to entry_code): show the field for typing one.
document.addEventListener("click", (event) => {
  const part = event.target instanceof Element ? event.target.closest("[data-field=entry_code]") : null;
  if (part !== null) document.querySelector("[data-entry]")?.removeAttribute("hidden");
}, { capture: true });
