/** Gets pages in both languages, and keeps those that are the same for everybody, with the scripts that show them. */

import { hasLeft } from "../device/notes.js";
import { isTablet } from "../device/tablet.js";
import { LANGUAGE } from "../device/words.js";

const CACHE = "gesprek-under";
const OURS = new URL("./", import.meta.url).href;
// The same for everybody: asked for without cookies, and kept.
const FOR_ALL = /^\/[a-z]{2,3}-nl\/(?:(?:p|check|help)\/[^/]+|own|offline|by-ear|open)?$/;
// Pages from which scripts of another page take words.
const WITH_WORDS = new RegExp(`^/${LANGUAGE}(/(?:p/[^/]+|own|offline|by-ear))$`);

/** @returns {string[]} the addresses in both languages of this page, and of the one from which the check takes its last step */
export function addresses() {
  const here = location.pathname.replace(/^\/[a-z]{2,3}(?=\/)/, "") + location.search;
  const check = document.querySelector("[data-check]");
  const paths = check instanceof HTMLElement ? [here, `/p/${check.dataset.check}`] : [here];
  return paths.map((path) => `/${LANGUAGE}-nl${path}`);
}

/**
 * Find the pages from which scripts take words: those that were read before as well as those that will be.
 * @param {(address: string) => void} tell is called once for each, with its address in both languages
 */
export function watchPages(tell) {
  const told = new Set(addresses());
  new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) {
      const address = `/${LANGUAGE}-nl${WITH_WORDS.exec(new URL(name).pathname)?.[1]}`;
      if (!FOR_ALL.test(address) || told.has(address)) continue;
      told.add(address);
      tell(address);
    }
  }).observe({ type: "resource", buffered: true });
}

/**
 * @param {string} address
 * @returns {Promise<string>} the page, empty where there is none
 */
export async function pageAt(address) {
  const isForAll = FOR_ALL.test(address);
  try {
    const answer = await fetch(address, { credentials: isForAll ? "omit" : "same-origin" });
    if (isForAll && answer.ok) keepPage(address, answer.clone());
    return await answer.text(); // of an error too: it stands on this page
  } catch {
    const kept = await globalThis.caches?.match(address, { ignoreVary: true }).catch(() => undefined);
    return await kept?.text() ?? "";
  }
}

/**
 * @param {string} address
 * @param {Response} answer
 */
async function keepPage(address, answer) {
  if (isTablet() || hasLeft() || !("caches" in globalThis)) return;
  try {
    await (await caches.open(CACHE)).put(address, answer);
  } catch {
    // Storage is forbidden or full: with a network it works all the same.
  }
}

/** Keep these scripts: no page brings them along, so that they cost only those who want both languages. */
export async function keepScripts() {
  if (isTablet() || hasLeft() || !("caches" in globalThis)) return;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(OURS));
  try {
    const cache = await caches.open(CACHE);
    await cache.addAll(loaded);
    for (const { url } of await cache.keys()) {
      if (url.endsWith(".js") && !loaded.includes(url)) await cache.delete(url); // of the build before
    }
  } catch {
    // No network, or no room: with a network it works all the same.
  }
}
