/**
 * On a tablet of the practice: when nobody has touched it for a while it asks "are you still there?",
 * wipes everything, and shows its first page to the next one. Loaded on tablets only (pages/patient.js).
 */

import "../device/clock.js";
import { exit } from "./exit.js";
import { dropDatabase } from "../device/storage.js";
import { emptyTab } from "../device/notes.js";
import { tabletStart } from "../device/tablet.js";
import { takePass } from "./wipe.js";
import { LANGUAGE, templateFrom } from "../device/words.js";

const { mark, passed } = globalThis.gesprekClock;
const IDLE_MS = 75_000; // and what nobody has touched for 90 seconds is wiped
const WARNING_MS = 15_000;
const TOUCHES = ["pointerdown", "keydown", "input", "scroll"];

const start = tabletStart();
const [startPath] = start.split("#");
const isStart = location.pathname.replace(/^\/[a-z]+/, "") === startPath.replace(/^\/[a-z]+/, "");
// What one person typed shall not be there for the next: the longer of two clocks counts.
let touched = mark();
/** @type {HTMLElement | null} */
let warning = null;

// What is saved or printed from here would stay on the tablet.
for (const part of document.querySelectorAll("[data-not-on-tablet], a[href$='.pdf'], a[href$='/mine/keep']")) {
  (part.closest("li") ?? part).remove();
}
for (const part of document.querySelectorAll("[data-on-tablet]")) part.removeAttribute("hidden");
if (isStart) beginAnew();
for (const type of TOUCHES) addEventListener(type, touch, { capture: true, passive: true });
setInterval(look, 1000);
// Who wakes a tablet that slept does not see for a moment where somebody else was.
document.addEventListener("visibilitychange", () => {
  const isHidden = document.visibilityState === "hidden";
  if (!isHidden) look();
  document.documentElement.hidden = isHidden || idle() >= IDLE_MS + WARNING_MS;
});
// They are on the first page, in each language, also without a network.
const words = isStart ? null : templateFrom(startPath.replace(/^\/[a-z]+/, `/${LANGUAGE}`), "data-idle");

/** Each person begins on the first page; nothing of the one before is there. */
function beginAnew() {
  emptyTab();
  dropDatabase();
  takePass(`/${LANGUAGE}/away`); // of the one before, if that one was on a page of their own
}

function touch() {
  if (warning !== null) return;
  touched = mark();
  showPage(true);
}

/** @returns {number} for how long nobody has touched this; also while the tablet slept */
function idle() {
  return passed(touched);
}

function look() {
  const left = Math.ceil((IDLE_MS + WARNING_MS - idle()) / 1000);
  if (location.pathname === startPath) return; // nobody has begun
  if (left <= 0 || (isStart && idle() >= IDLE_MS)) exit(start);
  else if (idle() >= IDLE_MS) warn(left);
}

/**
 * Ask in the place of the page: whoever comes by now sees no answers.
 * @param {number} seconds until everything is wiped
 */
async function warn(seconds) {
  const template = await words;
  if (idle() < IDLE_MS) return;
  if (warning === null) {
    showPage(false);
    if (template === null) return; // the next touch shows the page again
    warning = document.createElement("main");
    warning.append(template.cloneNode(true));
    warning.querySelector("[data-stay]")?.addEventListener("click", stay);
    warning.querySelector("[data-begin-anew]")?.addEventListener("click", () => exit(start));
    document.querySelector("header")?.after(warning);
    warning.querySelector("h1")?.focus();
  }
  const place = warning.querySelector("[data-seconds]");
  if (place !== null) place.textContent = String(seconds);
}

function stay() {
  warning?.remove();
  warning = null;
  showPage(true);
  touch();
}

/** @param {boolean} isShown */
function showPage(isShown) {
  for (const part of document.querySelectorAll("main, .foot")) part.toggleAttribute("hidden", !isShown);
}
