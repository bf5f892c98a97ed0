/**
 * Moves the bar of a file that is being read or put into the list, once a second, and loads the page anew when
 * that is done or has died. How far it is stands in the database, so every tab and every reload shows the same.
 */

import { fillIn, find, show } from "../device/words.js";

const EVERY_MS = 1000;
const place = find("[data-import-progress]");
const number = new Intl.NumberFormat("nl");

/**
 * Write how far it is into the bar, and beside it.
 * @param {number} done
 * @param {number} total 0: nobody knows yet
 */
function showDone(done, total) {
  const bar = document.querySelector("progress");
  const words = find("[data-import-words]");
  if (bar === null || words === null || total === 0) return;
  bar.max = total;
  bar.value = done;
  fillIn(words, words.dataset.importWords ?? "", { done: number.format(done), total: number.format(total) });
}

/** Ask how far it is; an answer that cannot be read is asked for again. */
async function ask() {
  try {
    const answer = await fetch(place?.dataset.importProgress ?? "", { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
      location.reload(); // nobody is logged in any more, or it is gone
      return;
    }
    if (answer.ok) {
      const { state, done, total, is_silent: isSilent } = await answer.json();
      showDone(done, total);
      if (isSilent || state !== place?.dataset.importState) {
        location.reload();
        return;
      }
    }
  } catch {
    // The server or the network is away for a moment.
  }
  setTimeout(ask, EVERY_MS);
}

if (place !== null) {
  show("[data-import-look]", false);
  setTimeout(ask, EVERY_MS);
}
