/**
 * The list of a day: finds a line while somebody types a part of a code, a name or a time, and opens it
 * with Enter when only one is left. Arrows walk through the lines, and outside the field 1 to 9 open
 * one. Without this module the server finds, and links open.
 */

import { parseCode } from "../device/codes.js";
import { fold } from "./folding.js";

const KEYS = 9;

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-find]"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("[name=code]"));
const nothing = /** @type {HTMLElement | null} */ (document.querySelector("[data-nothing]"));
let wasFound = nothing?.hidden === false; // the server has searched, and found nobody

/** @returns {HTMLTableRowElement[]} */
function allRows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row instanceof HTMLTableRowElement);
}

/** @returns {HTMLAnchorElement[]} what can be opened, from top to bottom */
function links() {
  const shown = allRows().filter((row) => !row.hidden);
  return shown.map((row) => row.querySelector("a")).filter((link) => link !== null);
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
  const said = (/** @type {string} */ part) => fold(row.querySelector(part)?.textContent ?? "");
  const code = codeLike(typed);
  const start = codeLike(said("[data-code]"));
  const isAlike = start !== "" && (start.startsWith(code) || code.startsWith(start));
  const isThen = codeLike(said("[data-time] b")).startsWith(code);
  return (typed !== "" && said("[data-name]").includes(typed)) || (code !== "" && (isAlike || isThen));
}

/**
 * @param {HTMLTableRowElement} row
 * @returns {boolean} whether it stands for many lists, which only the server can look through
 */
function isFold(row) {
  return row.dataset.state === "folded";
}

/** Show the lines that fit; a complete code is looked up by the server, on any day. */
function filter() {
  const isCode = parseCode(field.value) !== null;
  const typed = fold(field.value);
  const isEmpty = field.value.trim() === "";
  const rows = allRows();
  for (const row of rows) row.hidden = !wasFound && !isEmpty && !isFold(row) && !fits(row, typed);
  for (const hint of document.querySelectorAll("[data-fold-hint]")) {
    if (hint instanceof HTMLElement) hint.hidden = isEmpty;
  }
  for (const heading of document.querySelectorAll("[data-between]")) {
    if (heading instanceof HTMLElement) heading.hidden = !heading.parentElement?.querySelector("[data-row]:not([hidden])");
  }
  if (nothing) nothing.hidden = !wasFound && (isCode || isEmpty || rows.some((row) => !row.hidden));
  number();
}

/** Give the keys 1 to 9 to the first nine lines that can be opened. */
function number() {
  const first = links().slice(0, KEYS);
  for (const row of allRows()) {
    const link = row.querySelector("a");
    const place = link ? first.indexOf(link) + 1 : 0;
    const cell = row.querySelector("[data-number]");
    if (cell) cell.textContent = place ? String(place) : "";
    if (place) link?.setAttribute("aria-keyshortcuts", String(place));
    else link?.removeAttribute("aria-keyshortcuts");
  }
}

/** @param {SubmitEvent} event */
function open(event) {
  if (parseCode(field.value) !== null || event.submitter?.hasAttribute("name")) return;
  const rows = allRows().filter((row) => !row.hidden && !isFold(row));
  if (rows.length === 0 && field.value.trim()) return; // the server says what is wrong with what was typed
  event.preventDefault();
  const only = rows.length === 1 ? rows[0].querySelector("a") : null;
  if (field.value.trim() && only) only.click();
  else links()[0]?.focus();
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const target = event.target;
  if (event.key === "Escape" && target === field) field.blur();
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || !(target instanceof Element)) return;
  const all = links();
  const place = all.findIndex((link) => link === target);
  if (place < 0 && target !== field && target !== document.body) return;
  event.preventDefault();
  const next = place + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) field.focus();
  else all[Math.min(next, all.length - 1)]?.focus();
}

field.addEventListener("input", () => {
  wasFound = false;
  filter();
});
form.addEventListener("submit", open);
document.addEventListener("keydown", walk);
document.addEventListener("lines", filter); // practice/news.js has brought lines up to date
filter();
