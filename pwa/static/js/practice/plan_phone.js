/**
 * Beside the plan's form: the map, or the plan as the patient's phone will show it, anew after each change. Without
 * this module a button shows the phone on a page of its own.
 */

import { preview } from "./preview.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-plan]"));
const map = document.querySelector("[data-beside]");
const phone = /** @type {HTMLElement} */ (document.querySelector("[data-phone]"));
const buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-view]")]);
const ofPhone = /** @type {HTMLButtonElement} */ (buttons.find((button) => button.dataset.view === "phone"));
const ask = preview(form, ofPhone.formAction);

/** @param {boolean} isPhone */
function show(isPhone) {
  phone.hidden = !isPhone;
  if (map instanceof HTMLElement) map.hidden = isPhone;
  for (const button of buttons) button.setAttribute("aria-pressed", String((button === ofPhone) === isPhone));
  if (isPhone) ask();
}

function changed() {
  if (!phone.hidden) ask();
}

for (const button of buttons) {
  button.hidden = false;
  button.type = "button";
  // Without a map there is nothing to go back to: a second press puts the phone away.
  button.addEventListener("click", () => show(button === ofPhone && (Boolean(map) || Boolean(phone.hidden))));
}
ofPhone.setAttribute("aria-pressed", "false");
form.addEventListener("input", changed);
form.addEventListener("change", changed);
