/** What only a script can use: the questions about the own topics, and their cards. */

import { pause } from "../device/painted.js";

/**
 * Put the questions that wait in templates where they belong.
 * @param {HTMLFormElement} form
 */
export function unpack(form) {
  for (const extra of form.querySelectorAll("template[data-script-only]")) {
    extra.replaceWith(/** @type {HTMLTemplateElement} */ (extra).content);
  }
}

/**
 * Offer every topic in all lists of own topics. The page brings only what was chosen before: the
 * other cards are made of the picture of the topic's own question and of its words in the map.
 * @param {HTMLFormElement} form
 */
export async function offerTopics(form) {
  const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step][data-domain]")]);
  const words = wordsOfMap(form);
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-own]"))) {
    await pause(); // a tap must not wait for all of them
    for (const step of steps) {
      const code = step.dataset.step ?? "";
      if (list.querySelector(`input[value="${code}"]`)) continue; // it was chosen before
      list.append(makeCard(list, step, words.get(code) ?? ""));
    }
  }
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} step the topic's own question
 * @param {string} words
 * @returns {HTMLElement}
 */
function makeCard(list, step, words) {
  const card = document.createElement("label");
  card.className = "choice";
  card.dataset.domain = step.dataset.domain;
  const input = document.createElement("input");
  input.type = list.closest("[data-most]") === null ? "radio" : "checkbox"; // the one with a limit takes several
  input.name = list.dataset.own ?? "";
  input.value = step.dataset.step ?? "";
  const face = document.createElement("span");
  const picture = step.querySelector(".disc svg");
  if (picture) face.append(picture.cloneNode(true));
  face.append(words);
  card.append(input, face);
  return card;
}

/**
 * @param {HTMLFormElement} form
 * @returns {Map<string, string>} topic to its short name, in the language of the page
 */
function wordsOfMap(form) {
  const skeleton = form.querySelector("template[data-skeleton]");
  const topics = skeleton instanceof HTMLTemplateElement ? skeleton.content.querySelectorAll("[data-topic]") : [];
  return new Map([...topics].map((topic) => {
    const lines = [...topic.querySelectorAll("tspan")].map((line) => line.textContent ?? "");
    // Only a drawing needs the marks that close in a line from right to left.
    return [/** @type {SVGElement} */ (topic).dataset.topic ?? "", lines.join(" ").replace(/\u200f/g, "")];
  }));
}
