/** Marks the topic that is chosen among the chips. */

import { find } from "../device/words.js";

/**
 * @param {string} code of the topic; empty for none
 * @param {HTMLElement} [pressed] the chip that was pressed
 */
export function markChosen(code, pressed) {
  const field = find("#help-form [name=topic]");
  const above = find("[data-chosen]"); // the own topics, or the chosen one alone
  const others = find("details[data-topics]");
  if (!(field instanceof HTMLInputElement) || above === null || !(others instanceof HTMLDetailsElement)) return;
  field.value = code;
  for (const copy of above.querySelectorAll("[data-copy]")) copy.remove();
  const chip = (/** @type {HTMLElement} */ part) => part.querySelector(`[data-topic="${code}"]`);
  const item = chip(others)?.parentElement?.cloneNode(true);
  if (code && chip(above) === null && item instanceof HTMLElement) {
    item.dataset.copy = "";
    above.append(item);
  }
  for (const one of document.querySelectorAll("[data-topic]")) {
    if (one instanceof HTMLElement && one.dataset.topic === code) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  others.open = false;
  // What is found comes into sight; a filter that is on stays in sight.
  const search = field.closest("details");
  if (code && search && search.querySelector("input:checked, option:checked:not([value=''])") === null) search.open = false;
  if (!pressed) return;
  const now = chip(above);
  if (now instanceof HTMLElement && now !== pressed) now.focus();
}
