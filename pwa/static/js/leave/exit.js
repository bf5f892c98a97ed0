/**
 * "Leave quickly": hide the page, wipe what the phone keeps, mark the tab, and go to a neutral page.
 * The mark is looked at by leave/guard.js, which also does a short version of this until we are here, and
 * presses the link for who presses Esc three times.
 */

import { enter, leave } from "../device/history.js";
import { dropDatabase } from "../device/storage.js";
import { setLeft } from "../device/notes.js";

// Nobody who wants to leave waits longer than this for a slow disk; the neutral page wipes again.
const PATIENCE_MS = 250;
const AGAIN_MS = 3000;

let leftAt = -Infinity;

/** Make every "leave quickly" on this page a thorough one. */
export function watchExit() {
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-exit]") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // leave/guard.js need not do it any more
    exit(link.href);
  }, { capture: true });
}

/**
 * Leave nothing of this page here, and go to another one; a second tap does not begin that anew.
 * @param {string} address
 */
export async function exit(address) {
  // Twice would step back twice in the history, onto a page that was left.
  if (performance.now() - leftAt < AGAIN_MS) return;
  leftAt = performance.now();
  // A page that was chosen just before would come while this waits for the disk, and show itself.
  window.stop();
  document.documentElement.hidden = true;
  setLeft();
  const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  await Promise.race([dropDatabase(), patience]);
  // A browser may keep this page in memory; then nothing stands in it.
  document.body.replaceChildren();
  enter(); // drops what lies ahead of this page in the history
  leave(address);
}
