/**
 * Hides the page when its session ends, because a desk may be unattended: says two minutes before that it
 * is about to end, and then hides everything, with or without a network. What was typed into a form with
 * `data-keep` is sealed by the server until the next login. Touching the page keeps the session open.
 */

import "../device/clock.js";

const { mark, passed } = globalThis.gesprekClock;
const SOON_MS = 120_000;
const TICK_MS = 5_000;
// While somebody is there, the server is told no more often than this.
const SAY_MS = 60_000;
const TOUCHES = ["pointerdown", "keydown", "input"];

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-keep]"));
const soon = /** @type {HTMLElement} */ (document.querySelector("[data-session-soon]"));
const over = /** @type {HTMLDialogElement} */ (document.querySelector("[data-session-over]"));
const stay = /** @type {HTMLElement} */ (document.querySelector("[data-stay]"));
const idle = Number(over.dataset.idle) * 1000;
const whole = Number(over.dataset.whole) * 1000;
// Moments of device/clock.js and no timers, which stand still while a laptop is closed.
const began = mark();
let used = began;
let isOver = false;

/** Warn, or hide the page, by the time that is left. */
function look() {
  const left = Math.min(idle - passed(used), whole - passed(began));
  soon.hidden = isOver || left > SOON_MS || left <= 0;
  if (left <= 0) finish();
}

/** Tell the server that somebody is here, so that the session goes on. */
async function say() {
  const now = mark();
  try {
    const answer = await fetch(stay.dataset.stay ?? "", { redirect: "manual" });
    if (answer.status === 204) used = now;
    // A redirect leads to the login: the session was ended elsewhere.
    if (answer.type === "opaqueredirect") finish();
  } catch {
    // No network: the time that is left goes on running out.
  }
  look();
}

/** Hide the page, also from print and from a search in it. */
function finish() {
  if (isOver) return;
  isOver = true;
  for (const part of document.body.children) {
    if (part instanceof HTMLElement && part !== over) part.hidden = true;
  }
  over.showModal();
  if (form) keep(form);
}

/**
 * Let the server keep what was typed.
 * @param {HTMLFormElement} typed
 */
async function keep(typed) {
  const fields = new FormData(typed);
  fields.append("keep", "1");
  const body = new URLSearchParams(/** @type {string[][]} */ (/** @type {Iterable<unknown>} */ (fields)));
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual" });
    // A redirect says that it is kept: this address now leads to the login, and the login back to the form.
    if (answer.type === "opaqueredirect") location.replace(location.pathname);
  } catch {
    // No network: the text stays in the hidden form, and the button of the dialog tries again.
  }
}

over.addEventListener("cancel", (event) => event.preventDefault());
if (form) over.querySelector("[data-go-on]")?.addEventListener("click", () => keep(form));
stay.addEventListener("click", say);
for (const touch of TOUCHES) {
  addEventListener(touch, () => {
    if (!isOver && passed(used) > SAY_MS) say();
  });
}
addEventListener("visibilitychange", look);
addEventListener("pageshow", look);
setInterval(look, TICK_MS);
