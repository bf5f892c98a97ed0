/**
 * Inviting by keyboard: the time that is offered is selected, so that typing replaces it; and on the
 * invitation the focus is on what copies the text, which only a script can show (copy.js).
 */

const field = document.querySelector("[data-select]");
if (field instanceof HTMLInputElement) field.select();

const copy = document.querySelector("[data-focus]");
if (copy instanceof HTMLElement) copy.focus();
