/**
 * Coming back with a link; it is sent only when somebody presses the button. Whoever has a link and an
 * older browser than our baseline has nothing else, so this is written in words that those know too.
 */

import { takeLink } from "../device/link.js";

function showLink() {
  const field = takeLink();
  if (field === null || field.form === null) return;
  field.form.hidden = false;
  // In another language it is still the same link.
  for (const link of document.querySelectorAll("a[data-language]")) {
    if (link instanceof HTMLAnchorElement) link.hash = field.value;
  }
  // Somebody with a link needs no code; after a wrong link the page comes back with the field.
  const other = document.querySelector("[data-code-form]");
  if (other instanceof HTMLElement) other.hidden = true;
  const button = field.form.querySelector("button");
  if (button !== null) button.focus();
}

/** @returns {boolean} tried, because browsers that refuse cookies may say that they take them */
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
// The page is open already, and a link is put into the address bar.
addEventListener("hashchange", showLink);
