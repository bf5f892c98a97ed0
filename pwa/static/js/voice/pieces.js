/** From a part of the page to what is said of it, in the order in which people read it. */

import { PLACE } from "./texts.js";

const HIDDEN = "script, style, template, svg, noscript, [hidden], [aria-hidden=true], select, textarea, input";
const APART = "\u001f"; // between two texts that only look like one
const FILLED_IN = "bdi, q"; // words that a page fills in: somebody's own, or of ours
const BLOCKS = /^(?:block|flex|grid|list-item|table|flow-root)/;

/** @typedef {import("./speaker.js").Piece} Piece */

/**
 * Give the pieces of an element: each block of text is one, and so is each `<bdi>` or `<q>` with typed words.
 * @param {Element} root
 * @returns {Piece[]}
 */
export function piecesOf(root) {
  /** @type {Piece[]} */
  const pieces = [];
  collect(root, pieces);
  return pieces;
}

/**
 * @param {Element} element
 * @param {Piece[]} pieces
 */
function collect(element, pieces) {
  if (!isHeard(element)) return;
  const blocks = [...element.children].filter((child) => isHeard(child) && (isBlock(child) || hasBlock(child)));
  if (blocks.length === 0) {
    add(element, pieces);
    return;
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) collect(child, pieces);
    else if (child.nodeType === 3 && child.textContent?.trim()) pieces.push({ text: tidy(child.textContent), ...about(element) });
  }
}

/**
 * @param {Element} element
 * @param {Piece[]} pieces
 */
function add(element, pieces) {
  for (const text of textOf(element).split(APART).map(tidy)) {
    if (text === "") continue;
    if (element.matches("[data-code], code")) pieces.push({ text, kind: "code", ...about(element) });
    else if (element.matches(FILLED_IN)) pieces.push({ text, kind: "typed", ...about(element) });
    else pieces.push({ text, ...about(element) });
  }
}

/**
 * @param {Element} element
 * @returns {string} its text without what is hidden
 */
function textOf(element) {
  return [...element.childNodes].map((child) => {
    if (child instanceof Element) return isHeard(child) ? `${isBeside(child) ? APART : ""}${inPlace(child)}` : "";
    return child.nodeType === 3 ? child.textContent ?? "" : "";
  }).join("");
}

/** @param {Element} element */
function inPlace(element) {
  return element.matches(FILLED_IN) ? PLACE + textOf(element) + PLACE : textOf(element);
}

/**
 * Say whether nothing stands between an element and the one before it: the style keeps them apart, as a name and its answer.
 * @param {Element} element
 */
function isBeside(element) {
  return element.previousSibling instanceof Element;
}

/** @param {Element} element */
function about(element) {
  const language = element.closest("[lang]:not(html)")?.getAttribute("lang");
  return language ? { element, language } : { element };
}

/** @param {Element} element */
function isHeard(element) {
  return !element.matches(HIDDEN);
}

/** @param {Element} element */
function isBlock(element) {
  return BLOCKS.test(getComputedStyle(element).display);
}

/** @param {Element} element */
function hasBlock(element) {
  return [...element.querySelectorAll("*")].some(isBlock);
}

/** @param {string} text */
function tidy(text) {
  return text.replace(/\s+/g, " ").trim();
}
