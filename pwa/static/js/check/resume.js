/** What the self-check does with its draft: puts kept answers into the form, and says when nothing is kept. */

import { readKeepable, restoreAnswers } from "../draft/answers.js";
import { leave } from "../device/history.js";
import { LANGUAGE, show } from "../device/words.js";

/**
 * Read the answers that the server wrote into the form; only the form for changing a shared list has any.
 * @param {HTMLFormElement} form
 * @returns {import("../draft/answers.js").Answer[]}
 */
export function readBase(form) {
  if (form.querySelector("input[name=reply_to]") === null) return [];
  const copy = /** @type {HTMLFormElement} */ (form.cloneNode(true));
  copy.reset();
  return readKeepable(copy);
}

/**
 * @param {import("./selfcheck.js").SelfCheck} check
 * @returns {import("../draft/draft.js").Watcher}
 */
export function watchDraft(check) {
  return {
    read: () => readKeepable(check.form),
    onKept: (isKept) => show("[data-not-kept]", !isKept),
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
