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
 * Unregister the service worker, and with it what it was still to send in the background. It runs on as long as it is busy
 * or has a page, so the message "leave" tells it to keep nothing more, also when this page is closed before the end. A
 * browser ends an install before it unregisters the worker: `wipe` drops once more what that install kept.
 */
async function dropWorker() {
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((registration) => {
    for (const worker of [registration.installing, registration.active]) worker?.postMessage("leave");
    return registration.unregister();
  }));
}

/**
 * Let the server delete the pass, a cookie that no script can delete (HttpOnly). It is asked again until it has
 * answered: there may be no network, or only a proxy that answers with an error.
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
