/** What is read aloud of a part of a page: its visible words in the order of reading, block by block. */

import { piecesOf } from "./pieces.js";

/**
 * @typedef {import("./speaker.js").Piece} Piece
 * @typedef {{ element: Element, pieces: Piece[], rest?: number }} Block a control or a paragraph, what is said of it, and how many
 *   milliseconds of silence follow
 */

// The code is secret, so it sounds only on a press of its own (ear_page.js). Languages have an ear of their own.
const SILENT = "svg, script, style, template, noscript, textarea, select, [aria-hidden=true], [data-code], [data-link], [hreflang], .ear, .where";
const CONTROL = "label, button, a.button, summary, li > a";
const FOLDED = "details:not([open]) > :not(summary)"; // Chromium gives it a place all the same
const INLINE = ["inline", "contents"];

/**
 * List what is read of a part of the page.
 * @param {Element} root
 * @returns {Block[]}
 */
export function blocksOf(root) {
  /** @type {Set<Element>} */
  const found = new Set();
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (parent === null || !/\S/.test(texts.currentNode.nodeValue ?? "") || !isHeard(parent)) continue;
    found.add(ownerOf(parent));
  }
  // A legend holds a heading, which is a block by itself, and a line of its own: only that line is said of the legend.
  return [...found].map((element) => ({ element, pieces: piecesOf(element).filter((piece) => isOf(element, piece)) }))
    .filter(({ pieces }) => pieces.length > 0);
}

/**
 * Say whether two blocks are one; a script may have drawn an element anew.
 * @param {Block} one
 * @param {Block} other
 */
export function isSame(one, other) {
  const [text, otherText] = [one, other].map(({ pieces }) => pieces.map((piece) => piece.text).join(" "));
  return one.element === other.element || text === otherText;
}

/** @param {Element} part */
export function isSeen(part) {
  return part.getClientRects().length > 0 && part.closest(FOLDED) === null;
}

/**
 * @param {Element} part
 * @returns {Element} the control or paragraph that its text belongs to
 */
function ownerOf(part) {
  return part.closest(CONTROL) ?? blockAround(part);
}

/**
 * @param {Element} element
 * @param {Piece} piece
 */
function isOf(element, { element: part = element }) {
  return part === element || (isHeard(part) && ownerOf(part) === element);
}

/** @param {Element} part */
function isHeard(part) {
  return part.closest(SILENT) === null && isSeen(part);
}

/**
 * @param {Element} part
 * @returns {Element} the paragraph, list item or the like that it stands in
 */
function blockAround(part) {
  let block = part;
  while (INLINE.includes(getComputedStyle(block).display) && block.parentElement) block = block.parentElement;
  return block;
}
