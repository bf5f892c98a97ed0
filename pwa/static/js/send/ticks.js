/**
 * Ticks of a plan in the queue, and the answers after the talk: they wait like answers of the check, and belong to a list
 * (`data-own` without the generation).
 */

import "../device/clock.js";
import "./proof.js";
import { newUid } from "../device/network.js";

/** @typedef {import("./stores.js").Sending} Sending */
/** @typedef {import("./queue.js").Queue} Queue */

const { after, serverTime } = globalThis.gesprekClock;
const { seal, unseal } = globalThis.gesprekKeys;

/** `about` of the answers after the talk, which belong to no step. */
export const AFTER = "after";

/**
 * @param {Queue} queue
 * @param {string} list
 * @returns {Promise<Sending[]>} the ticks of a list, the oldest first
 */
export async function ticksOf(queue, list) {
  return (await queue.all()).filter((one) => one.list === list);
}

/**
 * Keep a tick in the queue. What still waits of the same is replaced, so that the phone's order stays; what is just being
 * sent goes when the new one is sent (send/sender.js).
 * @param {Queue} queue
 * @param {string} list
 * @param {string} address
 * @param {URLSearchParams} body without an id
 * @returns {Promise<string>} its id
 */
export async function addTick(queue, list, address, body) {
  const uid = newUid();
  const about = [body.get("step") ?? body.get("own") ?? AFTER, ...["how", "helped", "words"].filter((name) => body.has(name))].join(" ");
  const older = (await ticksOf(queue, list)).filter((one) => one.about === about);
  for (const { uid: was } of older) await queue.keeper.change(was, (one) => (one.isUnderway ? one : null));
  body.set("uid", uid);
  await queue.add({
    uid, list, about, address, draft: "", practice: address.split("/").slice(-1)[0], sealed: await seal(uid, String(body)),
    isChange: true, state: "waiting", sharedAt: after(Math.max(0, ...older.map(({ sharedAt }) => sharedAt))), seenAt: serverTime(), tries: 0, isUnderway: false, mayBeThere: false,
  });
  return uid;
}

/**
 * @param {Sending} tick
 * @returns {Promise<URLSearchParams>} what is sent; empty after a week, or when it was wiped
 */
export async function readTick({ uid, sealed, state }) {
  return new URLSearchParams(state === "expired" ? "" : await unseal(uid, sealed).catch(() => ""));
}

/**
 * Name where a tick is, as its words are named (progress/_tick_words.html); "refused": the server's own words say why.
 * @param {Sending} tick
 * @param {Queue} queue
 * @returns {string}
 */
export function stateOf({ state, status = 0, faults = {} }, queue) {
  if (state === "refused") return { 410: "gone", 422: faults.reply_to ? "ended" : state }[status] ?? state;
  return state === "waiting" && !queue.isKept ? "stay" : state;
}

/**
 * @param {ParentNode} part of a page
 * @returns {string} the token with which this page sends
 */
export function tokenIn(part) {
  return part.querySelector("[name=reply_to]")?.getAttribute("value") ?? "";
}

/**
 * Send again, with the token of this page, what was refused because its own token was too old or of an older code.
 * @param {Queue} queue
 * @param {string} list
 * @param {string} token
 */
export async function renewTicks(queue, list, token) {
  const all = await ticksOf(queue, list);
  for (const one of all) {
    if (one.state !== "refused" || one.status !== 422 || !one.faults?.reply_to) continue;
    if (all.some(({ about, sharedAt }) => about === one.about && sharedAt > one.sharedAt)) continue; // it is not the last word
    const body = await readTick(one);
    if (body.get("reply_to") === token) continue;
    body.set("reply_to", token);
    await addTick(queue, list, one.address, body); // under another id, because each id seals one text only
  }
}
