/**
 * Presses in the list of local help without loading the whole page: the line changes or goes, the focus
 * goes to the next line, and a live region says what was done. Without this script the form is sent and
 * the answer is the same page, with the focus by the address (`#check-…`).
 */

// The pages' links say how many are to be checked.
const PARTS = [".pages", "[data-help-tabs]", "[data-help-list]", "[data-help-said]"];

const form = document.querySelector("[data-help-press]");

let isWaiting = false;

/**
 * @param {HTMLFormElement} sent
 * @param {HTMLButtonElement} pressed
 */
async function press(sent, pressed) {
  if (isWaiting) return; // a second press before the first one is answered
  isWaiting = true;
  const body = new FormData(sent);
  body.append(pressed.name, pressed.value);
  try {
    const response = await fetch(pressed.formAction, { method: "POST", body });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok && page.querySelector("[data-help-list]") !== null) take(page, pressed.value);
    else if (response.redirected) location.assign(response.url); // to the login, or a page of its own
    else location.reload();
  } catch {
    sent.removeEventListener("submit", answer);
    sent.requestSubmit(pressed); // so that the browser itself says that there is no connection
  } finally {
    isWaiting = false;
  }
}

/** @param {SubmitEvent} event */
function answer(event) {
  if (!(form instanceof HTMLFormElement && event.submitter instanceof HTMLButtonElement)) return;
  event.preventDefault();
  press(form, event.submitter);
}

/**
 * @param {Document} page the list after the press
 * @param {string} next id of the service whose line comes next
 */
function take(page, next) {
  for (const part of PARTS) {
    const here = document.querySelector(part);
    const there = page.querySelector(part);
    if (here !== null && there !== null) here.replaceChildren(...document.adoptNode(there).childNodes);
  }
  (document.getElementById(`check-${next}`) ?? document.getElementById("main"))?.focus();
}

if (form instanceof HTMLFormElement) form.addEventListener("submit", answer);

/** Close the other open parts, and all of them by Escape; the focus goes back to the opener. */
document.addEventListener("toggle", (event) => {
  const opened = event.target;
  if (!(opened instanceof HTMLDetailsElement) || !opened.open || !opened.matches(".drop")) return;
  for (const other of document.querySelectorAll("details.drop[open]")) {
    if (other !== opened) other.removeAttribute("open");
  }
}, true);
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" ? document.querySelector("details.drop[open]") : null;
  if (open === null) return;
  open.removeAttribute("open");
  open.querySelector("summary")?.focus();
});
