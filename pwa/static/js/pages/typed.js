/** A code with a typing error is told so on the phone, and costs no try. */

import { parseCode } from "../device/codes.js";
import { tieFault } from "../device/words.js";

// The page may be put in place anew (leave/forms.js), so the form is looked up at each press.
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
