/** Copies the link to come back with, or hands it to another app; saves the card as a picture; on a tablet leads to the end. */

import { isTablet } from "../device/tablet.js";

const link = document.querySelector("[data-link]");
const done = document.querySelector("[data-copied]");

/**
 * Show a button where the phone can do it.
 * @param {string} selector
 * @param {boolean} canDo
 * @param {(address: string) => Promise<void>} work
 */
function offer(selector, canDo, work) {
  const button = document.querySelector(selector);
  if (!(button instanceof HTMLElement) || !(link instanceof HTMLAnchorElement) || !canDo) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    // If that is refused or called off, the link can still be copied by hand.
    work(link.href).catch(() => {});
  });
}

offer("[data-copy-link]", Boolean(navigator.clipboard), async (address) => {
  await navigator.clipboard.writeText(address);
  if (done instanceof HTMLElement) done.hidden = false;
});
offer("[data-share-link]", Boolean(navigator.share), (address) => navigator.share({ url: address }));

// On a tablet the next thing to do is to wipe it: so that is the main button there, right under the code.
if (isTablet()) {
  const last = document.querySelector("main > [data-exit]");
  last?.classList.remove("button--quiet");
  if (last !== null) document.querySelector("[data-end]")?.append(last);
}

const card = document.querySelector("[data-picture]");
const fault = card?.querySelector("[role=status]");

// The picture stays on the device, so never on one that others use next.
if (card instanceof HTMLElement && fault instanceof HTMLElement && !isTablet()) {
  card.hidden = false;
  card.querySelector("button")?.addEventListener("click", async () => {
    fault.hidden = true;
    try {
      const { saveCard } = await import("./card.js");
      await saveCard(card);
    } catch {
      fault.hidden = false;
    }
  });
}
