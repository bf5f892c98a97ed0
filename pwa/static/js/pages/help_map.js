/** Makes the address on a card of help a link to the phone's own map. */

import { isTablet } from "../device/tablet.js";

/** @param {Element} card */
export function linkToMap(card) {
  const address = card.querySelector("[data-geo]");
  if (!(address instanceof HTMLElement) || !opensMaps()) return;
  const link = document.createElement("a");
  link.href = `geo:0,0?q=${encodeURIComponent(address.dataset.geo ?? "")}`;
  delete address.dataset.geo; // the card may be shown again
  address.replaceWith(link);
  link.append(address);
}

/**
 * @returns {boolean} whether an address `geo:` opens something: not on a computer, and not on an iPhone; nor on the
 *   practice's tablet, whose map would remember for the next person where this one wanted to go
 */
function opensMaps() {
  return matchMedia("(pointer: coarse)").matches && !/iP(hone|ad|od)|Mac/.test(navigator.userAgent) && !isTablet();
}
