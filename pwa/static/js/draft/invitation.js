/**
 * Whose list this is, on a phone that several people use: `#i=` and the token of an invitation, or
 * `#n=2` for another list that was begun here without one (draft/choose.js). No server is sent a fragment.
 * A token opens nothing, so it may stay in the address, where a reload finds it; it is sent only with
 * what somebody shares. A number is never sent.
 */

import { readName } from "../device/link.js";
import { roomCode } from "../device/tablet.js";

// The first list without an invitation has no name among the drafts.
const FIRST = "n=1";

/** @returns {string} the name in this page's address, or nothing */
export function nameHere() {
  return readName(location.hash);
}

/**
 * Write the fragment with which the check goes on with a draft, and with no other one.
 * @param {string} key the name of the draft
 * @returns {string} nothing for a change of a list that was shared, which has an address of its own
 */
export function fragmentOf(key) {
  const name = key.split(" ")[1] ?? FIRST;
  return readName(`#${name}`) === name ? `#${name}` : "";
}

/** Let the links between the start page and the check take the name along. */
export function takeAlong() {
  const name = nameHere();
  if (name === "") return;
  for (const link of document.querySelectorAll("a[href*='/p/'], a[href*='/check/']")) {
    if (link instanceof HTMLAnchorElement) link.hash = name;
  }
}

/**
 * Name the draft of this page: of a practice, of a conversation that is changed, of an invitation, of
 * another list. Two people on one phone have a name each, so that their answers never mix.
 * @param {HTMLFormElement} form
 * @returns {string}
 */
export function draftKey(form) {
  const replyTo = new FormData(form).get("reply_to");
  // A token is another one each time; it begins with what it is for.
  if (replyTo) return `${form.dataset.check} ${String(replyTo).slice(0, 21)}`;
  const name = nameHere();
  const practice = form.dataset.check ?? "";
  return name === "" || name === FIRST ? practice : `${practice} ${name}`;
}

/**
 * Say whether a draft is the one to go on with: of this name, or, when the address has none, of any
 * invitation of this practice.
 * @param {string} kept the name of a draft
 * @param {string} key the name of this page's own
 * @returns {boolean}
 */
export function goesOnWith(kept, key) {
  return kept === key || (nameHere() === "" && kept.startsWith(`${key} i=`));
}

/**
 * Keep the name of a draft in the address, and put what links brought along into the form, to be sent
 * with the answers.
 * @param {HTMLFormElement} form
 * @param {string} key the name of the draft
 */
export function bringInvitation(form, key) {
  const name = key.slice(key.indexOf(" ") + 1);
  bring(form, "waiting_room", roomCode());
  if (!/^[in]=/.test(name)) return;
  // A link within the page takes it out of the address; the next reload shall find it there, whole.
  const bringBack = () => {
    if (["", name].includes(nameHere())) history.replaceState(history.state, "", `${location.pathname}#${name}`);
  };
  bringBack();
  addEventListener("hashchange", bringBack);
  if (name.startsWith("i=")) bring(form, "invitation", name.slice(2));
}

/**
 * Put something into the form that a link brought along; whoever has it need not type a code.
 * @param {HTMLFormElement} form
 * @param {string} name of the field
 * @param {string} value nothing when there was no such link
 */
function bring(form, name, value) {
  if (value === "") return;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
  form.querySelector("[data-entry]")?.setAttribute("hidden", "");
}
