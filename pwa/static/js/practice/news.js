/**
 * Asks every few seconds whether the open list has changed, as long as the page is in sight and somebody is
 * logged in, and says how many lists are new, at a place that is kept free for it.
 */

import { show } from "../device/words.js";
import { merge } from "./lines.js";

const EVERY_MS = 5000;

const table = document.querySelector("table[data-lines-at]");
/** @type {Document | null} */
let newest = null;
let isWaiting = false; // merge() did not change a line because the pointer or the focus is on it
let tag = "";
let timer = 0;
/** @type {Set<string>} */
const news = new Set();

/** Ask for the lines; the answer is empty (304, by its ETag) when nothing changed. */
async function ask() {
  clearTimeout(timer);
  if (!(table instanceof HTMLTableElement) || document.hidden) return;
  let goesOn = true;
  try {
    const response = await fetch(table.dataset.linesAt ?? "", {
      headers: { "If-None-Match": tag },
      redirect: "manual",
      cache: "no-store",
    });
    // A redirect leads to the login page: nobody is logged in any more.
    goesOn = response.type !== "opaqueredirect" && response.status !== 403;
    show("[data-away]", response.status >= 500);
    if (response.ok) {
      tag = response.headers.get("ETag") ?? "";
      newest = new DOMParser().parseFromString(`<table>${await response.text()}</table>`, "text/html");
      update(table);
    }
  } catch {
    show("[data-away]", true);
  }
  if (goesOn) timer = setTimeout(ask, EVERY_MS);
  else show("[data-ended]", true);
}

/** @param {HTMLTableElement} list */
function update(list) {
  if (newest === null) return;
  isWaiting = merge(list, newest, (key) => news.add(key));
  if (list.querySelector("tr[data-row]") !== null) {
    delete list.dataset.empty;
    show("[data-none]", false);
  }
  const usedUp = newest.querySelector("template[data-used-up]");
  if (usedUp instanceof HTMLTemplateElement) {
    document.querySelector("[data-used-up-place]")?.replaceChildren(usedUp.content.cloneNode(true));
  }
  tell();
  document.dispatchEvent(new Event("lines"));
}

/** Say how many lists are new. */
function tell() {
  const button = document.querySelector("[data-show-news]");
  if (!(button instanceof HTMLButtonElement)) return;
  button.hidden = news.size === 0;
  const text = news.size === 1 ? button.dataset.one : button.dataset.many;
  button.textContent = (text ?? "").replace("%(num)s", String(news.size));
}

/** Go to the first of the new lists. */
function visit() {
  const row = [...document.querySelectorAll("tr[data-row]")]
    .find((line) => line instanceof HTMLElement && news.has(line.dataset.row ?? "") && !line.hidden);
  news.clear();
  tell();
  row?.scrollIntoView({ block: "nearest" });
  row?.querySelector("a")?.focus({ preventScroll: true });
}

if (table instanceof HTMLTableElement) {
  tag = `"${table.dataset.tag}"`;
  timer = setTimeout(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
  document.querySelector("[data-show-news]")?.addEventListener("click", visit);
  for (const event of ["pointerout", "focusout"]) {
    // After the event, when it is known where the pointer or the focus went.
    table.addEventListener(event, () => setTimeout(() => { if (isWaiting) update(table); }));
  }
}
