/**
 * The list of a day: finds a line while somebody types the first group of a code or a part of a name,
 * and opens it with Enter when only one is left. Without this module the server does the same.
 */

import { parseCode } from "./codes.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-find]"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("[name=code]"));
const rows = /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll("[data-row]")]);
const nothing = /** @type {HTMLElement | null} */ (document.querySelector("[data-nothing]"));

/**
 * Take case, accents and needless spaces away.
 * @param {string} text
 * @returns {string}
 */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/\s+/g, " ");
}

/**
 * Write a code as it is printed: O is a zero there, I and L are a one.
 * @param {string} text
 * @returns {string}
 */
function codeLike(text) {
  return text.replace(/[^\p{L}\p{N}]/gu, "").replace(/o/g, "0").replace(/[il]/g, "1");
}

/**
 * @param {HTMLTableRowElement} row
 * @param {string} typed
 * @returns {boolean}
 */
function fits(row, typed) {
  const name = plain(row.querySelector("[data-name]")?.textContent ?? "");
  const start = codeLike(plain(row.querySelector("[data-code]")?.textContent ?? ""));
  const code = codeLike(typed);
  const isAlike = start.startsWith(code) || code.startsWith(start);
  return name.includes(typed) || (code !== "" && start !== "" && isAlike);
}

/** Show the lines that fit; a complete code is looked up by the server, on any day. */
function filter() {
  const isCode = parseCode(field.value) !== null;
  const typed = plain(field.value);
  for (const row of rows) row.hidden = !fits(row, typed);
  if (nothing) nothing.hidden = isCode || rows.some((row) => !row.hidden);
}

/** @param {SubmitEvent} event */
function open(event) {
  if (parseCode(field.value) !== null) return;
  const left = rows.filter((row) => !row.hidden);
  const link = field.value.trim() && left.length === 1 ? left[0].querySelector("a") : null;
  if (left.length === 0 && field.value.trim()) return; // the server says what is wrong with it
  event.preventDefault();
  if (link) link.click();
  else left.find((row) => row.querySelector("a"))?.querySelector("a")?.focus();
}

field.addEventListener("input", filter);
form.addEventListener("submit", open);
filter();
