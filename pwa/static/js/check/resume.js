/** What the self-check does with its draft: puts kept answers into the form, and says when nothing is kept. */

import { controlsOf, readKeepable, restoreAnswers } from "../draft/answers.js";
import { isChange } from "../draft/invitation.js";
import { leave } from "../device/history.js";
import { isTablet } from "../device/tablet.js";
import { LANGUAGE, show } from "../device/words.js";

/**
 * Read the answers that the server wrote into the form; only the form for changing a shared list has any.
 * @param {HTMLFormElement} form
 * @returns {import("../draft/answers.js").Answer[]}
 */
export function readBase(form) {
  if (!isChange(form)) return [];
  const copy = /** @type {HTMLFormElement} */ (form.cloneNode(true));
  copy.reset();
  return readKeepable(copy);
}

/**
 * Find the question at which somebody begins or goes on.
 * @param {import("./steps.js").Steps} steps
 * @param {string} kept step of the draft; empty without one
 * @param {HTMLElement[]} touched questions that were answered before the script was loaded
 * @returns {HTMLElement}
 */
export function findStart(steps, kept, touched) {
  const { all, skipped } = steps;
  const faulty = all.find((step) => step.querySelector(".error"));
  // Who changes a list that was shared begins where all of it is in sight.
  const first = isChange(steps.form) ? steps.find("review") : undefined;
  const found = faulty ?? steps.find(kept) ?? touched[touched.length - 1] ?? first ?? all[0];
  return all.indexOf(found) < skipped ? all[skipped] : found;
}

/**
 * Find the questions whose answers differ from those that were shared before.
 * @param {HTMLFormElement} form
 * @returns {(step: Element) => boolean}
 */
export function findChanged(form) {
  if (!isChange(form)) return () => false;
  const [before, now] = [readBase(form), readKeepable(form)];
  return (step) => {
    const names = new Set(controlsOf(step).map((control) => control.name));
    const within = (/** @type {import("../draft/answers.js").Answer[]} */ answers) => String(answers.filter(([name]) => names.has(name)));
    return within(before) !== within(now);
  };
}

/**
 * @param {import("./selfcheck.js").SelfCheck} check
 * @returns {import("../draft/draft.js").Watcher}
 */
export function watchDraft(check) {
  return {
    read: () => readKeepable(check.form),
    // A tablet keeps nothing on purpose, and says so where the state of the answers stands.
    onKept: (isKept) => show("[data-not-kept]", !isKept && !isTablet()),
    onNews: ({ step, uid, fields }) => {
      restoreAnswers(check.form, fields, { isNewer: true });
      check.uid = uid;
      check.update();
      const place = check.steps.find(step);
      if (place && check.steps.asks(place)) check.steps.show(place, { quietly: true });
    },
    onGone: () => leave(`/${LANGUAGE}/done`),
  };
}
