/**
 * "Leave quickly": hides the page, notes in the tab that somebody left, deletes the database, and goes to the
 * neutral page. leave/guard.js reads that note, does a short version of this until this module is loaded, and
 * clicks the link when Esc is pressed three times.
 */

import { enter, leave } from "../device/history.js";
import { dropDatabase } from "../device/storage.js";
import { setLeft } from "../device/notes.js";

// Nobody who wants to leave waits longer than this for a slow disk; the neutral page wipes again.
const PATIENCE_MS = 250;
const AGAIN_MS = 3000;

let leftAt = -Infinity;

/** Handle every link "leave quickly" on this page, before leave/guard.js does. */
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
 * Wipe what is kept here, and go to another page; a second tap within three seconds does nothing.
 * @param {string} address
 */
export async function exit(address) {
  // A second run would go back twice in the history, to the page before ours.
  if (performance.now() - leftAt < AGAIN_MS) return;
  leftAt = performance.now();
  // Stop loading a page that was chosen just before: it would show while this waits for the disk.
  window.stop();
  document.documentElement.hidden = true;
  setLeft();
  const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  await Promise.race([dropDatabase(), patience]);
  // The browser may keep this page in its back/forward cache: then it is empty.
  document.body.replaceChildren();
  enter(); // pushState in it drops the entries ahead of this page in the history
  leave(address);
}
