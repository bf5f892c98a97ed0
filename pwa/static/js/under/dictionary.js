/** Finds the Dutch of a text: from pages in both languages, also for sentences with open places and for lists. */

import { joinWords, lowerFirst } from "../device/words.js";

const PLACE = /%\((\w+)\)s/;
const DUTCH_LIST = [", ", " en "];

/** @typedef {{shape: RegExp, names: string[], dutch: string}} Pattern */

export class Dictionary {
  constructor() {
    /** @type {Map<string, string>} */
    this.texts = new Map();
    /** @type {Pattern[]} */
    this.patterns = [];
  }

  /**
   * @param {string} own
   * @param {string} dutch
   */
  add(own, dutch) {
    if (own === "" || dutch === "" || this.texts.has(own)) return;
    if (PLACE.test(own)) this.patterns.push(patternOf(own, dutch));
    else {
      this.texts.set(own, dutch);
      // Inside a sentence it begins with a small letter.
      if (!this.texts.has(lowerFirst(own))) this.texts.set(lowerFirst(own), lowerFirst(dutch));
    }
  }

  /**
   * Take in a page in both languages.
   * @param {ParentNode} page
   */
  read(page) {
    for (const twin of page.querySelectorAll("[data-of]")) this.add(twin.getAttribute("data-of") ?? "", tidy(twin.textContent));
    for (const option of page.querySelectorAll("option")) {
      const [own, dutch = ""] = tidy(option.textContent).split(" – ");
      this.add(own, dutch);
    }
    for (const template of page.querySelectorAll("template")) this.read(template.content);
  }

  /**
   * @param {string} text on one line
   * @returns {string} empty without one
   */
  find(text) {
    return this.texts.get(text) ?? this.findPattern(text) ?? this.findList(text) ?? "";
  }

  /** @param {string} text */
  findPattern(text) {
    for (const { shape, names, dutch } of this.patterns) {
      const found = shape.exec(text);
      if (found) {
        const values = Object.fromEntries(names.map((name, place) => [name, found[place + 1]]));
        return dutch.split(PLACE).map((part, place) => (place % 2 ? this.find(values[part]) || values[part] : part)).join("");
      }
    }
    return undefined;
  }

  /** @param {string} text */
  findList(text) {
    const [, comma, last] = joinWords(["\u0001", "\u0001", "\u0001"]).split("\u0001");
    const between = joinWords(["\u0001", "\u0001"]).split("\u0001")[1];
    const items = [comma, last, between].reduce((/** @type {string[]} */ parts, sign) => parts.flatMap((part) => part.split(sign)), [text]);
    const dutch = items.map((item) => this.texts.get(item) ?? "");
    if (items.length < 2 || dutch.includes("")) return undefined;
    return dutch.slice(0, -1).join(DUTCH_LIST[0]) + DUTCH_LIST[1] + dutch[dutch.length - 1];
  }
}

/**
 * @param {string} own
 * @param {string} dutch
 * @returns {Pattern}
 */
function patternOf(own, dutch) {
  const parts = own.split(PLACE);
  const shape = parts.map((part, place) => (place % 2 ? "(.+)" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))).join("");
  return { shape: new RegExp(`^${shape}$`), names: parts.filter((_, place) => place % 2), dutch };
}

/**
 * @param {string | null} text
 * @returns {string} it on one line, as it is compared
 */
export function tidy(text) {
  return (text ?? "").replace(/\s+/g, " ").trim();
}
