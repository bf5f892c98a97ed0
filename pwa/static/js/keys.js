/**
 * Keys of the practice's pages: whatever names a key in `aria-keyshortcuts` answers to it. A field
 * gets the focus, everything else is pressed. Nothing happens while somebody types.
 */

/** @param {KeyboardEvent} event */
function answer(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input, textarea, select")) return;
  const named = [...document.querySelectorAll("[aria-keyshortcuts]")];
  const wanted = named.find((element) => element.getAttribute("aria-keyshortcuts") === event.key);
  if (!(wanted instanceof HTMLElement)) return;
  event.preventDefault();
  if (!(wanted instanceof HTMLInputElement)) {
    wanted.click();
    return;
  }
  wanted.focus();
  wanted.select();
}

document.addEventListener("keydown", answer);
