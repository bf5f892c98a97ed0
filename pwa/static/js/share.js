/** Sends the answers to the practice, and tells truthfully what became of them. */

import { readAnswers } from "./answers.js";
import { notShared } from "./priority.js";

/** @typedef {"received" | "without_code" | "offline" | "busy" | "other_body" | "erased" | "refused"} Outcome */

const PATIENCE_MS = 30_000;
// Fields whose values are topics; elsewhere the same code means something else.
const CHOSEN_TOPICS = ["priority", "priority_second", "worse_by"];
/** @type {Record<number, Outcome>} */
const REFUSALS = { 409: "other_body", 410: "erased", 429: "busy" };

/**
 * Make a new id of a sending.
 * @returns {string} a random UUID
 */
export function newUid() {
  // randomUUID is missing on plain http and in older browsers.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Put together what leaves the phone: nothing of a domain that is not shared.
 * @param {HTMLFormElement} form
 * @param {string} uid
 * @returns {URLSearchParams}
 */
export function buildBody(form, uid) {
  const keptBack = notShared(form)
    .flatMap((domain) => [...form.querySelectorAll(`[data-step][data-domain="${domain}"]`)])
    .map((step) => step instanceof HTMLElement && step.dataset.step);
  const shared = readAnswers(form)
    .filter(([name, value]) => !keptBack.includes(CHOSEN_TOPICS.includes(name) ? value : name));
  return new URLSearchParams([...shared, ["consent", "1"], ["uid", uid]]);
}

/**
 * Send the answers. The same id may be sent again: the practice then gets them once.
 * @param {string} address
 * @param {URLSearchParams} body
 * @returns {Promise<{outcome: Outcome, sentences: string[]}>} never rejected
 */
export async function send(address, body) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal: controller.signal,
    });
    return await readAnswer(response);
  } catch {
    return { outcome: "offline", sentences: [] };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<{outcome: Outcome, sentences: string[]}>}
 */
async function readAnswer(response) {
  if (response.status >= 500) return { outcome: "busy", sentences: [] };
  // The page of a hotel's or train's network is no receipt, whatever its status says.
  const answer = await response.json();
  if (response.ok) {
    if (typeof answer.receipt !== "string") return { outcome: "offline", sentences: [] };
    return { outcome: answer.code === null ? "without_code" : "received", sentences: [] };
  }
  const sentences = Object.values(answer.errors ?? {}).map(String);
  return { outcome: REFUSALS[response.status] ?? "refused", sentences };
}
