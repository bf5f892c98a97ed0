/**
 * One press for a whole domain. After a "no" to its first topic, the screen of the second one names the others, and a
 * press answers all of them with "no".
 */

import { answerTo } from "../draft/answers.js";
import { fillIn, joinWords } from "../device/words.js";

/**
 * Offer the press on the second topic of a domain, as long as only the first one has an answer, which is "no".
 * @param {HTMLFormElement} form
 * @param {HTMLElement} now the question on the screen
 */
export function offerAllNo(form, now) {
  const button = /** @type {HTMLElement} */ (form.querySelector("[data-all-no]"));
  const [first, ...others] = topicsOf(form, now.dataset.domain ?? "");
  button.hidden = others[0] !== now || answerOf(form, first) !== "no" || others.some((topic) => answerOf(form, topic) !== "");
  if (button.hidden) return;
  const words = /** @type {HTMLElement} */ (button.firstElementChild);
  fillIn(words, words.dataset.text ?? "", { topics: joinWords(others.map((topic) => nameOf(form, topic))) });
}

/**
 * Answer every topic of a domain with "no".
 * @param {HTMLFormElement} form
 * @param {string} domain
 * @returns {HTMLElement | undefined} its last topic
 */
export function answerAllNo(form, domain) {
  const topics = topicsOf(form, domain);
  const boxes = [`[name="all_no"][value="${domain}"]`, ...topics.map((topic) => `[name="${topic.dataset.step}"][value="no"]`)];
  for (const box of boxes) /** @type {HTMLInputElement} */ (form.querySelector(box)).checked = true;
  return topics.pop();
}

/**
 * Forget the press for each domain in which a topic has another answer by now.
 * @param {HTMLFormElement} form
 */
export function keepAllNo(form) {
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=all_no]:checked"))) {
    box.checked = topicsOf(form, box.value).every((topic) => answerOf(form, topic) === "no");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} domain
 * @returns {HTMLElement[]} the questions about its topics; none without a domain
 */
function topicsOf(form, domain) {
  return /** @type {HTMLElement[]} */ ([...form.querySelectorAll(`[data-step][data-domain="${domain}"]`)]);
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | undefined} topic
 */
function answerOf(form, topic) {
  return answerTo(form, topic?.dataset.step ?? "");
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} topic
 * @returns {string} the short name, as on the cards of the own topics
 */
function nameOf(form, topic) {
  const card = form.querySelector(`[data-own="worse_by"] [value="${topic.dataset.step}"]`)?.parentElement;
  return card?.textContent?.trim() ?? "";
}
