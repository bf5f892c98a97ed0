/**
 * Tablet mode: patients use a tablet of the practice in turn, and nothing of one may be there for the next.
 * The practice's link ends in `#tablet=` and the code of the waiting room. It is noted in the tab
 * (device/notes.js), and in such a tab nothing is stored on the device.
 */

import { readRoom, readTablet } from "./link.js";
import { noteInTab, readInTab } from "./notes.js";

const TABLET = "tablet";
const FRAGMENT = "#tablet";
const ROOM = "room";
const START = /^\/[a-z]{2,3}\/p\/[\w-]+#tablet(?:=[0-9A-Z]{12})?$/;

/** @returns {string} address of the first page for the next person; empty when this tab is not in tablet mode */
export function tabletStart() {
  const here = location.pathname + readTablet(location.hash);
  if (START.test(here)) noteInTab(TABLET, here);
  const start = readInTab(TABLET);
  // An older build noted the path without the fragment; such a tab must stay in tablet mode.
  return [start, start + FRAGMENT].find((one) => START.test(one)) ?? "";
}

/**
 * Give the code of the waiting room, from a tablet's link or that of the paper at the desk (`#w=`). It is
 * stored in no draft, and sent with what is shared from this tab.
 * @returns {string} empty without such a link
 */
export function roomCode() {
  const code = readRoom(location.hash);
  if (code !== "") noteInTab(ROOM, code);
  return tabletStart().split("#tablet=")[1] ?? readInTab(ROOM);
}

/** @returns {boolean} whether this tab is in tablet mode, so that nothing may stay on this device */
export function isTablet() {
  return tabletStart() !== "";
}
