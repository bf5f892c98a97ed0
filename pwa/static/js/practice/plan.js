/**
 * The form in which practice and patient make a plan, beside the map: steps by a press or by three letters, who and
 * when by number keys. Without this module steps are chosen from lists.
 */

import { areOff } from "./keys.js";
import { offerByMap } from "./plan_map.js";
import { Row } from "./plan_row.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-plan]"));
const words = /** @type {HTMLElement} */ (form.querySelector("[data-plan-words]")).dataset;
const elements = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step]")]);
const rows = elements.map((element) => new Row(element, words));
const beside = document.querySelector("[data-beside]");

if (beside instanceof HTMLElement) {
  offerByMap(beside, (code, help) => {
    const free = rows.find((row) => row.isEmpty);
    free?.choose(code, help);
    return free !== undefined;
  });
}

/** @type {WeakMap<Element, Element | null>} group of chips to the chip that was chosen before a press */
const chosen = new WeakMap();

/** Note which chips are chosen now: a row chooses some itself, when it is emptied or gets a phrase. */
function remember() {
  for (const group of form.querySelectorAll(".picks")) chosen.set(group, group.querySelector(":checked"));
}

/**
 * A second press on a chip that says when takes the choice back: a time may be left out.
 * @param {Event} event
 */
function press({ target }) {
  const group = target instanceof HTMLInputElement ? target.closest(".picks") : null;
  if (!(target instanceof HTMLInputElement) || !group) return;
  if (chosen.get(group) === target && target.name.endsWith("_period")) {
    target.checked = false;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const field = group.parentElement?.querySelector(".beside input");
  if (target.checked && target.value === "typed" && field instanceof HTMLElement) field.focus();
}

/**
 * Number keys choose in the row that has the focus, while nobody types there.
 * @param {KeyboardEvent} event
 */
function chooseByKey(event) {
  const { target, key } = event;
  if (!/^\d$/.test(key) || event.ctrlKey || event.altKey || event.metaKey || areOff()) return;
  if (!(target instanceof HTMLElement) || target.matches("textarea, select, input:not([type=radio])")) return;
  if (target.closest("[data-handover]")) return;
  const row = target.closest("[data-step]") ?? target.closest(".picks");
  const chip = row?.querySelector(`[data-key='${key}']`);
  if (!(chip instanceof HTMLInputElement)) return;
  event.preventDefault();
  event.stopPropagation();
  chip.focus();
  chip.click();
}

remember();
form.addEventListener("change", remember);
form.addEventListener("click", press);
form.addEventListener("keydown", chooseByKey);
