/** Before the first sound of a tab: headphones, or the phone at the ear, because others can hear it. */

import { blocksOf } from "./ear_blocks.js";
import { copyOf } from "./ear_words.js";

/**
 * Show it over the page. Its button begins the reading, so the first sound begins within a tap, as iOS wants it.
 * @param {import("./ear.js").Mode} mode
 */
export function askFirst(mode) {
  if (document.querySelector("body > [data-ear-first]")) return;
  const panel = copyOf(mode.words, "[data-ear-first]");
  const others = [...document.body.children];
  const close = () => {
    panel.remove();
    for (const part of others) part.removeAttribute("inert");
  };
  const go = /** @type {HTMLElement} */ (panel.querySelector("[data-ear-go]"));
  go.addEventListener("click", () => {
    const first = blocksOf(/** @type {Element} */ (panel.querySelector("p")));
    close();
    mode.start(first);
  });
  panel.querySelector("[data-ear-stop]")?.addEventListener("click", () => {
    close();
    mode.end();
  });
  for (const part of others) if (!part.matches("header")) part.setAttribute("inert", "");
  scrollTo(0, 0); // the header with "leave quickly" stays in sight above it
  document.body.append(panel);
  go.focus();
}
