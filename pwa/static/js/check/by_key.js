/**
 * Lets Tab go through all answers to a question. A browser stops at one of them only, and whoever has one key to go on and one to
 * press, as with some switches, would come to no other. Loaded at the first Tab: nobody who taps needs it.
 */

let way = 0; // of the Tab that is held: forward 1, back -1

document.addEventListener("keyup", () => { way = 0; });
document.addEventListener("keydown", (event) => {
  way = event.key !== "Tab" ? 0 : event.shiftKey ? -1 : 1;
  const answers = answersBeside(event.target);
  const next = answers[answers.findIndex((answer) => answer === event.target) + way];
  if (way === 0 || !next) return;
  event.preventDefault();
  next.focus();
});
// Where nothing is chosen, browsers come back to the answer that had the focus last.
document.addEventListener("focusin", ({ target, relatedTarget }) => {
  const answers = answersBeside(target);
  if (way === 0 || answers.some((answer) => answer.checked || answer === relatedTarget)) return;
  answers[way > 0 ? 0 : answers.length - 1]?.focus();
});

/**
 * @param {EventTarget | null} answer
 * @returns {HTMLInputElement[]} all answers to the question of this one, of which one is chosen
 */
function answersBeside(answer) {
  if (!(answer instanceof HTMLInputElement) || answer.type !== "radio") return [];
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(`.now [name=${answer.name}]`))];
}
