/**
 * Puts work off until the screen has shown what somebody just did: on an old phone the form takes
 * longer to read than a finger to lift. Whoever leaves in between loses nothing.
 */

import { hasLeft } from "./notes.js";

const AT_MOST_MS = 100; // a browser that saves power may paint late, or not at all

/** @type {(() => void)[]} */
let waiting = [];

/** @param {() => void} work to be done after the next paint, in the order in which it came */
export function afterPaint(work) {
  waiting.push(work);
  if (waiting.length > 1) return;
  requestAnimationFrame(() => setTimeout(doNow));
  setTimeout(doNow, AT_MOST_MS);
}

/** Do at once what waits: something else builds on it, or nothing is painted any more. */
export function doNow() {
  const work = waiting;
  waiting = [];
  // Who left quickly wants nothing written any more.
  if (!hasLeft()) for (const one of work) one();
}

/**
 * Let the browser do what waits for it, such as a tap, before going on.
 * @returns {Promise<void>}
 */
export function pause() {
  return new Promise((resolve) => { setTimeout(resolve); });
}

// Before anybody else hears of it: the next tap, and those who hand over what was not written yet.
for (const event of ["click", "pagehide", "visibilitychange"]) addEventListener(event, doNow, { capture: true });
