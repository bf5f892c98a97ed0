/**
 * A tablet of the practice is for everybody in turn: nothing of one person may be there for the next.
 * The practice's link ends in `#tablet`, with the code of the waiting room behind it; from there on the
 * tab carries a mark, and keeps nothing else.
 */

import { readRoom, readTablet } from "./link.js";
import { noteInTab, readInTab } from "./notes.js";

const MARK = "tablet";
const FRAGMENT = "#tablet";
const ROOM = "room";
const START = /^\/[a-z]{2,3}\/p\/[\w-]+#tablet(?:=[0-9A-Z]{12})?$/;

/** @returns {string} where the next person begins; nothing on a device of one's own */
export function tabletStart() {
  const here = location.pathname + readTablet(location.hash);
  if (START.test(here)) noteInTab(MARK, here);
  const start = readInTab(MARK);
  // A page of the version before has noted the path alone, and the tablet must stay one.
  return [start, start + FRAGMENT].find((one) => START.test(one)) ?? "";
}

/**
 * Give the code of the waiting room, from a tablet's link or that of the paper at the desk (`#w=`). It is
 * in no draft, and goes with what is shared from this tab.
 * @returns {string} nothing outside a waiting room
 */
export function roomCode() {
  const code = readRoom(location.hash);
  if (code !== "") noteInTab(ROOM, code);
  return tabletStart().split("#tablet=")[1] ?? readInTab(ROOM);
}

/** @returns {boolean} whether nothing may stay on this device */
export function isTablet() {
  return tabletStart() !== "";
}
