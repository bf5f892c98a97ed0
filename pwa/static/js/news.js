/**
 * Keeps an open list up to date. Nothing that a hand may be about to click ever moves: a line changes
 * in its own place, and not while the pointer or the focus is on it; what is new comes below the last
 * line. On the next visit everything stands in order.
 */

const EVERY_MS = 5000;

const table = document.querySelector("[data-lines-at]");
/** @type {Document | null} */
let newest = null;
let isWaiting = false; // something could not be changed under the hand
let tag = "";
let timer = 0;
/** @type {Set<string>} */
const news = new Set();

/** Ask for the lines; the answer is empty when nothing changed. */
async function ask() {
  clearTimeout(timer);
  if (!(table instanceof HTMLTableElement) || document.hidden) return;
  let goesOn = true;
  try {
    const headers = { "If-None-Match": tag };
    const options = /** @type {RequestInit} */ ({ headers, redirect: "manual", cache: "no-store" });
    const response = await fetch(table.dataset.linesAt ?? "", options);
    // A redirect leads to the login page: nobody is logged in any more.
    goesOn = response.type !== "opaqueredirect" && response.status !== 403;
    if (response.ok) {
      tag = response.headers.get("ETag") ?? "";
      newest = new DOMParser().parseFromString(`<table>${await response.text()}</table>`, "text/html");
      merge(table, newest);
    }
    show("[data-away]", response.status >= 500);
  } catch {
    show("[data-away]", true);
  }
  if (goesOn) timer = setTimeout(ask, EVERY_MS);
  else show("[data-ended]", true);
}

/**
 * @param {HTMLTableElement} list
 * @param {Document} page what the list would look like now
 */
function merge(list, page) {
  const rows = /** @type {NodeListOf<HTMLTableRowElement>} */ (page.querySelectorAll("[data-row]"));
  isWaiting = false;
  for (const row of rows) {
    const key = row.dataset.row ?? "";
    const there = list.querySelector(`[data-row="${CSS.escape(key)}"]`);
    if (there instanceof HTMLTableRowElement) change(there, row);
    else add(list, row);
  }
  tell();
  document.dispatchEvent(new Event("lines"));
}

/**
 * Bring a line up to date in its own place.
 * @param {HTMLTableRowElement} there
 * @param {HTMLTableRowElement} row
 */
function change(there, row) {
  if (words(there) === words(row)) return;
  if (there.matches(":hover, :focus-within")) {
    isWaiting = true;
    return;
  }
  note(row, there.dataset.state);
  there.dataset.state = row.dataset.state;
  there.className = row.className;
  there.classList.toggle("fresh", news.has(row.dataset.row ?? ""));
  [...row.cells].forEach((cell, place) => {
    there.cells[place].replaceChildren(...[...cell.childNodes].map((node) => node.cloneNode(true)));
  });
}

/**
 * @param {HTMLTableElement} list
 * @param {HTMLTableRowElement} row
 */
function add(list, row) {
  const copy = /** @type {HTMLTableRowElement} */ (document.importNode(row, true));
  copy.classList.add("fresh");
  list.tBodies[list.tBodies.length - 1].append(copy);
  delete list.dataset.empty;
  show("[data-none]", false);
  note(row, "");
}

/**
 * Remember that something was shared.
 * @param {HTMLTableRowElement} row
 * @param {string | undefined} before its state until now
 */
function note(row, before) {
  if (row.dataset.state === "shared" && before !== "read") news.add(row.dataset.row ?? "");
}

/** Say how many there are, at a place that is kept free for it. */
function tell() {
  const button = document.querySelector("[data-show-news]");
  if (!(button instanceof HTMLButtonElement)) return;
  button.hidden = news.size === 0;
  const text = news.size === 1 ? button.dataset.one : button.dataset.many;
  button.textContent = (text ?? "").replace("%(num)s", String(news.size));
}

/** Go to the first of the new lines. */
function visit() {
  const row = [...document.querySelectorAll("[data-row]")]
    .find((line) => line instanceof HTMLElement && news.has(line.dataset.row ?? "") && !line.hidden);
  news.clear();
  tell();
  row?.scrollIntoView({ block: "nearest" });
  row?.querySelector("a")?.focus({ preventScroll: true });
}

/**
 * @param {HTMLTableRowElement} row
 * @returns {string} what it says and where it leads, without its key
 */
function words(row) {
  const said = [...row.cells].slice(1).map((cell) => (cell.textContent ?? "").trim().replace(/\s+/g, " "));
  return [...said, row.querySelector("a")?.getAttribute("href")].join("|");
}

/**
 * @param {string} selector
 * @param {boolean} isShown
 */
function show(selector, isShown) {
  const place = document.querySelector(selector);
  if (place instanceof HTMLElement) place.hidden = !isShown;
}

if (table instanceof HTMLTableElement) {
  tag = `"${table.dataset.tag}"`;
  timer = setTimeout(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
  document.querySelector("[data-show-news]")?.addEventListener("click", visit);
  for (const event of ["pointerout", "focusout"]) {
    // After the event, when it is known where the pointer or the focus went.
    table.addEventListener(event, () => setTimeout(() => { if (isWaiting && newest) merge(table, newest); }));
  }
}
