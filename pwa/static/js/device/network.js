/** When it is worth another try to reach the practice. */

const TAG = "gesprek-queue"; // sw/queue.js hears it
const LOOK_AGAIN_MS = 30_000;

/**
 * Do something now, and whenever it may be worth another try.
 * @param {(options: {isAsked: boolean}) => Promise<void>} work
 */
export function watchNetwork(work) {
  addEventListener("online", () => work({ isAsked: true }));
  addEventListener("pageshow", (event) => { if (event.persisted) work({ isAsked: true }); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") work({ isAsked: true });
  });
  setInterval(() => work({ isAsked: false }), LOOK_AGAIN_MS);
  work({ isAsked: true });
}

/** @returns {string[]} what is to be said besides where the browser sends nothing without a page of ours */
export function comeBack() {
  return "SyncManager" in window ? [] : ["come_back"];
}

/** Ask the browser to send when there is a network, also when no page of ours is open. */
export async function askForSync() {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register(TAG);
  } catch {
    // Not allowed here; the pages try by themselves.
  }
}
