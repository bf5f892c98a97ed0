/**
 * Makes a new list of the answers that this phone kept of a list that the practice has lost: filled in up to the
 * last page, where somebody looks at it, changes it and shares it.
 */

import { keys } from "../../vendor/idb-keyval.js";
import "../device/clock.js";
import { Drafts } from "../draft/drafts.js";
import { leave } from "../device/history.js";
import { newUid } from "../device/network.js";
import { inTime } from "../device/storage.js";
import { hand } from "../device/notes.js";
import { LANGUAGE } from "../device/words.js";

/** @typedef {import("../draft/answers.js").Answer} Answer */

const { now, serverTime } = globalThis.gesprekClock;
const LAST_STEP = "review";
const HIGHEST = 999; // the highest number of a list that device/link.js reads from an address

/**
 * Offer to share a list again, in the place where its template is, if this phone has the answers.
 * @param {import("./lists.js").OwnList} list
 */
export function offerAnew({ practice, copy }) {
  const template = document.querySelector("template[data-share-anew]");
  const answers = copy?.answers ?? [];
  document.querySelector("[data-anew]")?.remove();
  if (!(template instanceof HTMLTemplateElement) || answers.length === 0) return;
  const part = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  part.querySelector("button")?.addEventListener("click", async () => {
    leave(`/${LANGUAGE}/check/${practice}${await beginAnew(practice, answers)}`);
  });
  template.before(part);
}

/**
 * Begin a new list with answers, beside those that were begun here.
 * @param {string} practice its name in addresses
 * @param {Answer[]} answers
 * @returns {Promise<string>} the fragment with which the check goes on with it
 */
export async function beginAnew(practice, answers) {
  const drafts = new Drafts();
  const taken = await inTime(keys(drafts.open())).catch(() => null);
  // As draft/invitation.js names them: the first list has no number.
  const nameOf = (/** @type {number} */ number) => (number === 1 ? practice : `${practice} n=${number}`);
  // Under a name that is taken, the answers would be merged into another draft. Where the names cannot be read, the
  // highest number is the least likely to be taken.
  let number = taken === null ? HIGHEST : 1;
  while (taken?.includes(nameOf(number))) number += 1;
  const draft = { step: LAST_STEP, uid: newUid(), answers, savedAt: now(), seenAt: serverTime() };
  // A draft that a full disk does not take is handed on in the tab.
  await inTime(drafts.keep(nameOf(number), draft)).catch(() => hand(nameOf(number), draft));
  return `#n=${number}`;
}
