/** Says "this is not right" of a card without leaving the list; the server's answer takes the place of the button. */

import { fillIn } from "../device/words.js";

/** @param {HTMLElement} part of the page in which the forms are; `data-says-offline` is what it says without a network */
export function watchReports(part) {
  part.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.report === undefined) return;
    event.preventDefault();
    report(form, part.dataset.saysOffline ?? "");
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} saysOffline
 */
async function report(form, saysOffline) {
  form.setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(/** @type {string[][]} */ (/** @type {Iterable<unknown>} */ (new FormData(form))));
    const answer = await fetch(form.action, { method: "POST", body, credentials: "omit" });
    // Only the part that is needed: the inline style before it may be against the policy of this page.
    const part = /<main[^]*/.exec(await answer.text())?.[0] ?? "";
    const page = new DOMParser().parseFromString(part, "text/html");
    const said = page.querySelector("[data-said]");
    if (!(said instanceof HTMLElement)) {
      location.replace(answer.url); // the option is not there any more, and the server leads to the list
      return;
    }
    (form.closest("[data-said]") ?? form).replaceWith(said);
    said.tabIndex = -1;
    said.focus();
  } catch {
    const place = form.querySelector("[role=status]") ?? form.appendChild(document.createElement("p"));
    place.setAttribute("role", "status");
    fillIn(place, saysOffline, {});
  } finally {
    form.removeAttribute("aria-busy");
  }
}
