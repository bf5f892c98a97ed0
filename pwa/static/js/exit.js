/**
 * "Leave quickly": hide the page, wipe what the phone keeps, mark the tab, and go to a neutral page.
 * The mark is looked at by guard.js, which also does a short version of this until we are here.
 */

import { enter, leave } from "./place.js";

// Nobody who wants to leave waits longer than this for a slow disk; the neutral page wipes again.
const PATIENCE_MS = 250;
export const DATABASE = "gesprek";

/** Make every "leave quickly" on this page a thorough one. */
export function watchExit() {
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-exit]") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // guard.js need not do it any more
    exit(link.href);
  }, { capture: true });
}

/** @param {string} address */
async function exit(address) {
  document.documentElement.hidden = true;
  markTab();
  const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  await Promise.race([dropDatabase(), patience]);
  enter(); // drops what lies ahead of this page in the history
  leave(address);
}

/**
 * Drop everything that any page of ours keeps on this device.
 * @returns {Promise<void>} also resolved when there is nothing to drop or storage is forbidden
 */
export function dropDatabase() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = request.onerror = () => resolve();
    } catch {
      resolve();
    }
  });
}

function markTab() {
  try {
    sessionStorage.setItem("left", "1");
  } catch {
    window.name = "left"; // storage is forbidden; guard.js reads this instead
  }
}
