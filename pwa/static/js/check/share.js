/** Puts together what leaves the phone when somebody shares. */

import "../device/clock.js";
import "../send/proof.js";
import { readAnswers } from "../draft/answers.js";
import { notShared } from "./priority.js";
import { newUid } from "../device/network.js";
import { LANGUAGE } from "../device/words.js";

/** @typedef {import("../send/stores.js").Sending} Sending */

const { now, serverTime } = globalThis.gesprekClock;
const { seal, unseal } = globalThis.gesprekKeys;
// Fields whose values are topics or domains: of these, a value that belongs to a domain that is not shared is left out.
const ABOUT_TOPICS = ["priority", "priority_second", "worse_by", "all_no"];

/**
 * Build the body that is sent: no answer of a domain that is not shared.
 * @param {HTMLFormElement} form
 * @param {string} uid
 * @returns {URLSearchParams}
 */
export function buildBody(form, uid) {
  const withheld = notShared(form);
  const steps = withheld.flatMap((domain) => [...form.querySelectorAll(`[data-step][data-domain="${domain}"]`)]);
  const keptBack = [...withheld, ...steps.map((step) => step.getAttribute("data-step"))];
  const shared = readAnswers(form).filter(([name, value]) => !keptBack.includes(ABOUT_TOPICS.includes(name) ? value : name));
  return new URLSearchParams([...shared, ["consent", "1"], ["uid", uid]]);
}

/**
 * @param {HTMLFormElement} form
 * @returns {string} all that would be shared now, to compare with what is waiting
 */
export function readAll(form) {
  return String(buildBody(form, ""));
}

/**
 * Make a sending of the answers as they are now.
 * @param {HTMLFormElement} form
 * @param {{uid: string, box: {key: string}}} check
 * @returns {Promise<Sending>}
 */
async function startSending(form, { uid, box }) {
  return {
    uid,
    draft: box.key,
    practice: form.dataset.check ?? "",
    address: `/${LANGUAGE}/check/${form.dataset.check}`,
    sealed: await seal(uid, String(buildBody(form, uid))),
    isChange: form.querySelector("input[name=reply_to]") !== null,
    state: "waiting",
    sharedAt: now(),
    seenAt: serverTime(),
    tries: 0,
    isUnderway: false,
    mayBeThere: false,
  };
}

/**
 * @param {Sending} sending
 * @returns {Promise<boolean>} whether its sealed body holds the wish to talk alone
 */
export async function wishedAlone({ uid, sealed }) {
  return new URLSearchParams(await unseal(uid, sealed)).has("talk_alone");
}

/**
 * Put the answers as they are now into the queue, as a sending of its own.
 * @param {HTMLFormElement} form
 * @param {import("./selfcheck.js").SelfCheck} check
 * @param {import("../send/queue.js").Queue} queue
 * @returns {Promise<boolean>} false when this list is in the queue already, or the practice has it
 */
export async function startAnew(form, check, queue) {
  const was = await queue.find(check.uid);
  if (was !== null && was.state !== "refused") return false;
  if (was !== null) {
    await queue.remove(check.uid);
    check.uid = newUid();
  }
  check.keep(); // the draft gets this uid first, so that after a reload the page finds its sending
  await queue.add(await startSending(form, check));
  return true;
}
