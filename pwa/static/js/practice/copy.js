/**
 * Copies the text for the record system: `[data-copy]` is the control, `[data-copy-source]` the text.
 * Without this module a link leads to the text, and the text can be copied by hand.
 */

const control = /** @type {HTMLElement | null} */ (document.querySelector("[data-copy]"));
const source = /** @type {HTMLElement | null} */ (document.querySelector("[data-copy-source]"));
const says = /** @type {HTMLElement | null} */ (document.querySelector("[data-copied]"));

/** @param {Event} event */
async function copy(event) {
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(source?.textContent ?? "");
  } catch {
    byHand();
    return;
  }
  if (says) says.textContent = says.dataset.copied ?? "";
}

/** Show the text, selected, for copying with two keys, because the browser refused to copy it. */
function byHand() {
  if (control instanceof HTMLAnchorElement) location.assign(control.href);
  else if (source instanceof HTMLTextAreaElement) source.select();
}

if (control && source) {
  control.hidden = false;
  control.addEventListener("click", copy);
}
