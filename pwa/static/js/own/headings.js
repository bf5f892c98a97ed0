/** The page that shows a copy has an h1 of its own, so what is copied begins with h2. */

/** @param {ParentNode} part */
export function lowerHeadings(part) {
  for (const heading of part.querySelectorAll("h1")) {
    const lower = document.createElement("h2");
    lower.dataset.part = heading.dataset.part ?? "";
    lower.className = "as-title";
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
}
