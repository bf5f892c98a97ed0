/** Copies the link to come back with, or hands it to another app of the phone. */

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
