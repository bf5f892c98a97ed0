/**
 * Shows the Dutch under each text of this page, for who fills it in with a helper, and hides it again. Loaded by
 * pages/patient.js when it is chosen; the choice is a note of the tab, so it goes along to the next page.
 */

import { hasLeft, noteInTab, readInTab } from "../device/notes.js";
import { LANGUAGE, REPLACED } from "../device/words.js";
import { Dictionary } from "./dictionary.js";
import { putTwins, removeTwins } from "./twins.js";

const CHOSEN = "under";
const CACHE = "gesprek-under";
const OF_CHECK = /^\/[a-z]{2,3}\/check\/([^/]+)$/;
// Pages that are the same for everybody: asked for without cookies, and kept.
const FOR_ALL = /^\/[a-z]{2,3}-nl\/(?:(?:p|check|help)\/[^/]+|own|open|offline)?$/;

const dictionary = new Dictionary();
const observer = new MutationObserver(() => put());
let isStyled = false;

/** Show it, or hide it, and note that for the next page. */
export async function toggle() {
  if (readInTab(CHOSEN) === "") return show();
  noteInTab(CHOSEN, "");
  observer.disconnect();
  removeTwins();
  mark(false);
}

async function show() {
  noteInTab(CHOSEN, "1");
  mark(true);
  for (const address of addresses()) read(await pageAt(address));
  put();
}

/** @returns {string[]} the addresses in both languages of this page, and of the one from which the check takes its last step */
function addresses() {
  const here = location.pathname.replace(/^\/[a-z]{2,3}(?=\/)/, "");
  const slug = OF_CHECK.exec(location.pathname)?.[1];
  const paths = slug ? [here, `/p/${slug}`] : [here + location.search];
  return paths.map((path) => `/${LANGUAGE}-nl${path}`);
}

/**
 * @param {string} address
 * @returns {Promise<string>} the page, empty where there is none
 */
async function pageAt(address) {
  const isForAll = FOR_ALL.test(address);
  try {
    const answer = await fetch(address, { credentials: isForAll ? "omit" : "same-origin" });
    if (!answer.ok) return "";
    if (isForAll && !hasLeft()) await (await caches.open(CACHE)).put(address, answer.clone());
    return await answer.text();
  } catch {
    const kept = await globalThis.caches?.match(address, { ignoreVary: true });
    return await kept?.text() ?? "";
  }
}

/** @param {string} html a page in both languages */
function read(html) {
  // Only the body is parsed: an inline style would violate the CSP of this page. A script may add a rule to a style.
  dictionary.read(new DOMParser().parseFromString(html.slice(html.indexOf("<body")), "text/html"));
  const style = /<style data-under-style="">([^]*?)<\/style>/.exec(html)?.[1];
  if (style && !isStyled) document.styleSheets[0].insertRule(style, document.styleSheets[0].cssRules.length);
  isStyled ||= style !== undefined;
}

function put() {
  observer.disconnect(); // what is added here is no news
  putTwins(document.body, (text) => dictionary.find(text));
  observer.observe(document.body, { attributeFilter: ["class", "hidden"], characterData: true, childList: true, subtree: true });
}

/** @param {boolean} isOn */
function mark(isOn) {
  for (const choice of document.querySelectorAll("[data-under]")) {
    if (isOn) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
    const menu = choice.closest("details");
    if (menu) menu.open = false;
  }
}

document.addEventListener(REPLACED, () => { if (readInTab(CHOSEN)) show(); });
if (readInTab(CHOSEN)) show();
