/**
 * A tablet of the practice is for everybody in turn: nothing of one person may be there for the next.
 * The practice's link ends in `#tablet`; from there on the tab carries a mark, and keeps nothing else.
 */

import { noteInTab, readInTab } from "./tab.js";

const MARK = "tablet";
const FRAGMENT = "#tablet";
const START = /^\/[a-z]{2,3}\/p\/[\w-]+$/;

/** @returns {string} where the next person begins; nothing on a device of one's own */
export function tabletStart() {
  if (location.hash === FRAGMENT && START.test(location.pathname)) {
    noteInTab(MARK, location.pathname);
  }
  const start = readInTab(MARK);
  return START.test(start) ? start + FRAGMENT : "";
}

/** @returns {boolean} whether nothing may stay on this device */
export function isTablet() {
  return tabletStart() !== "";
}
