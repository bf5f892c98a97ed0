/**
 * The store `own`: what a phone keeps once somebody said that it is the own phone. For each list a name, the
 * key to come back with, and a copy to read without network. No other phone and no tablet keeps anything here.
 * There is no time limit for a slow disk, after which the page would wrongly say that nothing is kept.
 */

import { clear, del, set, values } from "../../vendor/idb-keyval.js";
import "../device/clock.js";
import { openStore } from "../device/storage.js";
import { hasLeft } from "../device/notes.js";
import { isTablet } from "../device/tablet.js";
import "../send/stores.js";

/**
 * @typedef {object} Copy what was last read, as the server wrote it
 * @property {string} html the parts with `data-kept`
 * @property {string} language code of the language it was read in
 * @property {string} direction of that language, ltr or rtl
 * @property {number} keptAt milliseconds since 1970, by `now()` of device/clock.js
 * @property {string} [questions] HTML of those after the talk, while they are not answered
 * @property {import("../draft/answers.js").Answer[]} [answers] to be shared again, should the practice lose them; absent in
 *   copies of older builds
 */
/**
 * @typedef {object} Alone the face and the amounts, without words
 * @property {number} at milliseconds since 1970
 * @property {import("../draft/answers.js").Answer[]} said
 */
/**
 * @typedef {object} OwnList
 * @property {string} id of the conversation; opens nothing
 * @property {string} generation of the patient's keys that `key` is of
 * @property {string} name given by the patient
 * @property {string} practice its name in addresses
 * @property {string} practiceName
 * @property {{field: string, key: string}} key name of the form field (code or link) and its value, which open the list
 * @property {number} since when this phone began to keep it, in milliseconds since 1970; unique, to sort by
 * @property {Copy | null} copy null: none was made yet
 * @property {Alone} [alone] how it goes now, which somebody kept to themselves; never sent
 */

const { keepOnDisk } = globalThis.gesprekKeepers;
const SCRIPTS = "gesprek-own"; // a cache: own/apart.js puts scripts into it
/** @type {import("../device/storage.js").UseStore | null} */
let store = null;
let isWiped = false;

/** @returns {import("../device/storage.js").UseStore} */
function open() {
  // After "leave quickly" in another tab this one must not write again what was wiped.
  return store ??= openStore("own", () => { isWiped = true; });
}

/**
 * Give everything that this phone keeps, the oldest first.
 * @returns {Promise<OwnList[]>} empty where nothing can be kept; never rejected
 */
export async function allOwn() {
  try {
    if (isTablet() || isWiped) return [];
    /** @type {OwnList[]} */
    const lists = await values(open());
    return lists.sort((one, other) => one.since - other.since);
  } catch {
    return [];
  }
}

/**
 * Keep a list from now on.
 * @param {OwnList} list
 * @returns {Promise<void>} rejected when this phone cannot keep anything
 */
export async function keepOwn(list) {
  if (isTablet() || isWiped || hasLeft()) throw new Error("nothing is kept here");
  await set(list.id, list, open());
}

/**
 * Change what is kept of a list, as it is by now: another tab may have changed it, and if it was taken off, or is kept
 * with another key since, nothing is written.
 * @param {Pick<OwnList, "id" | "generation">} list
 * @param {Partial<OwnList>} news
 * @returns {Promise<void>} rejected when this phone cannot keep anything
 */
export async function changeOwn({ id, generation }, news) {
  const change = /** @type {(id: string, how: (was: any) => any) => Promise<unknown>} */ (keepOnDisk(open()).change);
  await change(id, (was) => (was.generation === generation ? { ...was, ...news } : was));
}

/**
 * Take a list off this phone.
 * @param {string} id
 */
export async function dropOwn(id) {
  await del(id, open()).catch(() => {});
  if ((await allOwn()).length === 0) await dropScripts();
}

/** Take every list off this phone. */
export async function dropAllOwn() {
  await clear(open()).catch(() => {});
  await dropScripts();
}

async function dropScripts() {
  await globalThis.caches?.delete(SCRIPTS).catch(() => {});
}

/** @returns {Promise<boolean>} whether anything can be kept here at all */
export async function canKeep() {
  try {
    return !isTablet() && !isWiped && Array.isArray(await values(open()));
  } catch {
    return false;
  }
}
