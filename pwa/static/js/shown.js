/**
 * On to the code. What was sent, and the draft that it was made from, stay on this phone until the
 * receipt says that the code is on the screen: till then every reload goes on and shows it.
 */

import { dropDraft } from "./drafts.js";
import { leave } from "./place.js";
import { hand, takeHanded } from "./tab.js";

/** @typedef {import("./keepers.js").Sending} Sending */

const KEY = "shown";

/**
 * Go to the receipt; the answer to the sending brought the pass for it.
 * @param {Sending} sending
 */
export function goToCode({ uid, draft, phone }) {
  hand(KEY, { uid, draft, phone });
  leave(`/${document.documentElement.lang}/done`);
}

/**
 * Take a sending that is over off this phone, with its draft.
 * @param {import("./queue.js").Queue} queue
 * @param {{uid: string, draft: string}} sending
 */
export async function forget(queue, { uid, draft }) {
  await queue.remove(uid);
  await dropDraft(draft);
}

/**
 * On the page that a sending leads to: it has arrived there, so it is over. Of two tabs that get a code
 * at the same moment one comes to the other's list; its own stays, to be shown from the practice's page.
 * @param {import("./queue.js").Queue} queue
 */
export function noteShown(queue) {
  if (document.querySelector("[data-arrived]") === null) return;
  if (document.visibilityState !== "visible") {
    document.addEventListener("visibilitychange", () => noteShown(queue), { once: true });
    return;
  }
  const sending = takeHanded(KEY);
  const shown = document.querySelector("[data-own]")?.getAttribute("data-own");
  if (sending !== null && (sending.phone ?? shown) === shown) forget(queue, sending);
}
