/** What people do in the self-check, by finger, mouse or keyboard. */

import { catchBack, leave } from "../device/history.js";
import { isWhole } from "./choices.js";
import { noteLanguage } from "./topics.js";
import { LANGUAGE, find } from "../device/words.js";

// Not a plain import, which would put it among the files that every phone keeps: only who uses Tab needs it.
const BY_KEY = new URL("by_key.js", import.meta.url).href;
const NEXT_AFTER_MS = 150; // long enough to see the own answer, too short to wait for

/** @param {import("./selfcheck.js").SelfCheck} check */
export function listen(check) {
  const { form } = check;
  let timer = /** @type {ReturnType<typeof setTimeout> | 0} */ (0);
  form.addEventListener("click", (event) => {
    clearTimeout(timer);
    timer = 0;
    if (goesOn(event)) {
      timer = setTimeout(() => {
        timer = 0; // else `input` would take a text that is typed later for an answer by tap
        check.goOn();
      }, NEXT_AFTER_MS);
    }
    else press(check, event);
  });
  // Browsers fire input after the click that gave the answer, so `timer` is set already.
  form.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.value.length > Number(field.dataset.room)) import("../device/room.js");
    noteLanguage(form, field.name);
    check.answer(field, { goesOn: timer !== 0 });
  });
  document.addEventListener("keydown", ({ key }) => { if (key === "Tab") import(BY_KEY); });
  form.addEventListener("submit", (event) => {
    event.preventDefault(); // Enter in a text field
    check.goOn();
  });
  find("[data-back]")?.addEventListener("click", (event) => {
    event.preventDefault();
    if (!check.goBack()) leave(/** @type {HTMLAnchorElement} */ (event.currentTarget).href);
  });
  for (const button of document.querySelectorAll("button[data-language]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      speak(check, /** @type {HTMLElement} */ (button).dataset.language ?? "");
    });
  }
  catchBack(() => check.goBack());
}

/**
 * @param {MouseEvent} event
 * @returns {boolean} whether this tap is the whole answer to a question
 */
function goesOn(event) {
  const answer = event.target;
  // Arrow keys on radio buttons fire clicks too, with detail 0, while somebody is still choosing.
  return answer instanceof HTMLInputElement && event.detail !== 0 && isWhole(answer);
}

/**
 * @param {import("./selfcheck.js").SelfCheck} check
 * @param {MouseEvent} event
 */
function press(check, event) {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (button === null) return;
  if (button.matches("[data-next], [data-skip]")) check.goOn();
  else if (button.matches("[data-clear]")) check.clear();
  else if (button.matches("[data-all-no]")) check.sayAllNo();
  else if (button.dataset.goto) check.goTo(button.dataset.goto);
}

/**
 * @param {import("./selfcheck.js").SelfCheck} check
 * @param {string} language to go on in, at the same question
 */
function speak(check, language) {
  if (language === LANGUAGE) return;
  check.keep();
  leave(location.pathname.replace(/^\/[^/]+/, `/${language}`) + location.hash);
}
