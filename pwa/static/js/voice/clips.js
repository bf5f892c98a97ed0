/** Sound files and the list of them (the manifest) of a practice: from the network, or as the phone keeps them. */

import { isTablet } from "../device/tablet.js";
import { noteInTab, readInTab } from "../device/notes.js";
import { Wording } from "./wording.js";

const CACHE = "gesprek-voice";
const OF_PRACTICE = /^\/[a-z]{2,3}\/(?:p|check|help|done)\/([a-z0-9-]+)/;
const SHAPE = /^[a-z0-9-]{3,60}$/;
const NOTE = "practice";
const TOGETHER = 4; // requests at a time

/** @type {Map<string, Promise<Wording>>} */
const wordings = new Map();

/** @returns {string} the practice whose voices are used; empty when the page does not tell */
export function practiceOfVoice() {
  const links = [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href") ?? "");
  const found = [location.pathname, ...links].map((path) => OF_PRACTICE.exec(path)?.[1]).find((slug) => slug);
  if (found) noteInTab(NOTE, found);
  const noted = readInTab(NOTE);
  return found ?? (SHAPE.test(noted) ? noted : "");
}

/**
 * Load what can be said in a language.
 * @param {string} language
 * @returns {Promise<Wording>} never rejected; an empty one without a network, when none is kept
 */
export function loadWording(language) {
  let wording = wordings.get(language);
  if (wording === undefined) {
    wording = load(language);
    wordings.set(language, wording);
    // Without a network it is looked for again at the next press.
    wording.then((found) => { if (found.isEmpty) wordings.delete(language); });
  }
  return wording;
}

/** @param {string} language */
async function load(language) {
  const slug = practiceOfVoice();
  const address = `/${language}/voice/${slug}`;
  try {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await keepAnswer(address, answer.clone());
    const manifest = await answer.json();
    forgetOthers(language, manifest).catch(() => {});
    return new Wording(manifest);
  } catch {
    const kept = await match(address);
    return new Wording(await kept?.json().catch(() => null) ?? null);
  }
}

/**
 * @param {string} language
 * @param {string} file
 * @returns {string}
 */
function addressOf(language, file) {
  return `/voice/${practiceOfVoice()}/${language}/${file}.mp3`;
}

/**
 * Erase the sound files that the list names no more: somebody may not want to be heard any longer.
 * @param {string} language
 * @param {import("./wording.js").Manifest} manifest
 */
async function forgetOthers(language, { texts }) {
  if (!("caches" in globalThis)) return;
  const named = new Set(Object.values(texts).map(([file]) => addressOf(language, file)));
  const folder = addressOf(language, "").replace(".mp3", "");
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(folder) && !named.has(pathname)) await cache.delete(request, { ignoreVary: true });
  }
}

/**
 * Get a sound file: as kept, else from the network; then it is kept.
 * @param {string} language
 * @param {string} file
 * @param {AbortSignal} [signal]
 * @returns {Promise<Blob | null>} never rejected; null: there is no network, or only half of it came
 */
export async function fetchSound(language, file, signal) {
  const address = addressOf(language, file);
  try {
    const kept = await match(address);
    if (kept) return await kept.blob();
    // Past the cache of the browser, which would keep for a year what is erased here when the list names it no more.
    const answer = await fetch(address, { credentials: "omit", cache: "no-store", signal });
    if (!answer.ok) return null;
    const sound = await answer.clone().blob(); // rejected when the line broke off
    if (sound.type !== "audio/mpeg") return null; // the login page of a network
    await keepAnswer(address, answer);
    return sound;
  } catch {
    return null;
  }
}

/**
 * Keep the sound files of the check, of sharing and of the code, so that they can be heard without a network. Where data is
 * saved (Save-Data) each file is loaded when it is first heard, and kept then.
 * @param {string} language
 */
export async function keepVoices(language) {
  if (isTablet() || navigator.connection?.saveData === true) return;
  const waiting = (await loadWording(language)).kept();
  await Promise.all(Array.from({ length: TOGETHER }, async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await fetchSound(language, file);
  }));
}

/**
 * @param {string} address
 * @returns {Promise<Response | undefined>}
 */
async function match(address) {
  return "caches" in globalThis ? (await caches.open(CACHE)).match(address, { ignoreVary: true }) : undefined;
}

/**
 * @param {string} address
 * @param {Response} answer
 */
async function keepAnswer(address, answer) {
  // On a tablet of the practice nothing stays; where storage is full or forbidden, the sound plays all the same.
  if (isTablet() || !("caches" in globalThis)) return;
  await caches.open(CACHE).then((cache) => cache.put(address, answer)).catch(() => {});
}
