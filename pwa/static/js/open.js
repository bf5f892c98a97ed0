/** Coming back with a link or a code; a link is sent only when somebody presses the button. */

import { parseCode } from "./codes.js";
import { takeLink } from "./link.js";

showLink();
watchCode();

function showLink() {
  const field = takeLink();
  if (!field?.form) return;
  field.form.hidden = false;
  // In another language it is still the same link.
  for (const link of document.querySelectorAll("a[data-language]")) {
    if (link instanceof HTMLAnchorElement) link.hash = field.value;
  }
  // Somebody with a link needs no code; after a wrong link the page comes back with the field.
  document.querySelector("[data-code-form]")?.setAttribute("hidden", "");
  field.form.querySelector("button")?.focus();
}

/** A code with a typing error is told so here, and costs no try. */
function watchCode() {
  // The page may be put in place anew (forms.js), so the form is looked up at each press.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-code-form]")) return;
    const field = form.querySelector("input[name=code]");
    const wrong = form.querySelector("[data-code-wrong]");
    if (!(field instanceof HTMLInputElement) || !(wrong instanceof HTMLElement)) return;
    wrong.hidden = parseCode(field.value) !== null;
    if (wrong.hidden) return;
    event.preventDefault();
    wrong.id ||= "code-wrong";
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", wrong.id);
    field.focus();
  }, { capture: true });
}
