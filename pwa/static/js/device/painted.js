/**
 * Puts work off until the browser has painted what somebody just tapped, because reading the whole form takes an
 * old phone long. The work is done before the next tap and before the page closes, so nothing is lost.
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

/** Do the waiting work at once, because other work builds on it, or the page is not painted any more. */
export function doNow() {
  const work = waiting;
  waiting = [];
  // After "leave quickly" nothing is written any more.
  if (!hasLeft()) for (const one of work) one();
}

/**
 * Let the browser do what waits for it, such as a tap, before going on.
 * @returns {Promise<void>}
 */
export function pause() {
  return new Promise((resolve) => { setTimeout(resolve); });
}

// In the capture phase, so before other listeners: those of the next tap, and those that hand over a draft on pagehide.
for (const event of ["click", "pagehide", "visibilitychange"]) addEventListener(event, doNow, { capture: true });
