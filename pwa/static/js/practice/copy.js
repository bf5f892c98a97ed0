/**
 * Copies the text for the record system: `[data-copy]` is the control, `[data-copy-source]` the text, on this page
 * or on the one that the control leads to. Without this module a link leads to the text, to copy by hand.
 */

const control = /** @type {HTMLElement | null} */ (document.querySelector("[data-copy]"));
const source = /** @type {HTMLElement | null} */ (document.querySelector("[data-copy-source]"));
const says = /** @type {HTMLElement | null} */ (document.querySelector("[data-copied]"));

/** @returns {Promise<string>} */
async function readText() {
  if (source) return source.textContent ?? "";
  const answer = await fetch(/** @type {HTMLAnchorElement} */ (control).href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const text = page.querySelector("[data-copy-source]")?.textContent;
  if (!text) throw new Error("The page has no text, such as after the session has ended.");
  return text;
}

/** @param {Event} event */
async function copy(event) {
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(await readText());
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

if (control) {
  control.hidden = false;
  control.addEventListener("click", copy);
}
