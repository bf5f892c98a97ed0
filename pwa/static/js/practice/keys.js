/**
 * Keys of the practice's pages: whatever names a key in `aria-keyshortcuts` answers to it. A field
 * gets the focus, everything else is pressed. While somebody types, only keys with Control answer.
 */

// Somebody who speaks to the computer, or whose hand shakes, can switch single keys off.
const OFF = "gesprek-keys-off";

/** @param {KeyboardEvent} event */
function answer(event) {
  if (event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") closeAll();
  if (!event.ctrlKey && (isTyping(event.target) || areOff())) return;
  const wanted = find(event.ctrlKey ? `Control+${event.key.toUpperCase()}` : event.key);
  if (!wanted) return;
  event.preventDefault();
  press(wanted);
}

/** Close the parts that lie over the page. */
function closeAll() {
  for (const open of document.querySelectorAll("details.aside[open], details.rest[open]")) {
    open.removeAttribute("open");
  }
}

/**
 * @param {string} name of a key, as in `aria-keyshortcuts`
 * @returns {HTMLElement | undefined}
 */
function find(name) {
  const named = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[aria-keyshortcuts]")]);
  return named.find((element) => element.getAttribute("aria-keyshortcuts") === name && !element.hidden);
}

/** @param {HTMLElement} element */
function press(element) {
  const isField = element instanceof HTMLInputElement && element.type !== "radio";
  if (!isField) {
    element.click();
    // A summary or a radio button gets the focus, so that the next key goes to it.
    if (element.matches("summary, input")) element.focus();
    return;
  }
  element.focus();
  element.select();
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement
    && target.closest("textarea, select, input:not([type=radio], [type=checkbox])") !== null;
}

/** @returns {boolean} whether single keys were switched off in this browser */
export function areOff() {
  return localStorage.getItem(OFF) === "1";
}

/** @param {boolean} off */
export function switchOff(off) {
  if (off) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
}

document.addEventListener("keydown", answer);
