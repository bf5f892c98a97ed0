/**
 * Tells somebody who types that the session is about to end, and keeps the text when it does: the
 * server seals it until the next login. Typing counts as being there.
 */

const SOON_MS = 120_000;
const TICK_MS = 5_000;
// While somebody types, the server is told no more often than this.
const SAY_MS = 60_000;

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-keep]"));
const soon = /** @type {HTMLElement} */ (document.querySelector("[data-session-soon]"));
const over = /** @type {HTMLDialogElement} */ (document.querySelector("[data-session-over]"));
const stay = /** @type {HTMLElement} */ (document.querySelector("[data-stay]"));
const idle = Number(form.dataset.idle) * 1000;
// By the clock and not by counting: a laptop that was closed has slept through its timers.
const end = Date.now() + Number(form.dataset.whole) * 1000;
let used = Date.now();
let isOver = false;

/** Look at the clock. */
function look() {
  const left = Math.min(used + idle, end) - Date.now();
  soon.hidden = isOver || left > SOON_MS || left <= 0;
  if (left <= 0 && !isOver) keep();
}

/** Tell the server that somebody is here. */
async function say() {
  try {
    const answer = await fetch(stay.dataset.stay ?? "", { redirect: "manual" });
    if (answer.status === 204) used = Date.now();
  } catch {
    // No network: the clock goes on, and what is typed is kept when it runs out.
  }
  look();
}

/** Hide the page, and let the server keep what was typed. */
async function keep() {
  isOver = true;
  over.showModal();
  const fields = new FormData(form);
  fields.append("keep", "1");
  const body = new URLSearchParams(/** @type {any} */ (fields));
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual" });
    // Kept: the page of the form leads to the login, and the login back to the form.
    if (answer.type === "opaqueredirect") location.replace(location.pathname);
  } catch {
    // No network: the text stays in this page, behind the button.
  }
}

over.addEventListener("cancel", (event) => event.preventDefault());
over.querySelector("[data-go-on]")?.addEventListener("click", keep);
stay.addEventListener("click", say);
form.addEventListener("input", () => {
  if (Date.now() - used > SAY_MS) say();
});
addEventListener("visibilitychange", look);
setInterval(look, TICK_MS);
