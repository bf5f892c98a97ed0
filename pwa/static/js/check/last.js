/**
 * The last step and its button. What the step is made of comes with the start page of the practice, because the
 * check, which is sent before the phone has answered once, may not grow.
 */

import { nameTopics } from "./topics.js";
import { LANGUAGE, show, templateFrom } from "../device/words.js";

export class LastStep {
  isBusy = false; // from a press of the button until there is an outcome
  isOpen = true; // whether there is anything to share

  /**
   * @param {HTMLFormElement} form
   * @param {() => void} update brings the step up to date
   */
  constructor(form, update) {
    this.form = form;
    this.update = update;
  }

  /** @param {() => void} share is done at each press of the button */
  listen(share) {
    this.form.addEventListener("click", (event) => {
      if (!(event.target instanceof Element && event.target.closest("[data-share]"))) return;
      event.preventDefault();
      if (!this.isBusy) share();
    });
  }

  /**
   * Show or hide the button, and say whether a press is being worked on.
   * @param {{isBusy?: boolean, isOpen?: boolean}} [now]
   */
  set({ isBusy = this.isBusy, isOpen = this.isOpen } = {}) {
    Object.assign(this, { isBusy, isOpen });
    show("[data-share]", isOpen);
    // aria-disabled, because a disabled button loses the focus, and with it the place of a screen reader.
    this.form.querySelector("[data-share]")?.setAttribute("aria-disabled", String(isBusy));
  }

  /**
   * Complete the step, unless that was done before. Without a network and without the start page on this phone the
   * step says that it needs one, until a later call succeeds.
   */
  async complete() {
    const step = this.form.querySelector("[data-step=review]");
    if (step === null || isWhole(step)) return;
    const part = await templateFrom(`/${LANGUAGE}/p/${this.form.dataset.check}`, "data-last-step");
    if (isWhole(step)) return; // by another call meanwhile
    show("[data-lacking]", part === null);
    if (part === null) return;
    fillIn(step, part);
    nameTopics(this.form);
    this.update();
    this.set();
  }
}

/** @param {Element} step */
function isWhole(step) {
  return step.querySelector("[data-share]") !== null;
}

/**
 * @param {Element} step with the boxes and the field that came with the questions
 * @param {DocumentFragment} part with the places where they belong
 */
function fillIn(step, part) {
  for (const label of part.querySelectorAll("[data-box]")) {
    const box = step.querySelector(`[name=not_shared][value=${label.getAttribute("data-box")}]`);
    box?.removeAttribute("hidden");
    if (box) label.prepend(box);
  }
  const entry = step.querySelector("[data-entry]");
  if (entry) part.querySelector("[data-entry-place]")?.append(entry);
  step.append(part);
}
