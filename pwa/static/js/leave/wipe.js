/** Takes everything of ours off this device: the database, what the service worker keeps, and the worker. */

import { dropDatabase } from "../device/storage.js";

const DATABASE = "gesprek";
const OURS = /^gesprek-/;
const AGAIN_MS = 5000;

/** @returns {Promise<void>} resolved when it is gone, or when the browser forbids even that */
export async function wipe() {
  await Promise.allSettled([dropDatabase(), dropCaches(), dropWorker().then(dropCaches)]);
}

async function dropCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => OURS.test(name)).map((name) => caches.delete(name)));
}

/**
 * What it was still to send in the background goes with it. It lives on as long as it is busy or has a page, so it is told
 * to keep nothing more, also when this page is closed before that is over. A browser ends an install first, and then
 * takes the worker off: whatever that install kept is dropped after it.
 */
async function dropWorker() {
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((registration) => {
    for (const worker of [registration.installing, registration.active]) worker?.postMessage("leave");
    return registration.unregister();
  }));
}

/**
 * Have the pass taken away: it is a cookie that only the server can take. As long as nobody of ours has answered,
 * because there is no network or only a proxy said something, it is asked again.
 * @param {string} address of the neutral page
 */
export async function takePass(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    await answer.text(); // an answer that nobody reads to its end keeps the connection busy
    if (answer.ok) return;
  } catch {
    // No network.
  }
  setTimeout(takePass, AGAIN_MS, address);
}

/** @returns {Promise<boolean>} whether nothing of ours is left; true where nothing can be kept */
export async function isClean() {
  try {
    // Older browsers cannot list their databases.
    const databases = indexedDB.databases ? await indexedDB.databases() : [];
    const names = "caches" in window ? await caches.keys() : [];
    return !databases.some(({ name }) => name === DATABASE) && !names.some((name) => OURS.test(name));
  } catch {
    return true;
  }
}
