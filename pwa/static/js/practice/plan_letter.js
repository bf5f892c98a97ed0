/**
 * The letter of a warm handover in the plan's form, as patient and GP see it before the yes. The server writes it from
 * what was typed. Without this module, or without a network, the button leads to a page of its own.
 */

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-plan]"));

form.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-show-letter]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  void show(button);
});

form.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key !== "Enter" || !(target instanceof HTMLInputElement) || target.type === "radio") return;
  const button = target.closest("[data-handover]")?.querySelector("[data-show-letter]");
  if (!(button instanceof HTMLElement)) return;
  event.preventDefault();
  button.click();
});

/** @param {HTMLButtonElement} button */
async function show(button) {
  const place = form.querySelector(`[data-letter-place="${button.value}"]`);
  const shown = place && (await ask(button));
  if (!shown) {
    form.requestSubmit(button);
    return;
  }
  place.replaceChildren(document.adoptNode(shown));
  const first = place.querySelector("input[type=radio]");
  if (first instanceof HTMLElement) first.focus();
}

/**
 * @param {HTMLButtonElement} button
 * @returns {Promise<Element | null>} null when the server cannot be reached, or asks for a login
 */
async function ask(button) {
  const body = new FormData(form);
  body.set(button.name, button.value);
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, redirect: "manual" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-letter-shown]");
  } catch {
    return null;
  }
}
