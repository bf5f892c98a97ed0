/**
 * The copy that an own phone keeps of a list: plan, map and numbers to call, in the language in which
 * they were last read. The pages mark what is worth keeping with `data-kept`.
 */

import "../device/clock.js";
import { keepOwn } from "./lists.js";
import { parsePage } from "../device/parsed.js";
import { WRITTEN } from "../device/words.js";

/** @typedef {import("./lists.js").OwnList} OwnList */

const { note, now } = globalThis.gesprekClock;

/**
 * Keep what the pages of a list say now; when one of them cannot be had, the older copy stays whole.
 * @param {OwnList} list
 * @param {string} mine address of the patient's own page
 * @returns {Promise<OwnList>} with the newest copy
 */
export async function bringUpToDate(list, mine) {
  const page = await readPage(list, mine);
  if (page === null) return list;
  const link = page.querySelector("a[data-own-plan]");
  const plan = link === null ? null : await readPage(list, link.getAttribute("href") ?? "");
  if (link !== null && plan === null) return list;
  const copy = {
    html: takeParts(plan) + takeParts(page),
    language: WRITTEN,
    direction: page.documentElement.dir,
    keptAt: now(),
    answers: readAnswers(page),
  };
  const newest = { ...list, copy };
  await keepOwn(newest);
  return newest;
}

/**
 * Read a page of this list, as the server writes it: the one on the screen may have been translated by
 * the browser, or changed by an extension.
 * @param {OwnList} list
 * @param {string} address
 * @returns {Promise<Document | null>} null: no network, no pass any more, or the page of another list
 */
async function readPage(list, address) {
  try {
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) return null;
    note(answer);
    const page = parsePage(await answer.text());
    // Another tab may have opened another list meanwhile: nothing of it may come into this copy.
    return readPhoneId(page)?.id === list.id ? page : null;
  } catch {
    return null;
  }
}

/**
 * Read from `data-own` which list a page is of, and the generation of its keys.
 * @param {Document} page
 * @returns {{id: string, generation: string} | null}
 */
export function readPhoneId(page) {
  const place = page.querySelector("[data-own]");
  if (!(place instanceof HTMLElement)) return null;
  const [id, generation] = (place.dataset.own ?? "").split(".");
  return { id, generation };
}

/**
 * @param {Document} page
 * @returns {import("../draft/answers.js").Answer[]} what was shared, as a form would hold it; empty once it was taken back
 */
function readAnswers(page) {
  const place = page.querySelector("[data-answers]");
  /** @type {Record<string, string[]>} */
  const fields = JSON.parse(place?.getAttribute("data-answers") ?? "{}");
  return Object.entries(fields).flatMap(([name, values]) => values.map((value) => /** @type {const} */ ([name, value])));
}

/**
 * @param {Document | null} page
 * @returns {string} the HTML of the parts with `data-kept`, with h2 in place of h1
 */
function takeParts(page) {
  const parts = [...page?.querySelectorAll("[data-kept]") ?? []].map((part) => part.cloneNode(true));
  return /** @type {Element[]} */ (parts).map((part) => {
    // "Open now" is true for a moment only, and the copy is read for days.
    for (const moment of part.querySelectorAll("[data-moment]")) moment.remove();
    // The page that shows the copy has an h1 of its own.
    for (const heading of part.querySelectorAll("h1")) {
      const lower = document.createElement("h2");
      lower.dataset.part = heading.dataset.part ?? "";
      lower.className = "as-title";
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
    return part.innerHTML;
  }).join("");
}
