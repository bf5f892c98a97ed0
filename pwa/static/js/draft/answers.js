/** Reads the answers from the form and puts kept ones back, without touching what somebody tapped. */

/** @typedef {[name: string, value: string]} Answer */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** Fields for typed words; a hidden field beside each says in which language (check/topics.js). */
export const TYPED = ["reason", "strengths_other", "helpers_other", "priority_other", "own_words"];
export const LANGUAGE_FIELDS = ["begun_in", ...TYPED.map((name) => `${name}_language`)];
// Our fields whose name is not that of their question. All our other fields have that name; any further field
// was put into the form by an extension of the browser, and is neither read nor kept nor sent.
const OTHERS = new Set([
  "version", "invitation", "waiting_room", "entry_code", "reply_to", "strengths_other", "helpers_other",
  "priority_other", "priority_second", "not_shared", "all_no", "talk_alone", "interpreter", "interpreter_language", "known_as", "own_words",
  ...LANGUAGE_FIELDS,
]);
// Others may read the storage of this phone: the wish to talk alone with the doctor is in no draft.
const NEVER_KEPT = new Set(["talk_alone"]);
const BLANK = /^[\s\p{M}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{NChar}\p{DI}\u2800]*$/u;

/** @type {(text: string) => string} the trimmed text; empty if no character of it can be seen (as is_blank in pwa/text.py) */
export const said = (text) => (BLANK.test(text) ? "" : text.trim());

/**
 * Read everything that was answered.
 * @param {HTMLFormElement} form
 * @returns {Answer[]} in the order of the form, without what was left empty
 */
export function readAnswers(form) {
  return answersOf(controlsOf(form));
}

/** @param {Control[]} controls */
function answersOf(controls) {
  return controls
    .filter((control) => !control.disabled && (!isTick(control) || control.checked))
    .map((control) => /** @type {Answer} */ ([control.name, control.value]))
    .filter(([, value]) => said(value) !== "");
}

/**
 * Find the controls of ours in a part of the form.
 * @param {ParentNode} part
 * @returns {Control[]} in the order of the page
 */
export function controlsOf(part) {
  return /** @type {Control[]} */ ([...part.querySelectorAll("input, textarea, select")].filter(isOurs));
}

/** @param {unknown} control @returns {control is Control} */
function isOurs(control) {
  if (!isControl(control)) return false;
  return OTHERS.has(control.name) || control.closest("[data-step]")?.getAttribute("data-step") === control.name;
}

/**
 * Read what may be kept on this phone.
 * @param {HTMLFormElement} form
 * @returns {Answer[]}
 */
export function readKeepable(form) {
  const controls = controlsOf(form);
  const names = new Set(controls.filter(isKeepable).map((control) => control.name));
  return answersOf(controls).filter(([name]) => names.has(name));
}

/**
 * Put kept answers back; what was answered on this page already stays as it is.
 * @param {HTMLFormElement} form
 * @param {import("./merge.js").Fields} kept answers by name of the field; other fields stay as they are
 * @param {{isNewer?: boolean}} [options] isNewer: they replace what was answered on this page too
 */
export function restoreAnswers(form, kept, { isNewer = false } = {}) {
  const controls = controlsOf(form).filter(isKeepable);
  const touched = new Set(controls.filter((control) => !isNewer && isTouched(control)).map((control) => control.name));
  for (const control of controls) {
    if (touched.has(control.name) || !kept[control.name]) continue;
    const { values } = kept[control.name];
    if (isTick(control)) control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

/**
 * Find the first answer to a question.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {string} empty when it was skipped
 */
export function answerTo(form, name) {
  const found = form.elements.namedItem(name);
  // Not by FormData, which reads the whole form each time, and forces a layout first.
  const given = [...(found instanceof RadioNodeList ? found : [found])].find(
    (control) => isOurs(control) && control.name === name && !control.disabled && (!isTick(control) || control.checked),
  );
  return given === undefined ? "" : said(/** @type {Control} */ (given).value);
}

/**
 * Clear the answers in a part of the form.
 * @param {ParentNode} part
 */
export function clearAnswers(part) {
  for (const control of controlsOf(part)) {
    if (control.type === "hidden") continue;
    if (isTick(control)) control.checked = false;
    else control.value = "";
  }
}

/**
 * @param {ParentNode} part
 * @returns {boolean} whether anything in this part of the form was answered
 */
export function isAnswered(part) {
  return controlsOf(part).some((control) => {
    if (control.type === "hidden" || control.disabled) return false;
    return isTick(control) ? control.checked : said(control.value) !== "";
  });
}

/**
 * @param {Element} control
 * @returns {boolean} whether somebody changed it since the page came
 */
export function isTouched(control) {
  if (isTick(control)) return control.checked !== control.defaultChecked;
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    const first = options.find((option) => option.defaultSelected) ?? options[0];
    return !first.selected;
  }
  return (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
    && control.value !== control.defaultValue;
}

/** @type {(control: Control) => boolean} */
const isKeepable = ({ type, name }) => (type !== "hidden" || LANGUAGE_FIELDS.includes(name)) && !NEVER_KEPT.has(name);

/** @param {unknown} element @returns {element is Control} */
function isControl(element) {
  return element instanceof HTMLInputElement
    || element instanceof HTMLTextAreaElement
    || element instanceof HTMLSelectElement;
}

/** @param {unknown} control @returns {control is HTMLInputElement} */
function isTick(control) {
  return control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
}
