/**
 * Shows the Dutch under each text of this page, for who fills it in with a helper, and hides it again. Loaded by
 * pages/patient.js when it is chosen; the choice is a note of the tab, so it goes along to the next page.
 */

import { noteInTab, readInTab } from "../device/notes.js";
import { LANGUAGE, REPLACED } from "../device/words.js";
import { Dictionary } from "./dictionary.js";
import { addresses, keepScripts, pageAt, watchPages } from "./pages.js";
import { listenToAnswers } from "./said.js";
import { putTwins, removeTwins } from "./twins.js";

const CHOSEN = "under";

const dictionary = new Dictionary();
const observer = new MutationObserver(() => put());
let isStyled = false;
let isWatching = false;

/** Show it, or hide it, and note that for the next page. Without a network and without what is needed the phone says so. */
export async function toggle() {
  if (!isOn()) {
    noteInTab(CHOSEN, "1");
    await show();
    if (!isStyled) location.assign(`/${LANGUAGE}/offline`);
    return;
  }
  noteInTab(CHOSEN, "");
  observer.disconnect();
  removeTwins();
  mark(false);
}

function isOn() {
  return readInTab(CHOSEN) !== "";
}

async function show() {
  for (const address of addresses()) read(await pageAt(address));
  mark(isStyled);
  put();
  if (isWatching) return;
  isWatching = true;
  watchPages(async (address) => {
    read(await pageAt(address));
    put();
  });
  await keepScripts();
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
  if (!isOn()) return;
  putTwins(document.body, (text) => dictionary.find(text));
  observer.observe(document.body, { attributeFilter: ["class", "hidden"], characterData: true, childList: true, subtree: true });
}

/** @param {boolean} isShown */
function mark(isShown) {
  for (const choice of document.querySelectorAll("[data-under]")) {
    if (isShown) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
    const menu = choice.closest("details");
    if (menu) menu.open = false;
  }
}

listenToAnswers(dictionary, isOn);
document.addEventListener(REPLACED, () => { if (isOn()) show(); });
if (isOn()) show();
