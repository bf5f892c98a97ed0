/** What a sending needs of the browser: an id, and when another try to reach the practice is worth it. */

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

/**
 * Make a new id of a sending.
 * @returns {string} a random UUID
 */
export function newUid() {
  // randomUUID is missing on plain http and in older browsers.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
