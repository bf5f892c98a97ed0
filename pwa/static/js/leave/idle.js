/**
 * On a tablet of the practice: when nobody has touched it for a while it asks "are you still there?",
 * wipes everything, and shows its first page to the next person. Loaded in tablet mode only (pages/patient.js).
 */

import "../device/clock.js";
import { exit } from "./exit.js";
import { readName } from "../device/link.js";
import { dropDatabase } from "../device/storage.js";
import { emptyTab } from "../device/notes.js";
import { tabletStart } from "../device/tablet.js";
import { takePass } from "./wipe.js";
import { LANGUAGE, templateFrom } from "../device/words.js";

const { mark, passed } = globalThis.gesprekClock;
const IDLE_MS = 75_000; // then the page asks; WARNING_MS later everything is wiped
const WARNING_MS = 15_000;
const TOUCHES = ["pointerdown", "keydown", "input", "scroll"];

const start = tabletStart();
const [startPath] = start.split("#");
const isStart = location.pathname.replace(/^\/[a-z]+/, "") === startPath.replace(/^\/[a-z]+/, "");
// `passed` takes the longer of two clocks, so that the time in which the tablet slept counts too.
let touched = mark();
/** @type {HTMLElement | null} */
let warning = null;

// Take away what saves or prints: the files would stay on the tablet.
for (const part of document.querySelectorAll("[data-not-on-tablet], a[href$='.pdf'], a[href$='/mine/keep']")) {
  (part.closest("li") ?? part).remove();
}
for (const part of document.querySelectorAll("[data-on-tablet]")) part.removeAttribute("hidden");
if (isStart) beginAnew();
for (const type of TOUCHES) addEventListener(type, touch, { capture: true, passive: true });
setInterval(look, 1000);
// Hide the page while the tablet sleeps: whoever wakes it must not see the page of somebody else for a moment.
document.addEventListener("visibilitychange", () => {
  const isHidden = document.visibilityState === "hidden";
  if (!isHidden) look();
  document.documentElement.hidden = isHidden || idle() >= IDLE_MS + WARNING_MS;
});
// The words of the question are a template of a page that a cache has where there is no network.
const words = isStart ? null : templateFrom(`/${LANGUAGE}/offline`, "data-idle");

/** Wipe what the person before left; each person begins on the first page. */
function beginAnew() {
  emptyTab();
  dropDatabase();
  takePass(`/${LANGUAGE}/away`); // the pass (a cookie) of the person before, who may have opened a list
}

/** Load the first page anew: by an invitation's link it shows whose appointment it is, and leads the next person's list there. */
function forgetLink() {
  history.replaceState(null, "", start);
  location.reload();
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
  if (location.pathname === startPath) { // the first page in its own language: nobody has begun
    if (readName(location.hash) !== "" && idle() >= IDLE_MS) forgetLink();
    return;
  }
  if (left <= 0 || (isStart && idle() >= IDLE_MS)) exit(start);
  else if (idle() >= IDLE_MS) warn(left);
}

/**
 * Ask in the place of the page, so that whoever comes by sees no answers.
 * @param {number} seconds until everything is wiped
 */
async function warn(seconds) {
  const template = await words;
  if (idle() < IDLE_MS) return;
  if (warning === null) {
    showPage(false);
    if (template === null) return; // without the words the page is only hidden; the next touch shows it again
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
