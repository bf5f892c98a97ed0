/** When this phone has all scripts of the patient's pages, with the worker that keeps them (sw/README.md). */

const PATIENCE_MS = 10_000;

/** Name of the event on the document when this phone turned out to keep nothing (pages/keep.js). */
export const KEEPS_NOTHING = "keeps-nothing";

/**
 * Wait until the worker answers for this page. Scripts that a first visit does not need are loaded after that: the
 * worker has brought them packed together, a third lighter than one by one.
 * @returns {Promise<unknown>} over at once when it answers already, or where nothing can be kept; after ten seconds in any case
 */
export async function whenKept() {
  const { serviceWorker } = navigator;
  if (!("keep" in document.body.dataset) || !serviceWorker || serviceWorker.controller) return;
  await new Promise((resolve) => {
    serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    document.addEventListener(KEEPS_NOTHING, resolve, { once: true });
    setTimeout(resolve, PATIENCE_MS);
  });
}
