/**
 * Posts a form without an entry in the history: `<form data-replace="/nl/mine">` goes to that address when the
 * server redirects; otherwise the page in its answer, such as the form with errors, replaces this one in place.
 */

import { leave } from "../device/history.js";
import { parsePage } from "../device/parsed.js";
import { REPLACED } from "../device/words.js";

const OURS = import.meta.url.replace(/\/js\/.*/, "/js/");

/** Take over the forms with `data-replace`. */
export function replaceForms() {
  /** @type {Element | null} the button pressed last, whose name and value belong to what is sent; older browsers do not tell it */
  let pressed = null;
  document.addEventListener("click", ({ target }) => { pressed = target instanceof Element ? target.closest("button") : null; }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.replace || event.defaultPrevented) return;
    event.preventDefault();
    post(form, form.dataset.replace, pressed);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} next where a redirect leads
 * @param {Element | null} button that was pressed
 */
async function post(form, next, button) {
  form.setAttribute("aria-busy", "true");
  const [name, value] = button instanceof HTMLButtonElement && button.form === form ? [button.name, button.value] : ["", ""];
  try {
    const body = new URLSearchParams(/** @type {string[][]} */ (/** @type {Iterable<unknown>} */ (new FormData(form))));
    if (name) body.set(name, value);
    // A script cannot read a redirect (opaqueredirect), but the browser keeps its cookies.
    const response = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (response.type === "opaqueredirect") leave(next);
    else showAnswer(await response.text());
  } catch {
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value })); // submit() leaves the button out
    form.submit(); // no network: the browser says so in its own words
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** @param {string} html a page of ours, mostly the same form with what was wrong */
function showAnswer(html) {
  const page = parsePage(html);
  const answer = page.querySelector("main");
  const main = document.querySelector("main");
  if (!answer || !main) throw new Error("not a page of ours");
  main.replaceWith(answer);
  // A module runs only once: those that are loaded already get the event, and the others are loaded.
  document.dispatchEvent(new Event(REPLACED));
  for (const { src } of /** @type {NodeListOf<HTMLScriptElement>} */ (page.querySelectorAll("script[type=module]"))) {
    if (src.startsWith(OURS)) import(src);
  }
  const first = ["[data-errors]", "[aria-invalid=true]", "h1"]
    .map((selector) => answer.querySelector(selector)).find(Boolean);
  if (!(first instanceof HTMLElement)) return;
  if (first.tabIndex < 0) first.tabIndex = -1;
  first.focus();
}
