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

/** @type {boolean | undefined} whether the browser sends also when no page of ours is open; undefined until it was asked */
let isPromised;

/** @returns {string[]} a state to show besides: whether somebody has to come back, as far as that is known */
export function comeBack() {
  return isPromised === undefined ? [] : [isPromised ? "no_need" : "come_back"];
}

/** Ask the browser to send when there is a network, also when no page of ours is open (background sync). */
export async function askForSync() {
  try {
    const { sync } = await navigator.serviceWorker?.getRegistration() ?? {};
    await sync?.register(TAG);
    isPromised = sync !== undefined;
  } catch {
    isPromised = false; // not allowed here; the pages try by themselves
  }
}
