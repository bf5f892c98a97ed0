/** A loudspeaker in each answer: it says the answer and takes nothing. */

import { blocksOf } from "./ear_blocks.js";
import { copyOf } from "./ear_words.js";

/**
 * Put a loudspeaker into each answer of a question.
 * @param {import("./ear.js").Mode} mode
 * @param {HTMLElement} step
 */
export function offerSpeakers(mode, step) {
  for (const choice of step.querySelectorAll(".choice, .switch")) {
    if (choice.querySelector("[data-ear-say]") === null) choice.append(copyOf(mode.words, "[data-ear-say]"));
  }
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
    if (control !== null && control.closest(".ear, header") === null && control.querySelector("[name=talk_alone]") === null) mode.reader.say(blocksOf(control));
  });
}
