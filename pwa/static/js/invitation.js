/**
 * The token of an invitation stands in the fragment, `#i=…`, which no server is sent. It opens nothing,
 * so it may stay in the address, where a reload finds it; it is sent only with what somebody shares.
 */

const TOKEN = /^#i=([\w-]{16,64})$/;
const MARK = " i=";

/** @returns {string} the token of this page's address, or nothing */
function tokenHere() {
  return TOKEN.exec(location.hash)?.[1] ?? "";
}

/** Let the links between the start page and the check take the token along. */
export function takeAlong() {
  if (tokenHere() === "") return;
  for (const link of document.querySelectorAll("a[href*='/p/'], a[href*='/check/']")) {
    if (link instanceof HTMLAnchorElement) link.hash = location.hash;
  }
}

/**
 * Name the draft of this page: of a practice, of a conversation that is changed, of an invitation.
 * Two people on one phone have an invitation each, so that their answers never mix.
 * @param {HTMLFormElement} form
 * @returns {string}
 */
export function draftKey(form) {
  const replyTo = new FormData(form).get("reply_to");
  if (replyTo) return `${form.dataset.check} ${replyTo}`;
  return `${form.dataset.check}${tokenHere() && MARK + tokenHere()}`;
}

/**
 * Say whether a draft is the one to go on with: of this name, or, when the address has lost its token,
 * of any invitation of this practice.
 * @param {string} kept the name of a draft
 * @param {string} key the name of this page's own
 * @returns {boolean}
 */
export function goesOnWith(kept, key) {
  return kept === key || kept.startsWith(key + MARK);
}

/**
 * Put the token of a draft into the form, to be sent with the answers.
 * @param {HTMLFormElement} form
 * @param {string} key the name of the draft
 */
export function bringInvitation(form, key) {
  const token = key.split(MARK)[1];
  if (!token) return;
  // A link within the page took it out of the address; the next reload shall find it there.
  if (tokenHere() === "") history.replaceState(history.state, "", `${location.pathname}#i=${token}`);
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "invitation";
  field.value = token;
  form.append(field);
}
