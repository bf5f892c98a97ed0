/** "This is my own phone", on the pages of a list: nothing is kept before somebody says so. Where a list is kept already, its copy
 * is brought up to date and the page says what is kept. */

import "../device/clock.js";
import { said } from "../draft/answers.js";
import { showWhatBelongs } from "../check/choices.js";
import { allOwn, canKeep, dropOwn, keepOwn } from "./lists.js";
import { bringUpToDate, readPhoneId } from "./copy.js";
import { leave } from "../device/history.js";
import { tieFault } from "../device/faults.js";
import { fillIn, joinWords, show } from "../device/words.js";

/** @typedef {import("./lists.js").OwnList} OwnList */

const { after } = globalThis.gesprekClock;
const place = /** @type {HTMLElement} */ (document.querySelector("[data-own]"));
const here = /** @type {{id: string, generation: string}} */ (readPhoneId(document));
const mine = place.dataset.mine ?? "/";
const OFFER = "[data-own-offer]";

begin();

async function begin() {
  if (!(await canKeep())) return;
  const lists = await allOwn();
  const list = lists.find(({ id }) => id === here.id);
  const others = lists.filter((other) => other !== list);
  if (list && list.generation === here.generation) {
    sayKept(list, others);
    bringUpToDate(list, mine).catch(() => {}); // then the copy of last time stays
    return;
  }
  if (list) {
    // The practice gave new keys: whoever had the old one may be somebody else, so this phone is asked anew.
    await dropOwn(list.id);
    put("[data-own-renewed]", { name: list.name });
  }
  offer(others);
}

/**
 * Put a part of the page in the place where its template is.
 * @param {string} selector of the template
 * @param {Record<string, string>} [values] to be filled into its sentence
 * @returns {HTMLElement | null} null: this page has no such part
 */
function put(selector, values = {}) {
  const template = document.querySelector(selector);
  if (!(template instanceof HTMLTemplateElement)) return null;
  const part = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const words = part.matches("[data-words]") ? part : part.querySelector("[data-words]");
  if (words) fillIn(words, template.dataset.text ?? "", values);
  template.before(part);
  return part;
}

/** @param {OwnList[]} others that this phone keeps */
function offer(others) {
  warnBeforeWiping(others);
  const form = put(OFFER);
  if (!(form instanceof HTMLFormElement)) return;
  const field = /** @type {HTMLInputElement} */ (form.querySelector("[name=own_name]"));
  const names = others.map(({ name }) => name);
  showWhatBelongs(form);
  field.value = suggestName(names);
  form.addEventListener("change", () => showWhatBelongs(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (new FormData(form).get("own") !== "yes") return;
    const name = said(field.value) || suggestName(names);
    const isTaken = names.includes(name);
    show("[data-own-taken]", isTaken);
    tieFault(field, /** @type {HTMLElement} */ (form.querySelector("[data-own-taken]")), isTaken);
    if (isTaken) field.focus();
    else keep(form, name, others);
  });
}

/**
 * @param {string[]} names that are there already
 * @returns {string} one that is free and tells others nothing, such as "List 2"
 */
function suggestName(names) {
  const pattern = /** @type {HTMLElement} */ (document.querySelector(OFFER)).dataset.name ?? "";
  const numbers = [...names, ""].map((_, index) => pattern.replace("%(number)s", String(index + 1)));
  return numbers.find((name) => !names.includes(name)) ?? "";
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {OwnList[]} others
 */
async function keep(form, name, others) {
  show("[data-own-failed]", false);
  try {
    const answer = await fetch(place.dataset.keepAt ?? "", { method: "POST", redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      leave(mine); // the pass has expired (30 minutes): that page asks for the code
      return;
    }
    const key = await answer.json();
    if (typeof key.key !== "string") throw new Error("no key came");
    const list = {
      id: here.id,
      generation: here.generation,
      name,
      practice: place.dataset.practice ?? "",
      practiceName: place.dataset.practiceName ?? "",
      key,
      since: after(Math.max(0, ...others.map((other) => other.since))),
      copy: null,
    };
    await keepOwn(list);
    form.remove();
    sayKept(list, others).focus();
    bringUpToDate(list, mine).catch(() => {});
  } catch {
    show("[data-own-failed]");
  }
}

/**
 * @param {OwnList} list
 * @param {OwnList[]} others
 * @returns {HTMLElement} what to focus if the list was only just kept
 */
function sayKept(list, others) {
  warnBeforeWiping([...others, list]);
  const part = put("[data-own-known]", { name: list.name });
  part?.querySelector("[data-own-drop]")?.addEventListener("click", async () => {
    await dropOwn(list.id);
    part.remove();
    offer(others);
  });
  return /** @type {HTMLElement} */ (part?.querySelector("[data-words]") ?? place);
}

/**
 * Say beside the button that wipes this device that what is kept goes as well.
 * @param {OwnList[]} lists
 */
function warnBeforeWiping(lists) {
  document.querySelector("[data-own-warning]")?.remove();
  const button = document.querySelector("main a[data-exit]");
  if (lists.length === 0 || !button) return;
  const part = put("[data-own-done]", { names: joinWords(lists.map(({ name }) => name)) });
  if (part) button.before(part);
}
