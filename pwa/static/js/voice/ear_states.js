/** What a page says by itself, such as "waiting for network": in the mode it is said by the mode and by no screen reader. */

import { blocksOf, isSeen } from "./ear_blocks.js";

const STATES = "[role=status], [role=alert], [aria-live]";
const FILLED_MS = 500; // by then what came has its words
const USUAL = "[data-state=on_phone], [data-state=on_tablet]"; // under every question, before anything is shared

/**
 * Say what changes in the live regions of the page. A screen reader does not say it as well as long as the mode is on.
 * @param {import("./ear.js").Mode} mode
 * @returns {() => void} notes the states of now: they are about to be read with their page
 */
export function watchStates(mode) {
  /** @type {Map<Element, string>} */
  const said = new Map();
  const main = document.querySelector("main") ?? document.body;
  const look = (/** @type {boolean} */ isFirst) => {
    let hasNew = false;
    for (const region of main.querySelectorAll(STATES)) {
      const text = isSeen(region) ? region.textContent?.trim() ?? "" : "";
      // A region that has just come is a part of what came with it.
      const before = said.get(region) ?? text;
      hasNew ||= !said.has(region);
      said.set(region, text);
      if (!isFirst && mode.isOn && region.querySelector(USUAL) === null && text !== "" && text !== before) mode.reader.sayBetween(blocksOf(region));
    }
    if (!isFirst && hasNew) setTimeout(() => { if (mode.isOn) mode.reader.readLate(); }, FILLED_MS);
  };
  look(true);
  const notice = () => look(true);
  new MutationObserver(() => look(false)).observe(main, { childList: true, characterData: true, subtree: true, attributeFilter: ["hidden"] });
  return notice;
}

/**
 * Let screen readers say the live regions, or keep them silent.
 * @param {boolean} areSilent
 */
export function hush(areSilent) {
  for (const region of document.querySelectorAll(STATES)) {
    if (areSilent) region.setAttribute("aria-live", "off");
    else region.removeAttribute("aria-live");
  }
}
