/**
 * The last step: its button, and the switches for what is shared. What the step is made of comes with the start
 * page of the practice, because the check, which is sent before the phone has answered once, may not grow.
 */

import { isChange, isInvited } from "../draft/invitation.js";
import { pause } from "../device/painted.js";
import { fitTalk } from "./talk.js";
import { nameTopics } from "./topics.js";
import { LANGUAGE, show, templateFrom } from "../device/words.js";

// The button comes under a finger that was answering: a tap before somebody can have read anything shares nothing.
const HELD_MS = 700;

export class LastStep {
  isBusy = false; // from a press of the button until there is an outcome
  isOpen = true; // whether there is anything to share
  isHere = false; // on the screen
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  held;

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
    this.form.addEventListener("input", (event) => this.flip(event), { capture: true });
  }

  /**
   * Put the position of a switch, which says what is shared, into the field that is kept and sent, which says what is not.
   * @param {Event} event
   */
  flip(event) {
    const { target } = event;
    if (!(target instanceof HTMLInputElement) || target.dataset.shares === undefined) return;
    event.stopPropagation();
    const box = this.form.querySelector(`[name=not_shared][value=${target.dataset.shares}]`);
    if (!(box instanceof HTMLInputElement)) return;
    box.checked = !target.checked;
    box.dispatchEvent(new Event("input", { bubbles: true }));
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
    // What was shared and is not there yet has the screen for itself, with the map under it.
    const page = this.form.parentElement?.classList;
    const wasSent = page?.contains("sent");
    page?.toggle("sent", this.isHere && !isOpen);
    if (this.isHere && !isOpen && !wasSent) scrollTo(0, 0);
  }

  /** @param {boolean} isHere whether this step is on the screen now, and not one before it */
  arrive(isHere) {
    this.isHere = isHere;
    fitTalk(this.form);
    this.set();
    if (isHere) this.hold();
  }

  hold() {
    const button = this.form.querySelector("[data-share]");
    button?.classList.add("fresh");
    clearTimeout(this.held);
    this.held = setTimeout(() => button?.classList.remove("fresh"), HELD_MS);
  }

  /**
   * Complete the step, unless that was done before. Without a network and without the start page on this phone the
   * step says that it needs one, until a later call succeeds.
   */
  async complete() {
    const step = this.form.querySelector("[data-step=review]");
    if (step === null || isWhole(step)) return;
    const part = await templateFrom(`/${LANGUAGE}/p/${this.form.dataset.check}`, "data-last-step");
    await pause(); // that page was parsed just now, and an old phone does not answer a tap meanwhile
    if (isWhole(step)) return; // by another call meanwhile
    show("[data-lacking]", part === null);
    if (part === null) return;
    const entry = step.querySelector("[data-entry]");
    if (entry) part.querySelector("[data-entry-place]")?.append(entry);
    // A change is there to change something, so its answers are in sight at once.
    part.querySelector("[data-all-answers]")?.toggleAttribute("open", isChange(this.form));
    step.append(part);
    show("[data-invited]", isInvited(this.form));
    show("[data-uninvited]", !isInvited(this.form));
    nameTopics(this.form);
    this.update();
    this.arrive(this.isHere);
  }
}

/** @param {Element} step */
function isWhole(step) {
  return step.querySelector("[data-share]") !== null;
}
