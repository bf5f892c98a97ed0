/** A loudspeaker in each answer: it says the answer and takes nothing. */

import { blocksOf } from "./ear_blocks.js";
import { copyOf } from "./ear_words.js";

/** The answer that sounds only on a press of its own. */
export const PRIVATE = "[name=talk_alone]";

/**
 * Put a loudspeaker into each answer of a question.
 * @param {import("./ear.js").Mode} mode
 * @param {HTMLElement} step
 */
export function offerSpeakers(mode, step) {
  for (const choice of step.querySelectorAll(".choice, .switch")) {
    if (choice.querySelector("[data-ear-say]") !== null) continue;
    const speaker = copyOf(mode.words, "[data-ear-say]");
    choice.append(speaker);
    if (choice.querySelector(PRIVATE)) offerByKey(mode, speaker);
  }
}

/**
 * Every other answer is said when it gets the focus. This one is not, so its loudspeaker is a button for keyboards too.
 * @param {import("./ear.js").Mode} mode
 * @param {HTMLElement} speaker
 */
function offerByKey(mode, speaker) {
  speaker.removeAttribute("aria-hidden");
  speaker.setAttribute("role", "button");
  speaker.setAttribute("aria-label", copyOf(mode.words, "[data-ear-go]").textContent?.trim() ?? "");
  speaker.tabIndex = 0;
  speaker.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    speaker.click();
  });
}

/**
 * Say an answer when its loudspeaker is pressed, or when the keyboard comes to it.
 * @param {import("./ear.js").Mode} mode
 */
export function listenToSpeakers(mode) {
  // In the capture phase, before the label takes the press for an answer, and before the check hears of it.
  document.addEventListener("click", (event) => {
    const speaker = event.target instanceof Element ? event.target.closest("[data-ear-say]") : null;
    if (speaker === null || speaker.parentElement === null) return;
    event.preventDefault();
    event.stopPropagation();
    mode.reader.say(blocksOf(speaker.parentElement));
  }, true);
  let byKey = false;
  addEventListener("keydown", () => { byKey = true; }, true);
  addEventListener("pointerdown", () => { byKey = false; }, true);
  document.addEventListener("focusin", ({ target }) => {
    if (!mode.isOn || !byKey || !(target instanceof Element)) return;
    const control = target.closest("label, button, a, summary");
    if (control !== null && control.closest(".ear, header") === null && control.querySelector(PRIVATE) === null) mode.reader.say(blocksOf(control));
  });
}
