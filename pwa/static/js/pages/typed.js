/** Checks a typed code before the form is sent, so that a typing error costs none of the tries that the server allows. */

import { parseCode } from "../device/codes.js";
import { tieFault } from "../device/faults.js";

// leave/forms.js may replace the form, so it is looked up at each press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-code-form]")) return;
  const field = form.querySelector("input[name=code]");
  const wrong = form.querySelector("[data-code-wrong]");
  if (!(field instanceof HTMLInputElement) || !(wrong instanceof HTMLElement)) return;
  wrong.hidden = parseCode(field.value) !== null;
  tieFault(field, wrong, !wrong.hidden);
  if (wrong.hidden) return;
  event.preventDefault();
  field.focus();
}, { capture: true });
