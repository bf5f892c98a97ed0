/**
 * Leads to the page with the code. The sending and the draft that it was made from stay on this phone until that page was
 * shown: till then every reload of the check sends again, and leads to the code.
 */

import { dropDraft } from "../draft/drafts.js";
import { leave } from "../device/history.js";
import { hand, handByName, takeHanded } from "../device/notes.js";
import { LANGUAGE, find } from "../device/words.js";

/** @typedef {import("./stores.js").Sending} Sending */

const KEY = "shown";
const CODE = "code";

/**
 * Go to the receipt; the answer to the sending brought the pass (a cookie) for it.
 * @param {Sending} sending
 * @param {string | null} [code] for browsers without cookies: these have no pass, and are led from the receipt to `open`, which shows this code
 */
export function goToCode({ uid, draft, phone }, code) {
  hand(KEY, { uid, draft, phone });
  if (code) handByName(CODE, { code });
  leave(`/${LANGUAGE}/done`);
}

/**
 * Send what was refused once more as a new list, under the same uid, because the practice never took it.
 * @param {import("./queue.js").Queue} queue
 * @param {string} uid
 * @param {Element} button that was pressed, perhaps with a field for a code beside it
 */
export async function shareAnew(queue, uid, button) {
  const entryCode = button.closest("[data-state]")?.querySelector("input")?.value;
  await queue.keeper.change(uid, (one) => (one.state === "refused" ? { ...one, entryCode, isChange: false, state: "waiting", why: undefined } : one));
  document.querySelector("form [name=reply_to]")?.remove(); // answers that are changed and shared after that belong to the new list too
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
 * On the page with the code: forget the sending that led here, which is over. If two tabs get a code at the same
 * moment, the pass is of one of them, and `data-own` differs in the other: its sending stays, to be shown later.
 * @param {import("./queue.js").Queue} queue
 */
export function noteShown(queue) {
  const isSaid = sayCode(takeHanded(CODE)?.code);
  if (!isSaid && document.querySelector("[data-arrived]") === null) return;
  whenSeen(() => {
    const sending = takeHanded(KEY);
    const shown = document.querySelector("[data-own]")?.getAttribute("data-own");
    if (sending !== null && (isSaid || (sending.phone ?? shown) === shown)) forget(queue, sending);
  });
}

/** @param {() => void} work to be done when somebody looks at the page */
function whenSeen(work) {
  if (document.visibilityState === "visible") work();
  else document.addEventListener("visibilitychange", () => whenSeen(work), { once: true });
}

/**
 * Show the code on the page `open`, in a browser without cookies, to which the receipt cannot show it.
 * @param {string} [code]
 * @returns {boolean} whether this page shows it
 */
function sayCode(code) {
  const template = document.querySelector("template[data-code-here]");
  if (code === undefined || !(template instanceof HTMLTemplateElement)) return false;
  template.before(template.content.cloneNode(true));
  const place = find("[data-code]");
  if (place !== null) place.textContent = code.replace(/[^-]{4}(?=[^-])/g, "$&-");
  return true;
}
