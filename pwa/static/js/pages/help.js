/**
 * The page of local help. After it is shown, the phone gets the list of all help, to find in it without asking
 * anybody (help_find.js); until then, and without a script, the form is sent.
 */

import { isTablet } from "../device/tablet.js";
import { REPLACED, find, show } from "../device/words.js";
import { linkToMap } from "./help_map.js";
import { watchReports } from "./help_report.js";

function start() {
  const place = find("[data-help]");
  if (place === null) return;
  for (const card of place.querySelectorAll("article")) linkToMap(card);
  watchReports(place);
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]"))) {
    button.hidden = !("print" in window) || isTablet(); // what is printed to a file would stay on the tablet
    button.addEventListener("click", () => window.print());
  }
  untilWanted(place).then(() => import("./help_find.js")).then(({ findHelp }) => findHelp(place)).catch(() => {
    // Without a network a page from the phone's own copy has no cards; one of the server stays as it is.
    show("[data-no-list]", find("[data-kept]") !== null);
  });
}

/**
 * Put the button that was pressed into the form: a script that sends a form (leave/forms.js) does not send it along.
 * @param {Event} event
 */
function sendAlong({ target, defaultPrevented }) {
  const button = target instanceof Element ? target.closest("[data-help] button[name]") : null;
  if (defaultPrevented || !(button instanceof HTMLButtonElement) || button.form === null) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  button.form.append(field);
}

/**
 * Wait until the browser has nothing else to do; with "save data" until somebody wants to find something.
 * @param {HTMLElement} place
 * @returns {Promise<void>}
 */
function untilWanted(place) {
  return new Promise((resolve) => {
    for (const event of ["focusin", "click"]) place.addEventListener(event, () => resolve(), { once: true, capture: true });
    if (navigator.connection?.saveData) return;
    if (document.readyState === "complete") setTimeout(resolve);
    else addEventListener("load", () => setTimeout(resolve), { once: true });
  });
}

// On the document, so after help_find.js, which may answer by itself.
document.addEventListener("click", sendAlong);
document.addEventListener(REPLACED, start);
start();
