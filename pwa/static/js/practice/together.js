/**
 * The form that patient and practice fill in together: the map follows every answer at once, its lines
 * are added and removed by keyboard, and selects offer only what was answered. Without this module the map is drawn on saving.
 */

import { keepRules } from "../check/choices.js";
import { drawMap } from "../check/map.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-together]"));
const skeleton = /** @type {HTMLTemplateElement} */ (form.querySelector("[data-skeleton]"));
const causes = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("[data-cause]")]);
const priorities = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("[data-priority]")]);

/** @returns {Map<string, string>} topic to amount, of the domains that are open on the screen */
function answers() {
  const rows = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-topic-row]")]);
  return new Map(rows.filter((row) => !isClosed(row)).map((row) => {
    const chosen = row.querySelector("input:checked");
    return [row.dataset.topicRow ?? "", chosen instanceof HTMLInputElement ? chosen.value : ""];
  }));
}

/** @param {Element} part */
function isClosed(part) {
  const domain = part.closest("[data-closed]");
  return domain !== null && domain.querySelector("[name=opened]:checked") === null;
}

/**
 * Say of each domain without a topic in the map why it is empty.
 * @param {Map<string, string>} amounts
 * @returns {Map<string, string>}
 */
function findNotes(amounts) {
  const notes = new Map();
  for (const domain of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".domain"))) {
    const rows = /** @type {HTMLElement[]} */ ([...domain.querySelectorAll("[data-topic-row]")]);
    const given = rows.map((row) => amounts.get(row.dataset.topicRow ?? ""));
    const name = domain.dataset.domain ?? "";
    if (isClosed(rows[0])) notes.set(name, "not_shared");
    else if (given.every((amount) => amount === "")) notes.set(name, "skipped");
    else if (given.every((amount) => amount === "no")) notes.set(name, "all_no");
    else if (given.every((amount) => amount === "no" || amount === "")) notes.set(name, "no_or_skipped");
  }
  return notes;
}

/** Draw the map again. */
function draw() {
  const all = answers();
  const suffered = [...all].filter(([, amount]) => amount === "some" || amount === "much");
  offerOnly(new Set(suffered.map(([code]) => code)));
  const face = form.querySelector("input[name=feeling]:checked ~ svg");
  const map = drawMap(skeleton, {
    amounts: new Map(suffered),
    notes: findNotes(all),
    priorities: priorities.map((list) => list.value).filter(Boolean),
    worseBy: causes.map((list) => list.value).filter(Boolean),
    face: face ? [...face.querySelectorAll("path")].map((line) => line.cloneNode(true)) : [],
  });
  form.querySelector("[data-map-place]")?.replaceChildren(map);
  for (const list of causes) {
    const remove = list.parentElement?.querySelector("[data-remove-line]");
    if (remove instanceof HTMLElement) remove.hidden = list.value === "";
  }
}

/**
 * Offer in the lists only topics that were answered with "a little" or "a lot".
 * @param {Set<string>} suffered
 */
function offerOnly(suffered) {
  for (const list of [...priorities, ...causes]) {
    for (const option of list.options) {
      const isTopic = form.querySelector(`[data-topic-row="${option.value}"]`) !== null;
      option.hidden = isTopic && !suffered.has(option.value);
      option.disabled = option.hidden;
    }
    // A cause that is no trouble any more is taken out of the map; a priority stays until people change it.
    if (causes.includes(list) && list.selectedOptions[0]?.hidden) list.value = "";
    else if (list.selectedOptions[0]) list.selectedOptions[0].disabled = false;
  }
}

/** @param {Event} event */
function follow(event) {
  const { target } = event;
  if (target instanceof HTMLInputElement && target.type === "checkbox") keepTicks(target);
  draw();
}

/** @param {HTMLInputElement} control */
function keepTicks(control) {
  const group = control.closest(".ticks");
  if (group instanceof HTMLElement) keepRules(control, group);
}

for (const remove of form.querySelectorAll("[data-remove-line]")) {
  remove.addEventListener("click", () => {
    const list = remove.parentElement?.querySelector("select");
    if (!list) return;
    list.value = "";
    list.focus();
    draw();
  });
}
form.addEventListener("change", follow);
form.addEventListener("submit", (event) => {
  // Ignore a second press before the answer to the first.
  if (form.hasAttribute("aria-busy")) event.preventDefault();
  form.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
draw();
