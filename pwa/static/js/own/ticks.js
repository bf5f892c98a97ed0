/**
 * "My plan": sends what somebody says of a step without leaving the page, now or as soon as there is a network, and
 * says where it is. Also in the copy that an own phone keeps (own/view.js). Without this script the forms work by themselves.
 */

import { newUid, watchNetwork } from "../device/network.js";
import { fillIn, momentInWords } from "../device/words.js";
import { AFTER, addTick, readTick, renewTicks, stateOf, ticksOf, tokenIn } from "../send/ticks.js";
import { Queue } from "../send/queue.js";

/** @typedef {import("../send/stores.js").Sending} Sending */

const queue = new Queue();
/** @type {Set<HTMLElement>} parts of pages that are listened to */
const known = new Set();
let painting = Promise.resolve();

/** Begin with the plan on this page. */
export async function begin() {
  const root = document.querySelector("[data-ticking]");
  if (!(root instanceof HTMLElement) || known.has(root)) return;
  known.add(root);
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[name=how]") : null;
    if (!(button instanceof HTMLButtonElement) || button.form === null) return;
    event.preventDefault();
    say(root, button.form, [["how", button.value]]);
  });
  root.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    say(root, event.target, []);
  });
  await renewTicks(queue, listOf(root), tokenIn(root));
  watchNetwork(async (options) => {
    await paint(root);
    await queue.sendAll(options);
    await paint(root);
  });
}

/** @param {HTMLElement} root */
function listOf({ dataset }) {
  return dataset.ticking ?? "";
}

/**
 * Keep what was said, and send it. What still waits of the same is replaced, so that the phone's order stays.
 * @param {HTMLElement} root
 * @param {HTMLFormElement} form
 * @param {string[][]} more fields
 */
async function say(root, form, more) {
  const typed = /** @type {string[][]} */ (/** @type {Iterable<unknown>} */ (new FormData(form)));
  const body = new URLSearchParams([...typed, ...more]);
  const own = form.querySelector("[data-next]"); // the id of the next own step
  if (own instanceof HTMLInputElement) {
    form.reset();
    own.value = newUid().slice(-12);
  }
  const uid = await addTick(queue, listOf(root), new URL(form.action).pathname, body);
  await paint(root);
  await queue.send(uid, { withCode: false, isAsked: true });
  await paint(root);
}

/**
 * Show what was said, and where it is; one after the other, or one that read the queue earlier would be shown last.
 * @param {HTMLElement} root
 */
function paint(root) {
  painting = painting.then(() => show(root)).catch(() => {});
  return painting;
}

/** @param {HTMLElement} root */
async function show(root) {
  for (const one of await ticksOf(queue, listOf(root))) {
    if (one.about === AFTER && document.querySelector("[data-after]")) continue; // own/after.js shows it
    const body = await readTick(one);
    const place = placeOf(root, one, body);
    const [how, helped] = [body.get("how"), body.get("helped")];
    for (const button of place?.querySelectorAll("button[name=how]") ?? []) {
      if (how !== null) button.setAttribute("aria-pressed", String(button.getAttribute("value") === how));
    }
    const field = place?.querySelector("[name=helped]");
    if (helped !== null && field instanceof HTMLTextAreaElement && document.activeElement !== field) field.value = helped;
    const words = place?.querySelector("[data-helped]");
    if (helped !== null && words) words.textContent = helped;
    const isOver = one.state === "received" || one.state === "expired";
    tell(root, place?.querySelector("[data-tick-state]") ?? null, one);
    place?.closest(".own-step")?.classList.toggle("taken-out", body.get("words") === "");
    if (isOver && document.visibilityState === "visible") await queue.remove(one.uid);
  }
  const add = root.querySelector("[data-add-step]");
  if (add instanceof HTMLElement) add.hidden = root.querySelectorAll(".own-step").length >= Number(add.dataset.addStep);
}

/**
 * @param {HTMLElement} root
 * @param {Sending} one
 * @param {URLSearchParams} body
 * @returns {Element | null} the part of the page about its step; a step that was only just added gets one
 */
function placeOf(root, { about = "" }, body) {
  const uid = about.split(" ")[0];
  const there = root.querySelector(`[data-tick="${uid}"]`);
  const template = root.querySelector("template[data-step-added]");
  if (there !== null || !body.get("words") || !(template instanceof HTMLTemplateElement)) return there;
  const added = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  added.dataset.tick = uid;
  const words = added.querySelector("h2");
  if (words !== null) fillIn(words, "%(words)s", { words: body.get("words") ?? "" });
  template.before(added);
  return added;
}

/**
 * @param {HTMLElement} root
 * @param {Element | null} place
 * @param {Sending} one
 */
function tell(root, place, one) {
  const words = root.querySelector(`[data-tick-words="${stateOf(one, queue)}"]`)?.getAttribute("data-text") ?? "";
  const text = words.replace("%(time)s", momentInWords(one.receivedAt)) || Object.values(one.faults ?? {}).join(" ");
  if (place !== null && place.textContent !== text) place.textContent = text;
}

begin();
