/** What can be said in a language: whole texts, and sentences with open places out of their pieces. Pure. */

/**
 * @typedef {[file: string, source: "recording" | "project" | "computer", bytes: number, kept?: 1]} Row
 * @typedef {{language: string, texts: Record<string, Row>, patterns: string[], words: Record<string, string>}} Manifest
 * @typedef {{text: string, language: string, source: "recording" | "project" | "computer", file?: string}} Part
 */

const EDGES = /^[\s.,;:!?()[\]«»“”"'،؛؟…→←↑↓–—-]+|[\s.,;:!?()[\]«»“”"'،؛؟…→←↑↓–—-]+$/g;
const MARKS = /[\u200b-\u200f\u2060-\u2069]/g; // marks of direction, which nobody hears

/**
 * @param {string} text
 * @returns {string} as texts are compared: single spaces, digits as in English
 */
export function plain(text) {
  return text.normalize("NFC").replace(MARKS, "").replace(/\s+/g, " ").trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}

export class Wording {
  /** @param {Manifest | null} manifest */
  constructor(manifest) {
    this.isEmpty = manifest === null;
    this.language = manifest?.language ?? "";
    this.words = manifest?.words ?? {};
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    for (const [text, row] of Object.entries(manifest?.texts ?? {})) this.rows.set(this.#key(text), row);
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
    return [...this.rows.values()].filter((row) => row[3] === 1).map(([file]) => file);
  }

  /**
   * Take a text apart into what can be said. A part without a file has no voice here.
   * @param {string} text
   * @param {string} [kind] "code": one character after the other
   * @returns {Part[]}
   */
  take(text, kind) {
    if (kind === "code") return [...plain(text).replace(/[^\p{L}\p{N}]/gu, "")].map((sign) => this.#one(sign));
    if (this.#find(text)) return [this.#one(text)];
    const pieces = this.#bySentence(text) ?? this.#byPattern(text) ?? this.#byWord(text);
    return pieces.length > 0 ? pieces : [{ text, language: this.language, source: "computer" }];
  }

  /** @param {string} text */
  #find(text) {
    const key = this.#key(text);
    return this.rows.get(key) ?? this.rows.get(key.replace(EDGES, ""));
  }

  /**
   * @param {string} text
   * @returns {Part}
   */
  #one(text) {
    const row = this.#find(text);
    return row ? { text, language: this.language, source: row[1], file: row[0] } : { text, language: this.language, source: "computer" };
  }

  /**
   * @param {string} text
   * @returns {Part[] | null}
   */
  #byPattern(text) {
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
      const said = parts.filter((part) => part.replace(EDGES, "") !== "");
      return said.flatMap((part) => (this.#key(part) === found[0] ? this.#byWord(part) : this.take(part)));
    }
    return null;
  }

  /**
   * Two or more sentences in one element.
   * @param {string} text
   * @returns {Part[] | null}
   */
  #bySentence(text) {
    const sentences = plain(text).match(/.+?(?:[.!?؟](?=\s)|$)/g) ?? [];
    return sentences.length > 1 ? sentences.flatMap((sentence) => this.take(sentence)) : null;
  }

  /**
   * The longest texts that are known, from the left: of "30 november" there are "30" and "november".
   * @param {string} text
   * @returns {Part[]}
   */
  #byWord(text) {
    const words = plain(text).replace(/(\d)[:.](?=\d)/g, "$1 ").split(/[\s,،()]+/).filter((word) => word !== "");
    /** @type {Part[]} */
    const parts = [];
    for (let from = 0; from < words.length;) {
      let until = words.length;
      while (until > from + 1 && !this.#find(words.slice(from, until).join(" "))) until -= 1;
      const text = words.slice(from, until).join(" ");
      parts.push(...(/^\d{3,}$/.test(text) ? [...text].map((digit) => this.#one(digit)) : [this.#one(text)]));
      from = until;
    }
    return parts;
  }
}
