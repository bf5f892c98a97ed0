/** The self-check as one question at a time, over the form that came with the page: a tap goes on, Back goes back, every answer is kept. */

import { answerAllNo } from "./all_no.js";
import { clearAnswers, controlsOf, isTouched, readKeepable, restoreAnswers } from "../draft/answers.js";
import { showWhatBelongs } from "./choices.js";
import { choose } from "./chosen.js";
import { sayNothing, showControls, tellRules } from "./controls.js";
import { DraftBox } from "../draft/draft.js";
import { bringInvitation, draftKey, isChange, takeWho } from "../draft/invitation.js";
import { Ending } from "./ending.js";
import { afterPaint, doNow, pause } from "../device/painted.js";
import { listen } from "./listen.js";
import { enter } from "../device/history.js";
import { LastStep } from "./last.js";
import { isAsked, updateOwnTopics } from "./priority.js";
import { findStart, readBase, watchDraft } from "./resume.js";
import { newUid } from "../device/network.js";
import { Steps } from "./steps.js";
import { offerTopics, unpack } from "./topics.js";
import { show } from "../device/words.js";

const LAST = "review";

export class SelfCheck {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.uid = newUid();
    this.isReviewing = false; // the patient came from the last step to change an answer, and goes back there
    /** @type {string[]} */
    this.again = []; // questions whose answers were cleared because another answer changed
    this.last = new LastStep(form, () => this.update());
    this.ending = new Ending(this);
    unpack(form);
    this.box = new DraftBox(draftKey(form), watchDraft(this));
    this.steps = new Steps(form, (code) => isAsked(form, code), (step, quietly) => this.arrive(step, quietly));
  }

  /** Go on at the question of the draft, or at the last one that was answered before this script was loaded. */
  async begin() {
    const loading = this.box.load(readBase(this.form));
    await offerTopics(this.form);
    const draft = await loading;
    const touched = this.steps.all.filter((step) => controlsOf(step).some(isTouched));
    if (draft) restoreAnswers(this.form, draft.fields);
    this.uid = draft?.uid ?? this.uid;
    this.steps.skipped = Number(takeWho(this.form));
    bringInvitation(this.form, this.box.key);
    await pause();
    this.update();
    listen(this);
    this.steps.show(findStart(this.steps, draft?.step ?? "", touched), { quietly: true });
    if (this.steps.skipped > 0) this.keep();
    this.form.querySelector("[data-without-script]")?.remove(); // last: if anything above fails, the form without script can still be used
    show("[data-bars]");
    this.ending.begin({ isFirst: draft === null && !isChange(this.form) });
  }

  /**
   * Take in an answer.
   * @param {HTMLInputElement} control
   * @param {{goesOn: boolean}} options goesOn: the next question comes by itself in a moment
   */
  answer(control, { goesOn }) {
    tellRules(control);
    afterPaint(() => {
      this.update(choose(this.form, control));
      this.keep();
      if (control.name === "not_shared" && this.again.includes("priority")) this.goTo("priority");
      // If the next question comes by itself, new buttons would appear for a moment under the finger.
      else if (!goesOn) this.showControls();
    });
  }

  /** @param {string} [changed] name of the field that was answered */
  update(changed = "") {
    this.again.push(...updateOwnTopics(this.form, changed));
    showWhatBelongs(this.form);
    if (this.steps.code === LAST) this.ending.showReview((code) => isAsked(this.form, code));
  }

  keep() {
    return this.box.save({ step: this.steps.code, uid: this.uid, answers: readKeepable(this.form) });
  }

  clear() {
    clearAnswers(this.steps.now);
    this.update(this.steps.code);
    this.keep();
    this.showControls();
    this.steps.now.querySelector("h2")?.focus(); // the button, which had the focus, is gone
  }

  /** Answer every topic of this domain with "no", and go on after them. */
  sayAllNo() {
    this.goOn(answerAllNo(this.form, this.steps.now.dataset.domain ?? ""));
  }

  /** @param {HTMLElement} [from] the question that is done */
  goOn(from = this.steps.now) {
    doNow();
    const tooLong = this.steps.now.querySelector("[data-room]:invalid");
    if (tooLong instanceof HTMLElement) return tooLong.focus();
    const next = this.isReviewing ? this.steps.findOpen(this.again) ?? this.steps.find(LAST) : this.steps.after(from);
    if (next) this.steps.show(next);
  }

  /** @returns {boolean} false when this is where somebody began */
  goBack() {
    if (this.steps.code === LAST && isChange(this.form)) return false;
    const step = this.isReviewing ? this.steps.find(LAST) : this.steps.previous;
    if (step) this.steps.show(step);
    return step !== undefined;
  }

  /**
   * Go from the last step to a question, and come back after it.
   * @param {string} code
   */
  goTo(code) {
    const step = this.steps.find(code);
    this.isReviewing = true;
    if (step) this.steps.show(step);
  }

  /**
   * @param {HTMLElement} step that is now on the screen
   * @param {boolean} quietly the patient did not go there: the page was just loaded, or another tab answered
   */
  arrive(step, quietly) {
    const code = step.dataset.step ?? "";
    show("[data-again]", code === "priority" && this.again.includes(code));
    this.again = this.again.filter((other) => other !== code);
    this.last.arrive(code === LAST);
    if (code === LAST) this.isReviewing = false;
    if (code === LAST) afterPaint(() => { this.ending.bring(); this.update(); });
    sayNothing();
    this.showControls();
    if (step !== this.steps.all[this.steps.skipped]) afterPaint(enter); // it takes an old phone as long as all the rest
    if (!quietly) afterPaint(() => this.keep());
  }

  showControls() {
    showControls(this.form, this.steps.now, this.steps.code === LAST);
  }
}

const form = document.querySelector("[data-check]");
// Apart from running all the modules that are imported here, which takes an old phone long enough.
if (form instanceof HTMLFormElement) pause().then(() => new SelfCheck(form).begin());
