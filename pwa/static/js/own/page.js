/** The page of what this phone keeps: opens a list, or its copy where it does not open, and takes it away. */

import { allOwn, dropAllOwn, dropOwn } from "./lists.js";
import { closeCopy, showCopy } from "./view.js";
import { leave } from "../device/history.js";
import { parsePage } from "../device/parsed.js";
import { LANGUAGE, fillIn, find, show } from "../device/words.js";

/** @typedef {import("./lists.js").OwnList} OwnList */

const PATIENCE_MS = 15_000;
// The address is computed, so that offline.py, which follows `import("…")`, does not pack this script for every phone:
// it is needed only after a loss, and then there is a network.
const WITH_NETWORK = new URL("anew.js", import.meta.url).href;

begin();

async function begin() {
  const extra = document.querySelector("template[data-script-only]");
  if (!(extra instanceof HTMLTemplateElement) || (await listAll()) === 0) return;
  find("[data-copy-close]")?.addEventListener("click", () => {
    closeCopy();
    document.querySelector("h1")?.focus();
  });
  find("[data-drop-all] button")?.addEventListener("click", async () => {
    await dropAllOwn();
    tell("");
    await listAll();
    document.querySelector("h1")?.focus();
  });
}

/** @returns {Promise<number>} how many there are */
async function listAll() {
  const lists = await allOwn();
  const extra = document.querySelector("template[data-script-only]");
  if (lists.length > 0 && extra instanceof HTMLTemplateElement) extra.replaceWith(extra.content);
  find("[data-lists]")?.replaceChildren(...lists.map(makeRow));
  show("[data-own-none]", lists.length === 0);
  closeCopy(); // it may be of a list that was just taken off
  return lists.length;
}

/** @param {OwnList} list */
function makeRow(list) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-list]"));
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (row.querySelector(`[data-${name}]`));
  fillIn(part("name"), "%(name)s", { name: list.name });
  fillIn(part("practice"), "%(name)s", { name: list.practiceName });
  part("open").addEventListener("click", () => open(list));
  part("drop").addEventListener("click", async () => {
    await dropOwn(list.id);
    await listAll();
    tell("dropped", list);
  });
  return row;
}

/**
 * Open a list with the key that this phone keeps; a list that was open in this browser before is closed by that.
 * @param {OwnList} list
 */
async function open(list) {
  closeCopy(); // it may be of another list
  tell("opening", list);
  const answer = await exchange(list);
  if (answer === "opened") leave(`/${LANGUAGE}/mine/plan`);
  else if (answer === "dead") {
    await dropOwn(list.id);
    await listAll();
    tell("dead", list);
  } else if (answer === "lost") {
    tellWithCopy("told", list); // the copy stays, because the practice has lost the list
    const { offerAnew } = /** @type {typeof import("./anew.js")} */ (await import(WITH_NETWORK));
    offerAnew(list);
  } else if (answer !== "offline") tellWithCopy(answer, list);
  else if (list.copy) {
    tell("");
    showCopy(list, { isOffline: true });
  } else tell("nothing", list);
}

/**
 * Say why a list does not open now, and show its copy below the lists.
 * @param {string} state
 * @param {OwnList} list
 */
function tellWithCopy(state, list) {
  if (list.copy) showCopy(list, { isOffline: false });
  tell(state, list);
}

/**
 * @param {OwnList} list
 * @returns {Promise<"opened" | "dead" | "lost" | "told" | "busy" | "offline">}
 */
async function exchange(list) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(`/${LANGUAGE}/open`, {
      method: "POST",
      body: new URLSearchParams([[list.key.field, list.key.key]]),
      redirect: "manual",
      signal: controller.signal,
    });
    if (answer.type === "opaqueredirect") return "opened";
    const page = parsePage(await answer.text());
    // A key is dropped only for a page of ours that says so, not for the answer of a proxy in between.
    if (page.querySelector("[data-key-dead]")) return "dead";
    const said = page.querySelector("[data-set-aside], [data-lost-said]");
    if (said === null) return "busy";
    find("[data-sentence]")?.replaceChildren(document.importNode(said, true)); // the server's sentence, with the practice's number
    return said.matches("[data-lost-said]") ? "lost" : "told";
  } catch {
    return "offline";
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} state
 * @param {OwnList} [list]
 */
function tell(state, list) {
  for (const place of document.querySelectorAll("[data-says]")) {
    if (!(place instanceof HTMLElement)) continue;
    place.hidden = place.dataset.says !== state;
    const words = place.querySelector("[data-text]");
    if (place.hidden || !(words instanceof HTMLElement)) continue;
    fillIn(words, words.dataset.text ?? "", { name: list?.name ?? "" });
    place.focus();
  }
}
