/** The questions after the talk, as a part of the copy that an own phone keeps. */

import { lowerHeadings } from "./headings.js";

/**
 * Fold the questions away under one line; own/after.js shows it from the moment on that they are asked.
 * @param {Document | null} page that asks them
 * @param {string} label
 * @returns {string} HTML, empty without questions
 */
export function takeQuestions(page, label) {
  const part = page?.querySelector("[data-after]");
  if (!page || !part?.querySelector("form")) return "";
  const thanks = page.querySelector("template[data-thanks]");
  if (thanks instanceof HTMLTemplateElement) {
    lowerHeadings(thanks.content);
    for (const link of thanks.content.querySelectorAll("a")) link.remove(); // it leads to the plan, which stands above
    part.append(thanks);
  }
  lowerHeadings(part);
  const fold = page.createElement("details");
  fold.className = "more";
  fold.hidden = true;
  fold.dataset.asked = "";
  const line = page.createElement("summary");
  line.textContent = label.trim();
  fold.append(line, part);
  return fold.outerHTML;
}
