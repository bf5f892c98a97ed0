/** Says when another try to reach the practice is worth it. */

const TAG = "gesprek-queue"; // sw/queue.js listens for this tag
const LOOK_AGAIN_MS = 30_000;

/**
 * Do something now, and whenever another try may be worth it: network back, page in sight, every half minute.
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

/** @returns {string[]} a state to show besides, in browsers without background sync: they send only while a page of ours is open */
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
