/**
 * Many phones in one process: each holds a sending in memory, and all send at once to a real server when a
 * line comes in on stdin; a phone that gets 503 tries again. A browser per phone would cost a hundred times
 * as much; the script that sends is the one that the pages and the worker load.
 *
 * In: one line of JSON, `{"address": …, "bodies": […]}`, and a second line when the network is back.
 * Out: the line "ready", and then one line of JSON, `[{"state": …, "code": …}, …]`, in the order of the bodies.
 */

import { createInterface } from "node:readline";

import { importScripts } from "./files.js";
import { PLAIN, makeSending } from "./phone.js";

importScripts(...PLAIN);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { address, bodies } = JSON.parse((await lines.next()).value ?? "");
const phones = await Promise.all(bodies.map(bringPhone));
console.log("ready");

await lines.next();
console.log(JSON.stringify(await Promise.all(phones.map(send))));

/**
 * Send until the practice has answered, again as soon as the server's Retry-After allows.
 * @param {Awaited<ReturnType<typeof bringPhone>>} phone
 */
async function send({ keeper, uid }) {
  for (;;) {
    const { sending, answer } = await globalThis.gesprekSender.deliver(keeper, uid, { credentials: "same-origin" });
    if (sending?.state !== "waiting") return { state: sending?.state, code: answer?.code };
    while (!globalThis.gesprekTries.isDue(sending, true)) await pause();
  }
}

function pause() {
  return new Promise((resolve) => { setTimeout(resolve, 50); });
}

/** @param {string} answers form-encoded fields */
async function bringPhone(answers) {
  const uid = crypto.randomUUID();
  const sealed = await globalThis.gesprekKeys.seal(uid, `${answers}&consent=1&uid=${uid}`);
  const keeper = globalThis.gesprekKeepers.keepInMemory();
  await keeper.put({ ...await makeSending(uid), address, sealed });
  return { keeper, uid };
}
