/** On the page that says that there is no network: the way on to what this phone keeps. */

import { LANGUAGE } from "../device/words.js";

const START = /^\/([a-z]{2,3})\/p\/[a-z0-9-]+$/;

/** Name the practices whose questions are kept, in the language of this page. */
async function listPractices() {
  const list = document.querySelector("[data-kept]");
  const row = list?.querySelector("template");
  if (!(list instanceof HTMLElement) || !row) return;
  /** @type {Set<string>} */
  const seen = new Set();
  for (const name of (await caches.keys()).reverse()) {
    for (const request of await (await caches.open(name)).keys()) {
      const { pathname } = new URL(request.url);
      if (START.exec(pathname)?.[1] !== LANGUAGE || seen.has(pathname)) continue;
      seen.add(pathname);
      list.append(fill(row, pathname, await practiceName(pathname)));
    }
  }
  list.hidden = seen.size === 0;
}

/**
 * @param {HTMLTemplateElement} row
 * @param {string} address
 * @param {string} name
 * @returns {Node}
 */
function fill(row, address, name) {
  const filled = /** @type {DocumentFragment} */ (row.content.cloneNode(true));
  filled.querySelector("a")?.setAttribute("href", address);
  filled.querySelector("bdi")?.append(name);
  return filled;
}

/**
 * @param {string} address
 * @returns {Promise<string>} as its start page in the cache says it
 */
async function practiceName(address) {
  const html = await (await caches.match(address, { ignoreVary: true }))?.text() ?? "";
  // Without its head: that page's inline style would violate the CSP of this one.
  const main = html.slice(Math.max(html.indexOf("<main"), 0));
  return new DOMParser().parseFromString(main, "text/html").querySelector("h1 bdi")?.textContent ?? address;
}

addEventListener("online", () => location.reload());
listPractices().catch(() => {}); // caches are forbidden: then nothing is kept either
