/**
 * On every page of the patient but the self-check: sends what waits, and says on pages of a practice where the
 * answers for it are. Only a press of a button sends with cookies, so no code comes to this phone by itself.
 */

import { entries } from "../../vendor/idb-keyval.js";
import { fragmentOf } from "../draft/invitation.js";
import { watchNetwork } from "../device/network.js";
import { leave } from "../device/history.js";
import { Queue } from "./queue.js";
import { forget, goToCode, noteShown, shareAnew } from "./received.js";
import { States, isThere, saidOf } from "./states.js";
import { inTime, openStore } from "../device/storage.js";
import { LANGUAGE, REPLACED } from "../device/words.js";

/** @typedef {import("./stores.js").Sending} Sending */
/** @typedef {import("./states.js").StateText} StateText */

const queue = new Queue();
/** @type {States | null} shows the states, on a page that has a place for them */
let states = null;
/** @type {StateText[]} shown besides the queue: the outcome of the last press, or a sending that is over */
let pressed = [];

noteShown(queue);
findPlace();
document.addEventListener(REPLACED, () => {
  findPlace();
  say();
});
watchNetwork(async (options) => {
  await say();
  await queue.sendAll(options);
  await say();
});

function findPlace() {
  const place = document.querySelector("[data-sending]");
  states = place instanceof HTMLElement ? new States(place) : null;
  place?.addEventListener("click", (event) => {
    const part = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (part instanceof HTMLElement) act(part, event);
  });
}

/** @returns {Promise<Sending[]>} answers for the practice of this page; the page of the plan says where ticks are */
async function sendings() {
  return (await queue.all()).filter((one) => one.practice === states?.place.dataset.sending && one.list === undefined);
}

async function say() {
  if (states === null) return;
  const all = await sendings();
  const said = all.flatMap(saidOf);
  if (said.length === 0 && pressed.length === 0 && await hasDraft()) said.push(["on_phone"]);
  states.show([...said, ...pressed]);
  if (document.visibilityState !== "visible") return;
  // A change that arrived brings no code, so it is over once its state was shown; this page goes on showing it.
  for (const one of all.filter(({ isChange, state }) => isChange && state === "received")) {
    pressed = saidOf(one);
    await forget(queue, one);
  }
}

/** @returns {Promise<boolean>} whether answers for this practice wait to be shared */
async function hasDraft() {
  const { sending = "" } = states?.place.dataset ?? {};
  if (!states?.place.matches("[data-drafts]")) return false;
  try {
    const drafts = await inTime(entries(openStore("draft", () => {})));
    return drafts.some(([key]) => `${key} `.startsWith(`${sending} `));
  } catch {
    return false;
  }
}

/**
 * Do what the pressed button or link of a state is for.
 * @param {HTMLElement} part
 * @param {Event} event
 */
async function act(part, event) {
  event.preventDefault();
  event.stopPropagation();
  const uid = part.closest("[data-uid]")?.getAttribute("data-uid") ?? "";
  const sending = await queue.find(uid);
  if (sending === null) return;
  pressed = [];
  if (part.dataset.do === "cancel") {
    const was = await queue.remove(uid, (one) => !isThere(one));
    if (was === null || !isThere(was)) pressed = [["cancelled"]];
    if (was?.mayBeThere || was?.isUnderway) pressed.push(["maybe"]);
  } else if (part.dataset.do === "now") {
    states?.tryAgain(sending);
    await queue.send(uid, { withCode: false, isAsked: true });
  } else if (part.dataset.do === "anew") {
    await shareAnew(queue, uid, part);
    states?.tryAgain({ ...sending, state: "waiting" });
    await showCode(uid);
  } else if (part.dataset.do === "code") {
    states?.tryAgain(sending);
    await showCode(uid);
  } else if (part.dataset.field === "reply_to") leave(`/${LANGUAGE}/open`); // to the page for a code: with the new one the draft goes on
  else if (part instanceof HTMLAnchorElement) {
    await forget(queue, sending);
    leave(part.href);
  } else leave(sending.address + fragmentOf(sending.draft)); // to the check, where the questions are
  await say();
}

/** @param {string} uid of a sending that the practice has */
async function showCode(uid) {
  const { sending, answer } = await queue.send(uid, { withCode: true, isAsked: true });
  if (sending?.state === "received" && answer?.outcome === "received") goToCode(sending, answer.code);
  else if (sending?.state === "received") pressed = [["code_later"]];
}
