/**
 * Lets this phone keep the pages of a practice, so that they open without a network: in each language
 * that this page offers. Loaded when the browser is idle (pages/patient.js).
 */

import { KEEPS_NOTHING } from "../device/ready.js";
import { hasLeft } from "../device/notes.js";
import { LANGUAGE } from "../device/words.js";

const OF_PRACTICE = /^\/[a-z]{2,3}\/(?:p|check|help)(\/[a-z0-9-]+)/;

/** @returns {string[]} addresses of the bundles of documents, the one in the page's own language first */
function documents() {
  const practice = OF_PRACTICE.exec(location.pathname)?.[1];
  const languages = practice && !savesData() ? offered() : [];
  return [...new Set([LANGUAGE, ...languages])].map((language) => `/${language}/kept${practice ?? ""}`);
}

/** @returns {string[]} the languages that this page links to */
function offered() {
  return [...document.querySelectorAll("[data-language], a[hreflang]")]
    .map((choice) => choice.getAttribute("data-language") ?? choice.getAttribute("hreflang") ?? "");
}

/** @returns {boolean} whether the browser is set to save data: then only the page's own language is kept */
function savesData() {
  return navigator.connection?.saveData === true;
}

async function keep() {
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ type: "keep", urls: documents() });
}

// Where a browser forbids it, everything works as long as there is a network.
if ("serviceWorker" in navigator && !hasLeft()) keep().catch(() => document.dispatchEvent(new Event(KEEPS_NOTHING)));
