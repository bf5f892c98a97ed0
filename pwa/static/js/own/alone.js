/**
 * "Keep it for myself only", on the last step of the questions that are asked once more: face and amounts stay on this phone,
 * beside the list that it keeps, and are never sent. Only an own phone offers it.
 */

import "../device/clock.js";
import { buildBody } from "../check/share.js";
import { dropDraft } from "../draft/drafts.js";
import { draftKey } from "../draft/invitation.js";
import { leave } from "../device/history.js";
import { LANGUAGE, templateIn } from "../device/words.js";
import { readPhoneId } from "./copy.js";
import { allOwn, changeOwn } from "./lists.js";

const AMOUNTS = ["no", "some", "much"];
const form = document.querySelector("[data-check]");
if (form instanceof HTMLFormElement) offer(form);

/** @param {HTMLFormElement} questions */
async function offer(questions) {
  const here = readPhoneId(document);
  const list = (await allOwn()).find(({ id, generation }) => id === here?.id && generation === here.generation);
  const part = templateIn(document, "data-alone")?.firstElementChild;
  const step = questions.querySelector("[data-step=review]");
  if (!list || !(part instanceof HTMLElement) || step === null) return;
  part.querySelector("button")?.addEventListener("click", async () => {
    const alone = { at: globalThis.gesprekClock.now(), said: readAmounts(questions) };
    try {
      await changeOwn(list, { alone });
    } catch {
      const failed = part.querySelector("[data-failed]");
      if (failed instanceof HTMLElement) failed.hidden = false;
      return;
    }
    await dropDraft(draftKey(questions));
    leave(`/${LANGUAGE}/mine/then-and-now`);
  });
  step.append(part);
  // The rest of the step comes later (check/last.js); this stands below its button.
  new MutationObserver(() => {
    if (step.lastElementChild !== part) step.append(part);
  }).observe(step, { childList: true });
}

/**
 * @param {HTMLFormElement} questions
 * @returns {import("../draft/answers.js").Answer[]} the face and the amounts of what would be shared
 */
function readAmounts(questions) {
  return [...buildBody(questions, "")].filter(([name, value]) => name === "feeling" || AMOUNTS.includes(value));
}
