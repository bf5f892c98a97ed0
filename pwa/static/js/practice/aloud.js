/** Shows own words of the patient alone and large, so that the patient can read them out: `[data-aloud]` opens them. */

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-aloud]"))) {
  const words = document.querySelector(`dialog[data-aloud-words="${button.dataset.aloud}"]`);
  if (!(words instanceof HTMLDialogElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => words.showModal());
}
