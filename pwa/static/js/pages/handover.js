/**
 * Opening the letter of a warm handover by its link, which is sent only when somebody presses the button. Written
 * in ECMAScript 2018, older than our baseline, as everything that reads links.
 */

import { takeLink } from "../device/link.js";

function useLink() {
  const field = takeLink();
  if (field === null || field.form === null) return;
  // Somebody with a link types no code.
  const typed = field.form.querySelector("[data-typed-code]");
  if (typed instanceof HTMLElement) typed.hidden = true;
  const digits = field.form.querySelector("[name=digits]");
  if (digits instanceof HTMLElement) digits.focus();
}

useLink();
// A link that is put into the address bar while this page is open changes only the fragment.
addEventListener("hashchange", useLink);
