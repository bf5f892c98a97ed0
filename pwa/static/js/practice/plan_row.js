/**
 * A row of the plan's form: a field with suggestions, which becomes a sentence with open places once a phrase is
 * chosen. The list and the fields that the row has without a script stay the form's, so the server reads the same.
 */

import { mountSearch } from "./plan_search.js";
import { piecesOf } from "./plan_words.js";

/** @typedef {import("./plan_words.js").Phrase} Phrase */

const OWN = "own";

export class Row {
  /**
   * @param {HTMLElement} element
   * @param {DOMStringMap} words sentences of ours
   */
  constructor(element, words) {
    this.element = element;
    this.words = words;
    this.list = /** @type {HTMLSelectElement} */ (this.#find("[name$='-what']"));
    this.help = /** @type {HTMLSelectElement} */ (this.#find("[name$='-help']"));
    this.needs = this.#find(".needs");
    this.needs.hidden = true;
    this.language = /** @type {HTMLElement} */ (this.#find("[name$='-language']").closest("label"));
    this.clearer = this.#find("[data-clear]");
    /** @type {Map<string, HTMLElement>} open place to its field */
    this.places = new Map();
    for (const label of /** @type {NodeListOf<HTMLElement>} */ (this.needs.querySelectorAll("[data-need]:not([data-need='text'])"))) {
      const field = /** @type {HTMLElement | null} */ (label.querySelector("input, select"));
      if (field) this.places.set(label.dataset.need ?? "", field);
    }
    /** @type {Phrase[]} */
    this.phrases = [...this.list.options].filter(({ value }) => value && value !== OWN).map((option) => (
      { code: option.value, text: option.text, sentence: option.dataset.sentence ?? option.text }));
    this.isByHand = false;
    this.sentence = document.createElement("p");
    this.sentence.className = "sentence";
    this.box = document.createElement("div");
    this.search = this.#mount();
    this.#listen();
    this.#show();
  }

  /** @returns {boolean} whether nothing is in the row */
  get isEmpty() { return this.list.value === ""; }

  /**
   * Put a phrase into the row.
   * @param {string} code
   * @param {string} [help] id of a help option
   */
  choose(code, help) {
    this.list.value = code;
    const { who, help: usualHelp = "" } = this.list.selectedOptions[0]?.dataset ?? {};
    const usual = this.element.querySelector(`[name$='-role'][value='${who}']`);
    if (usual instanceof HTMLInputElement && !this.isByHand) usual.checked = true;
    const wanted = help || usualHelp;
    if ([...this.help.options].some(({ value }) => value === wanted)) this.help.value = wanted;
    this.#changed();
    this.#next().focus();
  }

  /** Take everything out of the row. */
  clear() {
    for (const field of [...this.element.querySelectorAll("input, select"), ...this.places.values()]) {
      if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === "patient";
      else if (field instanceof HTMLInputElement) field.value = "";
      else if (field instanceof HTMLSelectElement) field.selectedIndex = 0;
    }
    // A letter, or a handover, was that of the step that is gone.
    this.element.querySelector("[data-letter-place]")?.replaceChildren();
    this.element.querySelector("[data-is-open]")?.remove();
    this.isByHand = false;
    this.search.dispatchEvent(new Event("input", { bubbles: true }));
    this.#changed();
    this.search.focus();
  }

  /** @returns {HTMLInputElement} the field with suggestions, in place of the plain one for own words */
  #mount() {
    const plain = /** @type {HTMLInputElement} */ (this.#find("[name$='-text']"));
    const label = /** @type {HTMLElement} */ (plain.closest("label"));
    this.box.className = "search";
    const fault = label.querySelector(".error");
    this.#find("[data-what]").append(this.box, this.sentence, this.language, ...(fault ? [fault] : []));
    label.remove();
    plain.setAttribute("aria-label", this.list.getAttribute("aria-label") ?? "");
    return mountSearch(this.box, plain, this.phrases, this.words, this.language, (code) => this.choose(code));
  }

  #listen() {
    this.search.addEventListener("input", () => {
      if (this.list.value === "" || this.list.value === OWN) {
        this.list.value = this.search.value.trim() ? OWN : "";
        this.#show();
      }
    });
    // Enter in an open list of suggestions takes one; otherwise it must not send a plan that is half made.
    this.search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    this.clearer.addEventListener("click", () => this.clear());
    this.element.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.name.endsWith("-role")) this.isByHand = true;
    });
  }

  #changed() {
    this.#show();
    this.list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Show what the row holds. */
  #show() {
    const phrase = this.phrases.find(({ code }) => code === this.list.value);
    this.needs.append(...this.places.values());
    this.sentence.replaceChildren(...(phrase ? piecesOf(phrase.sentence) : [])
      .map(({ text, place }) => this.places.get(place ?? "") ?? text ?? ""));
    this.sentence.hidden = phrase === undefined;
    this.list.hidden = true;
    this.language.hidden = this.list.value !== OWN;
    this.clearer.hidden = this.isEmpty;
    this.element.toggleAttribute("data-empty", this.isEmpty);
    this.box.hidden = phrase !== undefined;
  }

  /** @returns {HTMLElement} the first open place, or else who does it */
  #next() {
    const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...this.sentence.querySelectorAll("input, select")]);
    return fields.find((field) => field.value === "") ?? this.#find("[name$='-role']:checked");
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }
}
