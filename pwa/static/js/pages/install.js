/**
 * Offers to put the app on the phone's screen. Only pages before the check and after it have that offer
 * and name the manifest, so no browser offers it in between.
 */

import { isTablet } from "../device/tablet.js";

const part = document.querySelector("[data-install]");

/** @param {string} way selector of the words for how this phone does it */
function offer(way) {
  const words = part?.querySelector(way);
  // Not in tablet mode, in which others use the device next, and only on touch screens.
  if (!(part instanceof HTMLElement) || !(words instanceof HTMLElement) || isTablet()) return;
  if (!matchMedia("(pointer: coarse)").matches) return;
  part.hidden = words.hidden = false;
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // the browser shows no bar of its own; our button asks when somebody presses it
  offer("[data-install-button]");
  part?.querySelector("[data-install-button]")?.addEventListener("click", () => {
    event.prompt();
    part.setAttribute("hidden", "");
  }, { once: true });
});

// Only iPhones and iPads have `standalone`; there people put the app on the screen by hand.
if (navigator.standalone === false) offer("[data-install-by-hand]");
