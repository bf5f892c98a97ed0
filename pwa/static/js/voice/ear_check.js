/** By ear in the questions: reads each one when it comes, and says what was tapped. */

import { blocksOf, isSeen } from "./ear_blocks.js";
import { PRIVATE, offerSpeakers } from "./ear_answers.js";
import { copyOf, sentence } from "./ear_words.js";
import { tone } from "./speaker.js";

/**
 * @typedef {import("./ear.js").Mode} Mode
 * @typedef {import("./ear_blocks.js").Block} Block
 */

// The ways on; the last step has its own within.
const AFTER = "[data-all-no], [data-next], [data-skip], [data-clear]";
const PAINTED_MS = 120; // by then the page has shown what an answer changes (device/painted.js)
const TYPED = "textarea, input:not([type=radio], [type=checkbox], [type=hidden])";

/**
 * Read the question on the screen now, and each one that comes.
 * @param {Mode} mode
 * @param {HTMLFormElement} form
 */
export function readCheck(mode, form) {
  const again = copyOf(mode.words, ".ear-again");
  again.addEventListener("click", () => mode.start());
  form.querySelector("[data-controls]")?.append(again);
  let step = now(form);
  // Steps (check/steps.js) shows a question by its class.
  new MutationObserver(() => {
    if (step === now(form)) return;
    step = now(form);
    if (mode.isOn) mode.start();
  }).observe(form, { subtree: true, attributeFilter: ["class"] });
  // On the document and before the form hears of it, because the form keeps the event of a switch to itself.
  document.addEventListener("input", ({ target }) => { if (mode.isOn && target instanceof HTMLInputElement) answered(mode, form, target); }, true);
  form.addEventListener("click", (event) => { if (mode.isOn) holdAllNo(mode, event); }, true);
  // Behind the check's own listener, so that the answer is gone by now.
  form.addEventListener("click", ({ target }) => { if (mode.isOn && target instanceof Element && target.closest("[data-clear]")) cleared(mode, form); });
}

/**
 * List what is read of the question on the screen.
 * @param {Mode} mode
 * @param {HTMLFormElement} form
 * @returns {Block[]}
 */
export function blocksOfQuestion(mode, form) {
  const step = now(form);
  if (step === null) return [];
  offerSpeakers(mode, step);
  const blocks = blocksOf(step).map((block) => (block.element.querySelector(PRIVATE) ? say(mode, block.element, "private") : block));
  const field = [...step.querySelectorAll(TYPED)].find(isSeen);
  if (field) blocks.push(say(mode, field, "optional"));
  return [...blocks, ...[...document.querySelectorAll(AFTER)].filter(isSeen).flatMap(blocksOf)];
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLElement | null} the question on the screen
 */
function now(form) {
  return form.querySelector("[data-step].now");
}

/**
 * @param {Mode} mode
 * @param {Element} element that is marked
 * @param {string} name of a sentence
 * @returns {Block}
 */
function say({ words }, element, name) {
  return { element, pieces: [{ text: sentence(words, name) }] };
}

/**
 * A tone for an answer that was taken. Where the question stays on the screen, say what the tap did, and read on.
 * @param {Mode} mode
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} control
 */
async function answered(mode, form, control) {
  const label = control.closest("label");
  const step = now(form);
  if (label === null || control.matches(TYPED)) return;
  const { signal } = mode.reader.silence();
  tone("taken");
  if (control.type === "radio") return;
  await new Promise((resolve) => { setTimeout(resolve, PAINTED_MS); });
  if (signal.aborted || step !== now(form)) return;
  const [onWord, offWord] = control.dataset.shares === undefined ? ["chosen", "dropped"] : ["shared", "withheld"];
  const [name] = control.matches(PRIVATE) ? [] : blocksOf(label);
  const did = say(mode, label, control.checked ? onWord : offWord);
  const { place } = mode.reader;
  const isSaid = await mode.reader.say([{ element: label, pieces: [...name?.pieces ?? [], ...did.pieces] }]);
  if (isSaid) mode.reader.read(blocksOfQuestion(mode, form), { from: place });
}

/**
 * Say that the answer is taken back, and ask once more. Nothing is waited for, so that the sound begins within the tap.
 * @param {Mode} mode
 * @param {HTMLFormElement} form
 */
function cleared(mode, form) {
  const step = now(form);
  if (step) mode.start([say(mode, step, "cleared")]);
}

/**
 * "All no" names its topics before it can be pressed: the first press reads it, a second one takes it.
 * @param {Mode} mode
 * @param {Event} event
 */
function holdAllNo(mode, event) {
  const button = event.target instanceof Element ? event.target.closest("[data-all-no]") : null;
  if (button === null || mode.named === button.textContent) return;
  event.preventDefault();
  event.stopPropagation();
  mode.named = button.textContent;
  mode.reader.say([...blocksOf(button), say(mode, button, "twice")]);
}
