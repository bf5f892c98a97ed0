/**
 * On to the code, also by way of a new list. What was sent, and the draft that it was made from, stay on this phone until the
 * receipt says that the code is on the screen: till then every reload goes on and shows it.
 */

import { dropDraft } from "../draft/drafts.js";
import { leave } from "../device/history.js";
import { hand, handByName, takeHanded } from "../device/notes.js";
import { LANGUAGE, find } from "../device/words.js";

/** @typedef {import("./stores.js").Sending} Sending */

const KEY = "shown";
const CODE = "code";

/**
 * Go to the receipt; the answer to the sending brought the pass for it.
 * @param {Sending} sending
 * @param {string | null} [code] a browser without cookies has no pass, and comes to the page that asks for a code
 */
export function goToCode({ uid, draft, phone }, code) {
  hand(KEY, { uid, draft, phone });
  if (code) handByName(CODE, { code });
  leave(`/${LANGUAGE}/done`);
}

/**
 * Let what was refused go out once more as a new list, under the same id: the practice never took it.
 * @param {import("./queue.js").Queue} queue
 * @param {string} uid
 * @param {Element} button that was pressed, perhaps with a field for a code beside it
 */
export async function shareAnew(queue, uid, button) {
  const entryCode = button.closest("[data-state]")?.querySelector("input")?.value;
  await queue.keeper.change(uid, (one) => (one.state === "refused" ? { ...one, entryCode, isChange: false, state: "waiting", why: undefined } : one));
  document.querySelector("form [name=reply_to]")?.remove(); // what is changed and shared after that is new as well
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
 * Show the code where the receipt should have shown it.
 * @param {string} [code]
 * @returns {boolean} whether this page did
 */
function sayCode(code) {
  const template = document.querySelector("template[data-code-here]");
  if (code === undefined || !(template instanceof HTMLTemplateElement)) return false;
  template.before(template.content.cloneNode(true));
  const place = find("[data-code]");
  if (place !== null) place.textContent = code.replace(/[^-]{4}(?=[^-])/g, "$&-");
  return true;
}
