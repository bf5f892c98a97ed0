/** The field of a step with suggestions: phrases, and last the typed words as they are. */

import "../../vendor/accessible-autocomplete.min.js";
import { LEAST, mark, suggest } from "./plan_words.js";

/** @typedef {import("./plan_words.js").Phrase} Phrase */

/**
 * Put a field with suggestions into a box, in place of the plain one for own words, whose name it takes over.
 * @param {HTMLElement} box
 * @param {HTMLInputElement} plain
 * @param {Phrase[]} phrases
 * @param {DOMStringMap} words sentences of ours
 * @param {HTMLElement} language the choice of the language of own words
 * @param {(code: string) => void} choose called when a phrase is taken
 * @returns {HTMLInputElement}
 */
export function mountSearch(box, plain, phrases, words, language, choose) {
  const { id, name, value } = plain;
  const say = (/** @type {number} */ number, /** @type {number} */ count) => (
    (words.place ?? "").replace("%(number)s", String(number)).replace("%(count)s", String(count)));
  const own = () => (words.own ?? "").replace("%(language)s", language.querySelector("option:checked")?.textContent?.trim() ?? "");
  plain.remove();
  accessibleAutocomplete({
    element: box,
    id,
    name,
    defaultValue: value,
    minLength: LEAST,
    autoselect: true,
    confirmOnBlur: false,
    displayMenu: "overlay",
    placeholder: words.hint ?? "",
    source: (query, show) => show(suggest(query, phrases)),
    templates: {
      // What the field holds once a suggestion is taken: nothing for a phrase, which then is a sentence.
      inputValue: (item) => (typeof item === "object" ? ownWords(item) : item ?? ""),
      suggestion: (item) => (typeof item === "object" ? write(item, input.value, own()) : ""),
    },
    onConfirm: (item) => item?.code && choose(item.code),
    tStatusQueryTooShort: () => "",
    tStatusSelectedOption: (_option, count, index) => say(index + 1, count),
    tStatusResults: (count) => say(1, count),
    tAssistiveHint: () => words.assist ?? "",
  });
  const input = /** @type {HTMLInputElement} */ (box.querySelector(`[name='${name}']`));
  for (const attribute of ["aria-label", "dir", "data-room", "aria-invalid"]) {
    const given = plain.getAttribute(attribute);
    if (given) input.setAttribute(attribute, given);
  }
  input.classList.add("input");
  return input;
}

/** @param {Phrase} item */
function ownWords(item) {
  return item.code ? "" : item.text;
}

/**
 * @param {Phrase} item
 * @param {string} query
 * @param {string} own sentence around own words
 * @returns {string} HTML
 */
function write(item, query, own) {
  return item.code ? mark(item.text, query) : mark(own, "").replace("%(words)s", () => mark(item.text, ""));
}
