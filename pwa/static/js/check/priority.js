/**
 * What is most important, whether help is wanted, and what makes it worse: asked about the
 * patient's own topics only, and asked again when one of them falls away.
 */

import { answerTo, clearAnswers } from "../draft/answers.js";
import { keepAllNo } from "./all_no.js";
import { CHOSEN, OTHER, choiceInWords, chosenOf, markChosen, writeChosen } from "./chosen.js";
import { fillIn } from "../device/words.js";

const WEIGHTS = ["much", "some"];

/**
 * List the domains that are not shared.
 * @param {HTMLFormElement} form
 * @returns {string[]}
 */
export function notShared(form) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=not_shared]:checked:enabled"));
  return [...boxes].map((box) => box.value);
}

/**
 * List the topics that bother the patient and are shared: those with "a lot" first.
 * @param {HTMLFormElement} form
 * @returns {string[]} codes
 */
export function ownTopics(form) {
  const keptBack = notShared(form);
  const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step][data-domain]")]);
  const given = steps.filter((step) => !keptBack.includes(step.dataset.domain ?? ""))
    .map(({ dataset: { step: code = "" } }) => ({ code, weight: answerTo(form, code) }));
  return WEIGHTS.flatMap((weight) => given.filter((topic) => topic.weight === weight).map(({ code }) => code));
}

/**
 * Say whether a question makes sense with the answers so far.
 * @param {HTMLFormElement} form
 * @param {string} code
 * @returns {boolean}
 */
export function isAsked(form, code) {
  const first = answerTo(form, "priority");
  switch (code) {
    case "help_wish": return first !== "";
    case "help_wish_second": return answerTo(form, "priority_second") !== "";
    case "worse_by": return first !== "" && ownTopics(form).some((topic) => topic !== first);
    default: return true;
  }
}

/**
 * Bring the questions that depend on others up to date after any answer.
 * @param {HTMLFormElement} form
 * @param {string} changed name of the field that was answered
 * @returns {string[]} the questions that have to be asked again
 */
export function updateOwnTopics(form, changed) {
  keepAllNo(form);
  const before = chosenOf(form);
  const own = ownTopics(form);
  const chosen = before.filter((code) => code === OTHER || own.includes(code));
  writeChosen(form, chosen);
  offer(form, "priority", [...own, OTHER]);
  offer(form, "worse_by", own.filter((topic) => topic !== chosen[0]));
  markChosen(form, chosen);
  /** @type {string[]} */
  const again = chosen[0] === before[0] ? [] : ["priority"];
  // The answers to these questions were about the choice before: they are cleared, and asked again.
  if (changed === "priority" || again.length > 0) again.push("help_wish", "worse_by");
  if (CHOSEN.includes(changed) || chosen[1] !== before[1]) again.push("help_wish_second");
  forget(form, again.filter((code) => code !== "priority"));
  nameChoices(form);
  return again;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name of the question
 * @param {string[]} topics that may be chosen, in this order
 */
function offer(form, name, topics) {
  const list = form.querySelector(`[data-own="${name}"]`);
  if (list === null) return;
  const cards = new Map([...list.querySelectorAll("input")].map((input) => [input.value, input]));
  for (const [code, input] of cards) {
    const isOffered = topics.includes(code);
    if (!isOffered) input.checked = false;
    input.disabled = !isOffered;
    if (input.parentElement) input.parentElement.hidden = !isOffered;
  }
  // append() moves a card, and a card that is moved loses the focus: so only where the order differs.
  const shown = [...cards.values()].filter((input) => !input.disabled).map((input) => input.value);
  if (shown.join() === topics.join()) return;
  for (const code of topics) list.append(/** @type {Node} */ (cards.get(code)?.parentElement));
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} steps
 */
function forget(form, steps) {
  for (const step of steps) {
    const question = form.querySelector(`[data-step="${step}"]`);
    if (question !== null) clearAnswers(question);
  }
}

/**
 * Write "You chose: …" above the questions about a choice.
 * @param {HTMLFormElement} form
 */
function nameChoices(form) {
  for (const place of form.querySelectorAll("[data-chosen]")) {
    if (!(place instanceof HTMLElement)) continue;
    fillIn(place, place.dataset.text ?? "", { topic: choiceInWords(form, place.dataset.chosen ?? "") });
  }
}
