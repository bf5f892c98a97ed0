/**
 * The questions after the talk: what is tapped stays on this phone until it is sent, and is sent now or as soon as there is
 * a network. Also in the copy that an own phone keeps (own/questions.js). Without this script the form works by itself.
 */

import "../device/clock.js";

import { watchNetwork } from "../device/network.js";
import { templateIn } from "../device/words.js";
import { Afterwards } from "./afterwards.js";
import { Queue } from "../send/queue.js";
import { renewTicks, stateOf, tokenIn } from "../send/ticks.js";

/** @typedef {import("../draft/answers.js").Answer} Answer */

const { now, serverTime } = globalThis.gesprekClock;
const queue = new Queue();
/** @type {Set<HTMLElement>} parts of pages that are listened to */
const known = new Set();

/** Begin with the questions on this page, if they are asked by now. */
export async function begin() {
  const place = document.querySelector("[data-after]");
  if (!(place instanceof HTMLElement) || known.has(place)) return;
  const kept = new Afterwards(queue, place.dataset.after ?? "");
  const form = place.querySelector("form");
  if (form === null) {
    await kept.end(); // the server says that the questions were answered, perhaps on another phone
    return;
  }
  if (Date.parse(place.dataset.from ?? "") > (serverTime() ?? now())) return; // a copy that was made before
  known.add(place);
  unfold(place);
  await ask(kept, form);
}

/** @param {HTMLElement} place below the plan, in a copy of both */
function unfold(place) {
  const fold = place.closest("[data-asked]");
  if (!(fold instanceof HTMLElement)) return;
  document.querySelector("[data-ticking]")?.after(fold);
  fold.hidden = false;
}

/**
 * @param {Afterwards} kept
 * @param {HTMLFormElement} form
 */
async function ask(kept, form) {
  form.addEventListener("change", () => kept.keep(readTaps(form)));
  // Enter in any question would press the first answer of the last one, and send.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button === null) return;
    event.preventDefault();
    send(kept, form, button);
  });
  putBack(form, await kept.find());
  await renewTicks(queue, kept.list, tokenIn(form));
  watchNetwork(async (options) => {
    await paint(kept, form);
    await queue.sendAll(options);
    await paint(kept, form);
  });
}

/**
 * @param {HTMLFormElement} asked
 * @returns {Answer[]}
 */
function readTaps(asked) {
  const taps = /** @type {NodeListOf<HTMLInputElement>} */ (asked.querySelectorAll("input[type=radio]:checked"));
  return [...taps].map(({ name, value }) => [name, value]);
}

/**
 * Put back what was tapped before; a question that was answered on this page meanwhile stays as it is.
 * @param {HTMLFormElement} asked
 * @param {Answer[]} answers
 */
function putBack(asked, answers) {
  const touched = new Set(readTaps(asked).map(([name]) => name));
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (asked.querySelectorAll("input[type=radio]"))) {
    if (touched.has(radio.name)) continue;
    if (answers.some(([name, value]) => name === radio.name && value === radio.value)) radio.checked = true;
  }
}

/**
 * @param {Afterwards} kept
 * @param {HTMLFormElement} asked
 * @param {HTMLButtonElement} button the answer to the last question, or none
 */
async function send(kept, asked, button) {
  const body = new URLSearchParams([...readTaps(asked), ["reply_to", tokenIn(asked)]]);
  if (button.name) body.set(button.name, button.value);
  const uid = await kept.add(asked.dataset.later ?? "", body);
  await paint(kept, asked);
  await queue.send(uid, { withCode: false, isAsked: true });
  await paint(kept, asked);
}

/**
 * Say where the answers are, or thank for them.
 * @param {Afterwards} kept
 * @param {HTMLFormElement} asked
 */
async function paint(kept, asked) {
  const sending = await kept.sending();
  const said = asked.querySelector("[data-after-state]");
  if (sending === undefined || said === null || !asked.isConnected) return;
  const state = stateOf(sending, queue);
  const words = asked.querySelector(`[data-tick-words="${state}"]`)?.getAttribute("data-text");
  const text = words ?? Object.values(sending.faults ?? {}).join(" ");
  if (state === "received") thank(asked);
  else if (said.textContent !== text) said.textContent = text;
  // What was refused for its token goes again with the token of a page that is opened later.
  if (!["waiting", "stay", "ended"].includes(state)) await kept.end();
}

/** @param {HTMLFormElement} asked */
function thank(asked) {
  const thanks = templateIn(document, "data-thanks");
  if (thanks === null) return;
  const place = asked.closest("[data-after]");
  place?.replaceChildren(thanks.cloneNode(true));
  const heading = /** @type {HTMLElement | null} */ (place?.querySelector("h1, h2"));
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
}

begin();
