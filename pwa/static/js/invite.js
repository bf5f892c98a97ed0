/** The time that is offered is selected, so that typing replaces it. */

const field = document.querySelector("[data-select]");
if (field instanceof HTMLInputElement) field.select();
