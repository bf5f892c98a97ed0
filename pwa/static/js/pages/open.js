/**
 * Coming back with a link, which is sent only when somebody presses the button. Written in ECMAScript 2018, older
 * than our baseline, because with a link and an older browser there is no other way in.
 */

import { takeLink } from "../device/link.js";

function showLink() {
  const field = takeLink();
  if (field === null || field.form === null) return;
  field.form.hidden = false;
  // The links to other languages take the secret along.
  for (const link of document.querySelectorAll("a[data-language]")) {
    if (link instanceof HTMLAnchorElement) link.hash = field.value;
  }
  // Somebody with a link needs no field for a code; after a wrong link the page comes back with it.
  const other = document.querySelector("[data-code-form]");
  if (other instanceof HTMLElement) other.hidden = true;
  const button = field.form.querySelector("button");
  if (button !== null) button.focus();
}

/** @returns {boolean} found out by setting one, because browsers that refuse cookies may say that they take them */
function keepsCookies() {
  try {
    document.cookie = "try=1; SameSite=Lax";
    const does = document.cookie.indexOf("try=1") >= 0;
    document.cookie = "try=; SameSite=Lax; Max-Age=0";
    return does;
  } catch (error) {
    return false;
  }
}

showLink();
const without = document.querySelector("[data-no-cookies]");
if (without instanceof HTMLElement) without.hidden = keepsCookies();
// A link that is put into the address bar while this page is open changes only the fragment.
addEventListener("hashchange", showLink);
