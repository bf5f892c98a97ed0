/**
 * The list of keys, opened by `?`: made of the `aria-keyshortcuts` of this page, so that it names no key
 * that does nothing. Escape closes it, and the focus goes back to where it was.
 */

import { areOff, switchOff } from "./keys.js";

/** @type {Record<string, string>} how keys are shown that have a sign on them */
const SHOWN = { ArrowLeft: "←", ArrowRight: "→" };

const dialog = document.querySelector("dialog[data-keys]");
const opener = document.querySelector("[data-open-keys]");

/** @param {HTMLDialogElement} help */
function open(help) {
  const list = help.querySelector("dl");
  const named = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[aria-keyshortcuts]")]);
  list?.replaceChildren(...named.filter((element) => !element.hidden).flatMap(describe));
  const box = help.querySelector("input");
  if (box) box.checked = !areOff();
  help.showModal();
}

/**
 * @param {HTMLElement} element
 * @returns {HTMLElement[]}
 */
function describe(element) {
  const term = document.createElement("dt");
  const key = document.createElement("kbd");
  const named = element.getAttribute("aria-keyshortcuts") ?? "";
  key.textContent = SHOWN[named] ?? named.replace("Control", "Ctrl");
  term.append(key);
  const what = document.createElement("dd");
  what.textContent = nameOf(element);
  return [term, what];
}

/** @param {HTMLElement} element */
function nameOf(element) {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const part = element.closest("[data-part]")?.querySelector(".label")?.textContent;
  // A long text that can be opened is named by its heading.
  const name = element.getAttribute("aria-label")
    ?? labels.map((label) => label.textContent).join(" ")
    ?? "";
  return (name || (element.matches(".rest summary") && part) || element.textContent || "").trim().replace(/\s+/g, " ");
}

if (dialog instanceof HTMLDialogElement && opener instanceof HTMLElement) {
  opener.hidden = false;
  opener.addEventListener("click", () => open(dialog));
  dialog.querySelector("input")?.addEventListener("change", (event) => {
    switchOff(!(/** @type {HTMLInputElement} */ (event.target).checked));
  });
}
