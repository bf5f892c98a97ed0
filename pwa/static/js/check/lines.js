/** The answers in words, as the last step has them: a few lines, and a switch for each domain with what was marked in it. */

import { answerTo, controlsOf, said } from "../draft/answers.js";
import { CHOSEN, choiceInWords } from "./chosen.js";
import { notShared } from "./priority.js";
import { wordsOfMap } from "./topics.js";
import { fillIn, joinWords, lowerFirst, show } from "../device/words.js";

/**
 * Write what comes first, what makes it worse and what is wanted; a sentence without an answer is hidden.
 * @param {HTMLFormElement} form
 */
export function showSentences(form) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-sentence]"))) {
    const { sentence = "", text = "", bare = "" } = place.dataset;
    const topic = choiceInSentence(form, sentence);
    const [help = ""] = wordsOf(form, sentence.replace("priority", "help_wish"));
    const answers = joinWords(wordsOf(form, sentence));
    place.hidden = topic === "" && answers === "";
    fillIn(place, help === "" && bare ? bare : text, { topic, help, answers });
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name `priority`, `priority_second`, or a field that holds no choice
 * @returns {string} the choice without a capital; the patient's own words as they were typed
 */
function choiceInSentence(form, name) {
  const words = choiceInWords(form, name);
  return words === answerTo(form, "priority_other") ? words : lowerFirst(words);
}

/**
 * Set each switch as its domain is shared or not, and name what was marked in that domain.
 * @param {HTMLFormElement} form
 */
export function showSwitches(form) {
  const withheld = notShared(form);
  const words = wordsOfMap(form);
  for (const part of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-shares]"))) {
    const { shares = "" } = part.dataset;
    part.checked = !withheld.includes(shares);
    const marked = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(`[data-step][data-domain="${shares}"]`)])
      .map((step) => step.dataset.step ?? "").filter((code) => ["some", "much"].includes(answerTo(form, code)))
      .map((code) => lowerFirst(words.get(code) ?? ""));
    const place = part.parentElement?.querySelector("[data-marked]");
    if (place) place.textContent = marked.length > 0 ? `: ${joinWords(marked)}` : "";
  }
  show("[data-all-on]", withheld.length === 0);
  show("[data-some-off]", withheld.length > 0);
}

/**
 * Give the answers to a question in the words of the page, as they stand inside a sentence.
 * @param {HTMLFormElement} form
 * @param {string} code of the question
 * @returns {string[]}
 */
export function wordsOf(form, code) {
  if (code === "priority") return CHOSEN.map((name) => choiceInSentence(form, name)).filter(Boolean);
  const step = form.querySelector(`[data-step="${code}"]`);
  const controls = step ? controlsOf(step) : [];
  return controls.map((control) => {
    // Somebody may look on: the wish to talk alone stands where it is asked, and nowhere else.
    if (control.disabled || control.name === "talk_alone" || control.matches("[type=radio]:not(:checked), [type=checkbox]:not(:checked)")) return "";
    // Words that were typed stand in place of "Something else".
    if (control.matches("[value=other]:checked") && answerTo(form, `${code}_other`)) return "";
    if (control.matches("input:checked")) return lowerFirst(control.parentElement?.textContent?.trim() ?? "");
    if (control instanceof HTMLSelectElement) {
      return control.value ? control.selectedOptions[0].textContent ?? "" : "";
    }
    return control.value;
  }).map(said).filter(Boolean);
}
