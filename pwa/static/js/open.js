/**
 * Coming back with a link or a code. A link's secret stands in the fragment, which no server sees;
 * it is taken out of the address at once and sent only when somebody presses the button.
 */

import { parseCode } from "./codes.js";

takeLink();
watchCode();

function takeLink() {
  const secret = location.hash.slice(1);
  if (secret === "") return;
  // What others may see in the address bar and the history holds no key any more.
  history.replaceState(history.state, "", location.pathname + location.search);
  const form = document.querySelector("[data-link-form]");
  const field = document.querySelector("[data-link-secret]");
  if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement)) return;
  field.value = secret;
  form.hidden = false;
  // In another language it is still the same link.
  for (const link of document.querySelectorAll("a[data-language]")) {
    if (link instanceof HTMLAnchorElement) link.hash = secret;
  }
  // Somebody with a link needs no code; after a wrong link the page comes back with the field.
  document.querySelector("[data-code-form]")?.setAttribute("hidden", "");
  form.querySelector("button")?.focus();
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
