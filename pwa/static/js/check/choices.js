/** The rules for the answers to one question: how many may be chosen, which one excludes all others, which one opens a field. */

const TICKS = ["radio", "checkbox"];

/**
 * Apply the rules of a question after one of its answers was tapped.
 * @param {HTMLInputElement} control the answer that was tapped
 * @param {Element | null} [question] the element around all its answers
 * @returns {boolean} false when the answer was one too many and its tick was taken off again
 */
export function keepRules(control, question = control.closest("[data-step]")) {
  if (!(question instanceof HTMLElement) || control.type !== "checkbox" || !control.checked) return true;
  const chosen = [...question.querySelectorAll(`input[name="${control.name}"]:checked`)]
    .filter((other) => other instanceof HTMLInputElement && other !== control);
  for (const other of /** @type {HTMLInputElement[]} */ (chosen)) {
    // An answer with data-alone, such as "nobody", excludes all others: the last tap counts.
    if (isAlone(control) || isAlone(other)) other.checked = false;
  }
  const most = Number(question.dataset.most ?? Infinity);
  if (chosen.filter((other) => /** @type {HTMLInputElement} */ (other).checked).length < most) return true;
  control.checked = false;
  return false;
}

/**
 * Say whether a tap completes the answer to its question: nothing more may be chosen, and nothing is asked about it.
 * @param {HTMLInputElement} control that was tapped
 * @returns {boolean}
 */
export function isWhole(control) {
  const question = /** @type {HTMLElement | null} */ (control.closest("[data-step]"));
  const chosen = /** @type {HTMLInputElement[]} */ ([...question?.querySelectorAll("input:checked") ?? []]);
  if (chosen.some(({ name, value }) => document.querySelector(`[data-when="${name}=${value}"]`))) return false;
  if (control.type !== "checkbox") return control.type === "radio";
  if (!control.checked || isAlone(control)) return control.checked;
  return chosen.filter((other) => !isAlone(other)).length === Number(question?.dataset.most);
}

/** @param {HTMLInputElement} control */
function isAlone(control) {
  return control.dataset.alone !== undefined;
}

/**
 * Show what belongs to an answer only when that answer was given, such as the field of "Something else".
 * @param {HTMLFormElement} form
 */
export function showWhatBelongs(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    if (!(part instanceof HTMLElement) || part.dataset.when === undefined) continue;
    const [name, value] = part.dataset.when.split("=");
    // Not by FormData, which reads the whole form, and forces a layout first.
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`[name="${name}"]:enabled`));
    part.hidden = ![...fields].some((field) => field.value === value && (field.checked || !TICKS.includes(field.type)));
    // A hidden field is disabled as well, so that its value is neither read nor sent.
    for (const control of part.querySelectorAll("input, select")) control.toggleAttribute("disabled", part.hidden);
  }
}
