/**
 * The editor of a help option: after each change the server shows what was typed as on a phone, and rows for
 * numbers and times are added and taken away. Without this module the buttons of the form do the same.
 */

import { preview } from "./preview.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-help]"));
// `phone-2-id`: the number of a row stands in these attributes of its controls.
const NUMBERED = ["id", "name", "for", "value", "aria-describedby"];
const PATTERN = /^(phone|open)-0(?=-|$)/;

const changed = preview(form, form.dataset.preview ?? "");

/** @param {string} kind of row: phone or open */
function addRow(kind) {
  const rows = /** @type {HTMLElement} */ (form.querySelector(`[data-rows="${kind}"]`));
  const pattern = /** @type {HTMLTemplateElement} */ (document.querySelector(`[data-pattern="${kind}"]`));
  const row = /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
  const number = nextNumber(rows);
  for (const control of row.querySelectorAll("*")) {
    for (const name of NUMBERED) {
      const value = control.getAttribute(name);
      if (value) control.setAttribute(name, value.replace(PATTERN, `$1-${number}`));
    }
  }
  rows.append(row);
  const last = /** @type {HTMLElement} */ (rows.lastElementChild);
  /** @type {HTMLElement | null} */ (last.querySelector("input:not([type=hidden])"))?.focus();
}

/**
 * @param {Element} rows
 * @returns {number} one that no row has
 */
function nextNumber(rows) {
  const names = [...rows.querySelectorAll("[data-less]")].map((button) => button.getAttribute("value") ?? "");
  return 1 + Math.max(0, ...names.map((name) => Number(name.split("-")[1])));
}

/** @param {HTMLElement} button in the row that goes */
function removeRow(button) {
  const row = /** @type {HTMLElement} */ (button.closest("[data-row]"));
  const more = /** @type {HTMLElement} */ (form.querySelector(`[data-more="${row.dataset.row}"]`));
  row.remove();
  more.focus();
  changed();
}

form.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-more], [data-less]");
  if (!(button instanceof HTMLElement)) return;
  event.preventDefault();
  if (button.dataset.more) addRow(button.dataset.more);
  else removeRow(button);
});
form.addEventListener("input", changed);
// The choice of the language stands outside the form, beside the phone.
for (const choice of document.querySelectorAll("[form=edit]")) choice.addEventListener("input", changed);
/** @type {HTMLElement} */ (document.querySelector("[data-look]")).hidden = true;
