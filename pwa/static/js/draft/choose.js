/**
 * On the start page: where this phone has lists that were begun and not shared, the patient chooses one of them
 * or a new one. So nobody goes on by mistake with the answers of somebody else. Who comes by an invitation has
 * said whose list it is, and sees the appointment.
 */

import { entries } from "../../vendor/idb-keyval.js";
import { Drafts } from "./drafts.js";
import { fragmentOf, nameHere } from "./invitation.js";
import { isTablet } from "../device/tablet.js";
import { dayAndTime, fillIn, show, templateIn } from "../device/words.js";

// The address is computed, so that offline.py, which follows `import("…")`, does not pack this script for every phone:
// without a network there is nobody to ask.
const WITH_NETWORK = new URL("appointment.js", import.meta.url).href;

const name = nameHere();
const begin = document.querySelector("[data-begin]");
const template = document.querySelector("template[data-begun]");
show("[data-stays]", !isTablet());
if (name.startsWith("i=")) {
  /** @type {Promise<typeof import("./appointment.js")>} */
  const loading = import(WITH_NETWORK);
  loading.then(({ showAppointment }) => showAppointment(name.slice(2))).catch(() => {}); // then the card of the practice stays
}
// Not with a fragment, which says whose list it is, and not in tablet mode, in which no list is kept.
if (begin && template instanceof HTMLTemplateElement && name === "" && !isTablet()) {
  ask(begin, template).catch(() => {}); // where nothing can be kept, there is no list to choose
}

/**
 * @param {Element} begin leads to the check
 * @param {HTMLTemplateElement} template
 */
async function ask(begin, template) {
  const { pathname } = /** @type {HTMLAnchorElement} */ (begin.querySelector("a"));
  const practice = pathname.split("/").pop() ?? "";
  const begun = await findBegun(practice);
  if (begun.length === 0) return;
  const part = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const goOn = /** @type {HTMLAnchorElement} */ (part.querySelector("[data-go-on]"));
  for (const { fragment, savedAt } of begun) {
    const link = /** @type {HTMLAnchorElement} */ (goOn.cloneNode(true));
    link.href = pathname + fragment;
    const words = /** @type {HTMLElement} */ (link.firstElementChild);
    fillIn(words, words.dataset.text ?? "", { time: dayAndTime(savedAt) });
    goOn.before(link);
  }
  goOn.remove();
  const other = /** @type {HTMLAnchorElement} */ (part.querySelector("[data-other]"));
  const taken = begun.map(({ fragment }) => fragment);
  let number = 1;
  while (taken.includes(`#n=${number}`)) number += 1;
  other.href = `${pathname}#n=${number}`;
  begin.replaceWith(part);
  // One main button: the list that was begun, not the way to the lists that this phone keeps, whether own/lead.js has put
  // that on the page yet or not.
  (templateIn(document, "data-own-lead") ?? document).querySelector("[data-own-link]")?.classList.add("button--second");
  show("[data-stays]", false); // send/pending.js says it already, of a list that was begun
}

/**
 * Find the lists of a practice that were begun here; changes of a list that was shared are not among them.
 * @param {string} practice its name in addresses
 * @returns {Promise<{fragment: string, savedAt: number}[]>} the newest first
 */
async function findBegun(practice) {
  const drafts = new Drafts();
  await drafts.find(() => false).catch(() => {}); // drops those that are too old, unless the disk is slow
  /** @type {[string, {savedAt: number, seenAt?: number}][]} */
  const kept = await entries(drafts.store ?? drafts.open());
  return kept.filter(([key]) => key.split(" ")[0] === practice)
    // By the server's time where that is known: this phone's clock may have been put right since.
    .map(([key, { savedAt, seenAt = savedAt }]) => ({ fragment: fragmentOf(key), savedAt: seenAt }))
    .filter(({ fragment }) => fragment !== "")
    .sort((one, other) => other.savedAt - one.savedAt);
}
