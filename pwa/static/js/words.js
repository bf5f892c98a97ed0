/** Small things that scripts do with the words on a page. */

/**
 * Fill in a sentence; what is put in may run in another direction than the sentence.
 * @param {Element} place
 * @param {string} sentence with parts like `%(topic)s`
 * @param {Record<string, string>} values
 */
export function fillIn(place, sentence, values) {
  const parts = sentence.split(/%\((\w+)\)s/);
  place.replaceChildren(...parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const words = document.createElement("bdi");
    words.dir = "auto";
    words.textContent = values[part] ?? "";
    return words;
  }));
}

/** @type {Intl.ListFormat | undefined} made once: that takes an old phone longer than a tap may */
let lists;

/**
 * Write a list as people do in the language of the page.
 * @param {string[]} items
 * @returns {string}
 */
export function joinWords(items) {
  if (items.length < 2) return items.join("");
  lists ??= new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });
  return lists.format(items);
}

/**
 * Find the one part of the page that a script works with.
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function find(selector) {
  return document.querySelector(selector);
}

/**
 * Show or hide a part of the page.
 * @param {string} selector
 * @param {boolean} [isShown]
 */
export function show(selector, isShown = true) {
  const part = find(selector);
  if (part) part.hidden = !isShown;
}
