/**
 * Puts the parts into the form that need a script: the questions about the patient's own topics, their cards, and the
 * hidden fields that say in which language the list was begun and words were typed.
 */

import { LANGUAGE_FIELDS, TYPED, controlsOf, isTouched } from "../draft/answers.js";
import { pause } from "../device/painted.js";
import { LANGUAGE } from "../device/words.js";

/**
 * Put the questions that wait in templates where they belong, and add the fields for languages.
 * @param {HTMLFormElement} form
 */
export function unpack(form) {
  for (const extra of form.querySelectorAll("template[data-script-only]")) {
    extra.replaceWith(/** @type {HTMLTemplateElement} */ (extra).content);
  }
  for (const name of LANGUAGE_FIELDS.filter((field) => !form.elements.namedItem(field))) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  // What was answered before this script came.
  for (const control of controlsOf(form).filter(isTouched)) noteLanguage(form, control.name);
}

/**
 * Note the language of this page: as that of the beginning when it is the first answer, and of typed words.
 * @param {HTMLFormElement} form
 * @param {string} answered name of the field that was answered
 */
export function noteLanguage(form, answered) {
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  field("begun_in").value ||= LANGUAGE;
  if (TYPED.includes(answered)) field(`${answered}_language`).value = LANGUAGE;
}

/**
 * Offer every topic in all lists of own topics. The page brings only what was chosen before: the
 * other cards are made of the picture and the heading of the topic's own question.
 * @param {HTMLFormElement} form
 */
export async function offerTopics(form) {
  const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step][data-domain]")]);
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-own]"))) {
    await pause(); // so that a tap need not wait for all lists
    for (const step of steps) {
      const code = step.dataset.step ?? "";
      if (list.querySelector(`input[value="${code}"]`)) continue; // this one was chosen before, so the page has it
      list.append(makeCard(list, step));
    }
    const other = form.querySelector("[data-step=strengths] [value=other]")?.parentElement;
    if (list.dataset.cards && other) list.append(makeOther(list, other));
  }
}

/**
 * Write the short names of the topics on their cards. They are words of the map, which comes later than the questions.
 * @param {HTMLFormElement} form
 */
export function nameTopics(form) {
  const words = wordsOfMap(form);
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-own] input"))) {
    const name = input.nextElementSibling?.lastChild;
    if (name && words.has(input.value)) name.textContent = words.get(input.value) ?? "";
  }
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} step the topic's own question
 * @returns {HTMLElement}
 */
function makeCard(list, step) {
  const card = document.createElement("label");
  card.className = "choice";
  card.dataset.domain = step.dataset.domain;
  const input = document.createElement("input");
  input.type = list.closest("[data-most]") === null ? "radio" : "checkbox"; // a question with a limit takes several answers
  input.name = list.dataset.cards ?? list.dataset.own ?? "";
  input.value = step.dataset.step ?? "";
  const face = document.createElement("span");
  const picture = step.querySelector(".disc svg");
  if (picture) face.append(picture.cloneNode(true));
  face.append(step.querySelector("h2")?.textContent ?? "");
  card.append(input, face);
  return card;
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} other the card "Something else" of another question
 * @returns {HTMLElement}
 */
function makeOther(list, other) {
  const card = /** @type {HTMLElement} */ (other.cloneNode(true));
  const input = /** @type {HTMLInputElement} */ (card.querySelector("input"));
  input.name = list.dataset.cards ?? "";
  input.checked = false;
  return card;
}

/**
 * @param {HTMLFormElement} form
 * @returns {Map<string, string>} topic to its short name, in the language of the page
 */
export function wordsOfMap(form) {
  const skeleton = form.querySelector("template[data-skeleton]");
  const topics = skeleton instanceof HTMLTemplateElement ? skeleton.content.querySelectorAll("[data-topic]") : [];
  return new Map([...topics].map((topic) => {
    const lines = [...topic.querySelectorAll("tspan")].map((line) => line.textContent ?? "");
    // The lines of the drawing carry right-to-left marks (U+200F), which running text does not need.
    return [/** @type {SVGElement} */ (topic).dataset.topic ?? "", lines.join(" ").replace(/\u200f/g, "")];
  }));
}
