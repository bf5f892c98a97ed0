/**
 * Offers to put the app on the phone's screen. Only pages before the check and after it have the part
 * for it and name the manifest, so no browser offers it in between.
 */

import { isTablet } from "../device/tablet.js";

const part = document.querySelector("[data-install]");

/** @param {string} way how this phone does it */
function offer(way) {
  const words = part?.querySelector(way);
  // A tablet of the practice is everybody's; at a desk nobody fills this in.
  if (!(part instanceof HTMLElement) || !(words instanceof HTMLElement) || isTablet()) return;
  if (!matchMedia("(pointer: coarse)").matches) return;
  part.hidden = words.hidden = false;
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // no bar of the browser: the button waits until somebody wants it
  offer("[data-install-button]");
  part?.querySelector("[data-install-button]")?.addEventListener("click", () => {
    event.prompt();
    part.setAttribute("hidden", "");
  }, { once: true });
});

// Only iPhones and iPads know this word; there people do it by hand.
if (navigator.standalone === false) offer("[data-install-by-hand]");
