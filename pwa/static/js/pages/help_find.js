/**
 * Finds help on the phone, in the list that it keeps: by topic, by words, by filters. So no address, log or
 * storage has what somebody looks for. Without the list, or when it does not hold all help, the form is sent.
 */

import { afterPaint } from "../device/painted.js";
import { LANGUAGE, find, show } from "../device/words.js";
import { markChosen } from "./help_chips.js";
import { fits } from "./help_filter.js";
import { loadList } from "./help_list.js";
import { openingAt, sayOpening, thisMinute } from "./help_open.js";
import { linkToMap } from "./help_map.js";

const PAGE = 15; // as on the server

/** @type {import("./help_list.js").List | null} */
let list = null;
let shown = PAGE;

/**
 * @param {string} name
 * @returns {HTMLInputElement | HTMLSelectElement | null}
 */
function field(name) {
  return document.querySelector(`#help-form [name="${name}"]`);
}

/** @returns {boolean} whether the phone can answer: the list has everything, or there is no network */
function canFind() {
  return list !== null && (list.isWhole || !navigator.onLine);
}

/** @returns {HTMLElement[]} the cards that somebody wants to see, in order */
function findCards() {
  if (list === null) return [];
  const { known, cards, search } = list;
  const isOn = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (field(name))?.checked === true;
  const typed = search(field("words")?.value ?? "");
  const wanted = {
    topic: typed ? "" : field("topic")?.value ?? "", area: field("area")?.value ?? "",
    isOpen: isOn("open"), isFree: isOn("free"), isSpoken: isOn("spoken"),
  };
  const minute = thisMinute();
  const isOpen = (/** @type {HTMLElement} */ card) => openingAt(card.dataset, known, minute)?.isOpen === true;
  const found = (typed ?? cards).filter((card) => fits(card.dataset, wanted, LANGUAGE, wanted.isOpen && isOpen(card)));
  const isStale = (/** @type {HTMLElement} */ card) => Number(card.dataset.stale !== undefined);
  return typed ? found : found.sort((one, other) => isStale(one) - isStale(other));
}

/** Show what is found in place of what the server has sent. */
function render() {
  const place = find("[data-help]");
  if (list === null || place === null) return;
  const found = findCards();
  for (const card of found.slice(0, shown)) {
    sayOpening(card, list.known, place.dataset);
    linkToMap(card);
  }
  find("[data-cards]")?.replaceChildren(...found.slice(0, shown));
  const count = find("[data-count]");
  if (count) count.textContent = (place.dataset.saysCount ?? "").replace("%(number)s", String(found.length));
  const date = find("[data-list-date]");
  if (date) date.textContent = list.said;
  show("[data-list-date]");
  show("[data-none]", found.length === 0);
  show("[data-examples]", found.some((card) => card.dataset.example !== undefined));
  show("[data-more]", found.length > shown);
}

/** Show the first cards anew, after the tap is painted. */
function renderSoon() {
  shown = PAGE;
  afterPaint(render);
}

/** @param {Event} event a click on a topic, or on the button that shows more */
function onClick(event) {
  const pressed = event.target instanceof Element ? event.target.closest("[data-topic], [data-more]") : null;
  if (!canFind() || !(pressed instanceof HTMLElement)) return;
  event.preventDefault();
  const { topic } = pressed.dataset;
  const words = field("words");
  if (topic === undefined) {
    shown += PAGE;
    render();
  } else if (words) {
    words.value = "";
    markChosen(topic, pressed);
    renderSoon();
  }
}

/** @param {Event} event */
function onSubmit(event) {
  if (!canFind()) return;
  event.preventDefault();
  renderSoon();
}

/** @param {Event} event of a field: a filter, or the words */
function onChange({ target, type }) {
  const isTyped = target === field("words");
  if (canFind()) {
    if (isTyped && field("words")?.value) markChosen("");
    renderSoon();
  } else if (!isTyped && type === "change") {
    find("#help-form button")?.click(); // the server answers; words are sent only by the button
  }
}

/**
 * Fetch the list, and let people find help in it.
 * @param {HTMLElement} place the part of the page that has everything
 * @returns {Promise<void>} rejected when there is no list, neither from the network nor on the phone
 */
export async function findHelp(place) {
  list = await loadList(place.dataset.help ?? "");
  place.addEventListener("click", onClick);
  const form = find("#help-form");
  form?.addEventListener("submit", onSubmit);
  for (const event of ["change", "input"]) form?.addEventListener(event, onChange);
  // A page that this phone has kept comes without cards; the address says which topic it is for.
  const topic = find("[data-kept]") && new URLSearchParams(location.search).get("topic");
  if (topic) markChosen(topic);
  if (find("[data-kept]") || (canFind() && isTouched(form))) render();
}

/**
 * @param {HTMLElement | null} form
 * @returns {boolean} whether somebody typed or ticked something before the list was there
 */
function isTouched(form) {
  return [...form?.querySelectorAll("input") ?? []].some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked)
    || [...form?.querySelectorAll("option") ?? []].some((one) => one.selected && !one.defaultSelected && one.value !== "");
}
