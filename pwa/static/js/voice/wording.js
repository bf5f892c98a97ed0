/** What can be said in a language: whole texts, and sentences with open places out of their pieces. Pure. */

import { PLACE, bare, isSaid, lettersWithout, plain, sentencesOf, takeOut, withoutPlaces, wordsOf } from "./texts.js";

/**
 * @typedef {[file: string, source: "recording" | "project" | "computer", bytes: number, kept?: 1]} Row
 * @typedef {{language: string, texts: Record<string, Row>, patterns: string[], words: Record<string, string>}} Manifest
 * @typedef {{text: string, language: string, source: "recording" | "project" | "computer", file?: string}} Part
 */

export class Wording {
  /** @param {Manifest | null} manifest */
  constructor(manifest) {
    this.isEmpty = manifest === null;
    this.language = manifest?.language ?? "";
    this.words = manifest?.words ?? {};
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    const texts = Object.entries(manifest?.texts ?? {});
    for (const [text, row] of texts) this.rows.set(bare(this.#key(text)), row);
    for (const [text, row] of texts) this.rows.set(this.#key(text), row);
    this.patterns = (manifest?.patterns ?? []).map((pattern) => new RegExp(
      `^${this.#key(pattern).split("{}").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("(.+?)")}$`,
    ));
  }

  /** @param {string} text */
  #key(text) {
    return plain(text).toLocaleLowerCase(this.language || undefined);
  }

  /** @returns {string[]} the files that a phone keeps after the first tap */
  kept() {
    return [...new Set(this.rows.values())].filter((row) => row[3] === 1).map(([file]) => file);
  }

  /**
   * Take a text apart into what can be said. A part without a file has no voice here.
   * @param {string} text
   * @param {string} [kind] "code": one character after the other
   * @returns {Part[]}
   */
  take(text, kind) {
    if (kind === "code") return [...plain(text).replace(/[^\p{L}\p{N}]/gu, "")].map((sign) => this.#one(sign));
    const whole = withoutPlaces(text);
    if (this.#find(whole)) return [this.#one(whole)];
    const { fixed, filled } = takeOut(text);
    // What was typed is said as a whole or not at all: single words of it that happen to be known would make no sense.
    const inPlaces = filled.map((words) => {
      const parts = this.#take(words);
      return lettersWithout(parts) === 0 ? parts : [this.#one(words)];
    });
    return this.#take(fixed).flatMap((part) => {
      const many = part.text.split(PLACE).length - 1;
      return many > 0 ? inPlaces.splice(0, many).flat() : part;
    });
  }

  /**
   * @param {string} text
   * @returns {Part[]} in the way that leaves the least without a voice; of two such ways the one with longer texts
   */
  #take(text) {
    if (this.#find(text)) return [this.#one(text)];
    const sentences = sentencesOf(text);
    if (sentences.length > 1) return sentences.flatMap((sentence) => this.#take(sentence));
    let best = this.#byWord(text);
    let least = lettersWithout(best) + 1; // a sentence with places is better than single words
    for (const parts of this.#byPattern(text)) {
      const letters = lettersWithout(parts);
      if (letters < least) [best, least] = [parts, letters];
      if (letters === 0) break;
    }
    return best;
  }

  /** @param {string} text */
  #find(text) {
    const key = this.#key(text);
    return this.rows.get(key) ?? this.rows.get(bare(key));
  }

  /**
   * @param {string} text
   * @returns {Part} without a file, if there is no sound of it
   */
  #one(text) {
    const row = this.#find(text);
    return { text, language: this.language, source: row?.[1] ?? "computer", file: row?.[0] };
  }

  /**
   * @param {string} text
   * @returns {Generator<Part[], void>} one way for each sentence with open places that it may be
   */
  * #byPattern(text) {
    const words = plain(text);
    for (const pattern of this.patterns) {
      const found = pattern.exec(this.#key(text));
      if (found === null || words.length !== found[0].length) continue;
      // The places and what stands between them, in order.
      let at = 0;
      const parts = [];
      for (const value of found.slice(1)) {
        const begin = found[0].indexOf(value, at);
        parts.push(words.slice(at, begin), words.slice(begin, begin + value.length));
        at = begin + value.length;
      }
      parts.push(words.slice(at));
      const said = parts.filter((part) => bare(part) !== "");
      yield said.flatMap((part) => (this.#key(part) === found[0] ? this.#byWord(part) : this.#take(part)));
    }
  }

  /**
   * The longest texts that are known, from the left: of "30 november" there are "30" and "november".
   * @param {string} text
   * @returns {Part[]}
   */
  #byWord(text) {
    const words = wordsOf(text);
    const { and } = this.words;
    /** @type {Part[]} */
    const parts = [];
    while (words.length > 0) {
      let many = this.#begins(words);
      // Arabic writes "and" as a part of the word behind it.
      const rest = and && words[0].startsWith(and) ? [words[0].slice(and.length), ...words.slice(1)] : [];
      if (many === 0 && this.#begins(rest) > 0) {
        parts.push(this.#one(and));
        [words[0]] = rest;
        many = this.#begins(rest);
      }
      const text = bare(words.splice(0, many || 1).join(" "));
      parts.push(...(/^(?:0\d|\d{3,})$/.test(text) ? [...text] : [text]).map((word) => this.#one(word)));
    }
    return parts.filter((part) => isSaid(part.text));
  }

  /**
   * @param {string[]} words
   * @returns {number} with how many of them the longest known text begins; 0: with none
   */
  #begins(words) {
    let many = words.length;
    while (many > 0 && !this.#find(words.slice(0, many).join(" "))) many -= 1;
    return many;
  }
}
