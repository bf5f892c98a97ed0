/** The last step: the map, the first things in words, the switches, and every answer with a way to change it. */

import { answerTo, controlsOf } from "../draft/answers.js";
import { pause } from "../device/painted.js";
import { showSentences, showSwitches, wordsOf } from "./lines.js";
import { drawMap } from "./map.js";
import { chosenOf } from "./chosen.js";
import { notShared, ownTopics } from "./priority.js";
import { findChanged } from "./resume.js";
import { fillIn, joinWords } from "../device/words.js";

/**
 * Bring the last step up to date in several parts, with pauses between them, so that a tap need not wait for
 * all of them. Each part reads the form anew.
 * @param {HTMLFormElement} form
 * @param {(code: string) => boolean} isAsked whether a question makes sense with these answers
 */
export async function showReview(form, isAsked) {
  showMap(form);
  await pause();
  showSentences(form);
  showSwitches(form);
  for (const list of form.querySelectorAll("[data-rows]")) {
    await pause();
    if (list instanceof HTMLElement) listAnswers(form, list, isAsked);
  }
}

/** @param {HTMLFormElement} form */
function showMap(form) {
  const skeleton = form.querySelector("template[data-skeleton]");
  if (!(skeleton instanceof HTMLTemplateElement)) return;
  const face = form.querySelector("input[name=feeling]:checked + span svg");
  const map = drawMap(skeleton, {
    amounts: new Map(ownTopics(form).map((code) => [code, answerTo(form, code)])),
    notes: findNotes(form),
    priorities: chosenOf(form),
    worseBy: new FormData(form).getAll("worse_by").map(String),
    face: face ? [...face.querySelectorAll("path")].map((line) => line.cloneNode(true)) : [],
  });
  form.querySelector("[data-map-place]")?.replaceChildren(map);
}

/**
 * Say of each domain without a topic in the map why it is empty.
 * @param {HTMLFormElement} form
 * @returns {Map<string, string>}
 */
function findNotes(form) {
  const notes = new Map();
  const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step][data-domain]")]);
  for (const domain of new Set(steps.map((step) => step.dataset.domain ?? ""))) {
    const amounts = steps.filter((step) => step.dataset.domain === domain)
      .map((step) => answerTo(form, step.dataset.step ?? ""));
    if (notShared(form).includes(domain)) notes.set(domain, "not_shared");
    else if (amounts.every((amount) => amount === "")) notes.set(domain, "skipped");
    else if (amounts.every((amount) => amount === "no")) notes.set(domain, "all_no");
    else if (amounts.every((amount) => amount === "no" || amount === "")) notes.set(domain, "no_or_skipped");
  }
  return notes;
}

/**
 * List the answers of one domain, or of everything else, each as a button that leads to its question.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} list
 * @param {(code: string) => boolean} isAsked
 */
function listAnswers(form, list, isAsked) {
  const row = form.querySelector("template[data-row]");
  const domain = list.dataset.rows || undefined;
  const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step]")])
    .filter((step) => step.dataset.domain === domain && step.dataset.step !== "review")
    .filter((step) => isAsked(step.dataset.step ?? ""));
  if (!(row instanceof HTMLTemplateElement)) return;
  const isChanged = findChanged(form);
  list.replaceChildren(...steps.map((step) => {
    const item = /** @type {DocumentFragment} */ (row.content.cloneNode(true));
    const button = /** @type {HTMLElement} */ (item.querySelector("button"));
    button.dataset.goto = step.dataset.step;
    const answers = wordsOf(form, step.dataset.step ?? "");
    put(button, "[data-question]", step.querySelector("h2")?.textContent ?? "");
    if (answers.length > 0) putAnswers(button, answers, new Set(controlsOf(step).filter(isTyped).map(({ value }) => value.trim())));
    button.querySelector("[data-changed]")?.toggleAttribute("hidden", !isChanged(step));
    return item;
  }));
  list.hidden = domain !== undefined && notShared(form).includes(domain);
}

/** @param {{type: string}} control */
function isTyped({ type }) {
  return type === "text" || type === "textarea";
}

/**
 * Write the answers to a question as one list, with what was typed apart: it may run in the other direction, and no sentence
 * of ours has a voice for it.
 * @param {Element} button
 * @param {string[]} answers
 * @param {Set<string>} typed
 */
function putAnswers(button, answers, typed) {
  const place = button.querySelector("[data-answer]");
  const sentence = joinWords(answers.map((answer, index) => (typed.has(answer.trim()) ? `%(typed${index})s` : answer)));
  const values = Object.fromEntries(answers.map((answer, index) => [`typed${index}`, answer]));
  if (place) fillIn(place, sentence, values);
}

/**
 * @param {Element} part
 * @param {string} selector
 * @param {string} text
 */
function put(part, selector, text) {
  const place = part.querySelector(selector);
  if (place) place.textContent = text.trim();
}
