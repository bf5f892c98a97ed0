/**
 * Inviting by keyboard: the time that is offered is selected, so that typing replaces it; and on the
 * invitation the focus is on what copies the text, which only a script can show (practice/copy.js).
 */

const field = document.querySelector("[data-select]");
if (field instanceof HTMLInputElement) {
  // Somebody typed before this script was loaded: take the offered time out of what stands there.
  if (field.value === field.defaultValue) field.select();
  else field.value = field.value.replace(field.defaultValue, "");
}

const copy = document.querySelector("[data-focus]");
if (copy instanceof HTMLElement) copy.focus();
