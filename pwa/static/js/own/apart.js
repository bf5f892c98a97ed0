/**
 * Keeps the files that only the copy on an own phone needs, apart from what every phone keeps. The cache says to the
 * worker besides that this is an own phone, so that it keeps those of a newer build as well (sw/kept.js).
 */

import { hasLeft } from "../device/notes.js";
import { isTablet } from "../device/tablet.js";

const CACHE = "gesprek-own"; // own/lists.js drops it
// A test compares them with what the worker gets (`own_files` in pwa/site/offline.py).
const NAMES = ["js/own/after.js", "js/own/afterwards.js", "js/own/whole.js", "css/patient/plan.css", "css/patient/sides.css"];

/** @returns {Promise<void>} rejected without a network, or when nothing can be kept */
export async function keepApart() {
  if (isTablet() || hasLeft() || !("caches" in globalThis)) return;
  const files = NAMES.map((name) => new URL(`../../${name}`, import.meta.url).href);
  const cache = await caches.open(CACHE);
  for (const { url } of await cache.keys()) if (!files.includes(url)) await cache.delete(url); // of an older build
  await cache.addAll(files);
  if (hasLeft()) await caches.delete(CACHE);
}
