/** By ear on every page but the questions: from top to bottom, paragraph by paragraph. */

import { REPLACED } from "../device/words.js";
import { blocksOf, isSeen } from "./ear_blocks.js";
import { copyOf, sentence } from "./ear_words.js";

/** @typedef {import("./ear.js").Mode} Mode */

const BETWEEN_GROUPS_MS = 1200; // to write four signs down

/**
 * Read the page, and once more when another one has taken its place.
 * @param {Mode} mode
 */
export function readPage(mode) {
  document.addEventListener(REPLACED, () => mode.start());
  document.addEventListener("toggle", (event) => {
    if (mode.isOn && event.target instanceof HTMLDetailsElement && event.target.open) mode.reader.say(blocksOf(event.target));
  }, true);
}

/**
 * List what is read of this page, and give its code a button.
 * @param {Mode} mode
 * @returns {import("./ear_blocks.js").Block[]}
 */
export function blocksOfPage(mode) {
  const main = document.querySelector("main");
  if (main === null) return [];
  for (const code of main.querySelectorAll("[data-code]")) if (isSeen(code)) offerCode(mode, code);
  return blocksOf(main).map((block) => (block.element.matches("[data-ear-code]") ? explained(mode, block) : block));
}

/**
 * Put a button before a code: the code sounds only when it is pressed.
 * @param {Mode} mode
 * @param {Element} code
 */
function offerCode(mode, code) {
  if (code.previousElementSibling?.matches("[data-ear-code]")) return;
  const button = copyOf(mode.words, "[data-ear-code]");
  button.addEventListener("click", () => {
    const groups = code.textContent?.trim().split("-") ?? [];
    mode.reader.say(groups.map((text) => ({ element: code, pieces: [{ text, kind: "code" }], rest: BETWEEN_GROUPS_MS })));
  });
  code.before(button);
}

/**
 * @param {Mode} mode
 * @param {import("./ear_blocks.js").Block} block
 */
function explained(mode, { element }) {
  return { element, pieces: [{ text: sentence(mode.words, "code") }] };
}
