/**
 * The copy that an own phone keeps of a list: plan, map and numbers to call, in the language in which
 * they were last read. The pages mark what is worth keeping with `data-kept`.
 */

import "../device/clock.js";
import { changeOwn } from "./lists.js";
import { keepApart } from "./apart.js";
import { lowerHeadings } from "./headings.js";
import { takeQuestions } from "./questions.js";
import { parsePage } from "../device/parsed.js";
import { WRITTEN } from "../device/words.js";

/** @typedef {import("./lists.js").OwnList} OwnList */

const { note, now } = globalThis.gesprekClock;

/**
 * Keep what the pages of a list say now; when one of them cannot be had, the older copy stays whole.
 * @param {OwnList} list
 * @param {string} mine address of the patient's own page
 * @returns {Promise<void>} rejected when this phone cannot keep it
 */
export async function bringUpToDate(list, mine) {
  const page = await readPage(list, mine);
  if (page === null) return;
  const link = page.querySelector("a[data-own-plan]");
  const plan = link === null ? null : await readPage(list, link.getAttribute("href") ?? "");
  if (link !== null && plan === null) return;
  const lead = plan?.querySelector("a[data-own-after]") ?? null;
  const after = lead === null ? null : await readPage(list, lead.getAttribute("href") ?? "");
  if (lead !== null && after === null) return;
  const copy = {
    html: takeParts(plan) + takeParts(page),
    language: WRITTEN,
    direction: page.documentElement.dir,
    keptAt: now(),
    answers: readAnswers(page),
    questions: takeQuestions(after, lead?.textContent ?? ""),
  };
  await changeOwn(list, { copy });
  await keepApart();
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
    lowerHeadings(part);
    return part.innerHTML;
  }).join("");
}
