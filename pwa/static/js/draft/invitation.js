/**
 * The name of a list in the fragment of the address, for phones that several people use: `#i=` and the token of
 * an invitation, or `#n=2` for another list that was begun here without one (draft/choose.js). No fragment
 * reaches a server. A token opens nothing, so it may stay in the address, where a reload finds it; it is sent
 * only with what somebody shares. A number is never sent.
 */

import { readName, readWho } from "../device/link.js";
import { roomCode } from "../device/tablet.js";

// The draft of the first list without an invitation is named by the practice alone, without this.
const FIRST = "n=1";

/** @returns {string} the name in this page's address; empty without one */
export function nameHere() {
  return readName(location.hash);
}

/**
 * Write the fragment with which the check goes on with a draft, and with no other one.
 * @param {string} key the name of the draft
 * @returns {string} empty for a change of a list that was shared, which has an address of its own
 */
export function fragmentOf(key) {
  const name = key.split(" ")[1] ?? FIRST;
  return readName(`#${name}`) === name ? `#${name}` : "";
}

/** Add the name of the list to the links between the start page and the check. */
export function takeAlong() {
  const name = nameHere();
  if (name === "") return;
  for (const link of document.querySelectorAll("a[href*='/p/'], a[href*='/check/']")) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    const who = readWho(link.hash);
    link.hash = who === "" ? name : `${name}&f=${who}`;
  }
}

/**
 * Take in who fills in the list, if the start page asked it: the link from there says so in the fragment (`&f=`).
 * It goes out of the address, so that a reload does not answer again.
 * @param {HTMLFormElement} form
 * @returns {boolean} whether the link said so
 */
export function takeWho(form) {
  const who = readWho(location.hash);
  const answer = who && form.querySelector(`[name=filled_by][value=${who}]`);
  if (!(answer instanceof HTMLInputElement)) return false;
  answer.checked = true;
  history.replaceState(history.state, "", `${location.pathname}#${nameHere()}`.replace(/#$/, ""));
  return true;
}

/**
 * Name the draft of this page: the practice, and behind a space the conversation that is changed, `i=` and the
 * token of an invitation, or `n=` and a number. So the answers of two people on one phone never mix.
 * @param {HTMLFormElement} form
 * @returns {string}
 */
export function draftKey(form) {
  const replyTo = new FormData(form).get("reply_to");
  // The token differs from page to page; its first 21 characters encode the conversation, so they stay the same.
  // Asked once more, weeks later, the answers are other ones than those of a change that was left half done.
  if (replyTo) return `${form.dataset.check} ${String(replyTo).slice(0, 21)}${isChange(form) ? "" : "+"}`;
  const name = nameHere();
  const practice = form.dataset.check ?? "";
  return name === "" || name === FIRST ? practice : `${practice} ${name}`;
}

/**
 * Say whether a draft is the one to go on with: of this name, or, when the address has none, of any
 * invitation of this practice.
 * @param {string} kept the name of a draft
 * @param {string} key the name of the draft of this page
 * @returns {boolean}
 */
export function goesOnWith(kept, key) {
  return kept === key || (nameHere() === "" && kept.startsWith(`${key} i=`));
}

/**
 * Keep the name of a draft in the address, and put the codes that links brought along (of the invitation, of
 * the waiting room) into the form, to be sent with the answers.
 * @param {HTMLFormElement} form
 * @param {string} key the name of the draft
 */
export function bringInvitation(form, key) {
  const name = key.slice(key.indexOf(" ") + 1);
  bring(form, "waiting_room", roomCode());
  if (!/^[in]=/.test(name)) return;
  // A link within the page replaces the fragment: write the name again, so that the next reload finds it.
  const bringBack = () => {
    if (["", name].includes(nameHere())) history.replaceState(history.state, "", `${location.pathname}#${name}`);
  };
  bringBack();
  addEventListener("hashchange", bringBack);
  if (name.startsWith("i=")) bring(form, "invitation", name.slice(2));
}

/**
 * Put the code that a link brought along into a hidden field, and hide the field for typing one.
 * @param {HTMLFormElement} form
 * @param {string} name of the field
 * @param {string} value empty when there was no such link
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

/**
 * @param {HTMLFormElement} form
 * @returns {boolean} whether it changes answers that were shared before; not when the questions are asked once more
 */
export function isChange(form) {
  return form.querySelector("input[name=reply_to]") !== null && form.querySelector("input[name=again]") === null;
}

/**
 * @param {HTMLFormElement} form
 * @returns {boolean} whether the practice invited them, so that it knows whose list this is, and for which day
 */
export function isInvited(form) {
  // Once a change is shared as a new list, its `reply_to` is gone, and `invited` does not count any more.
  return form.querySelector("input[name=invitation], input[name=reply_to] ~ input[name=invited]") !== null;
}
