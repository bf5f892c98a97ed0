/** Shows one question of the form at a time. */

import { isAnswered } from "../draft/answers.js";

// The flag d of 2021 is the newest syntax that the whole baseline can parse. In an older browser it is a syntax
// error, so no module of the self-check runs, and the plain form works whole instead of half of the self-check.
// eslint-disable-next-line no-unused-vars -- it is there to be parsed
const BASELINE = /^/d;
const SETTLE_MS = 150;

export class Steps {
  skipped = 0; // how many questions the start page asked already: Back from the next one leads there

  /**
   * @param {HTMLFormElement} form
   * @param {(code: string) => boolean} isAsked whether a question makes sense with the answers so far
   * @param {(step: HTMLElement, quietly: boolean) => void} onShow
   */
  constructor(form, isAsked, onShow) {
    this.form = form;
    this.isAsked = isAsked;
    this.onShow = onShow;
    this.all = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step]")]);
    this.now = this.all[0];
  }

  /** @returns {string} */
  get code() {
    return this.now.dataset.step ?? "";
  }

  /** @returns {HTMLElement | undefined} the question before this one */
  get previous() {
    return this.all.slice(this.skipped, this.all.indexOf(this.now)).reverse().find((step) => this.asks(step));
  }

  /**
   * @param {HTMLElement} step
   * @returns {HTMLElement | undefined} the question after it
   */
  after(step) {
    return this.all.slice(this.all.indexOf(step) + 1).find((next) => this.asks(next));
  }

  /**
   * @param {string} code of a question, or the name of a field, which a build before this one may have asked by itself
   * @returns {HTMLElement | undefined}
   */
  find(code) {
    return this.all.find((step) => step.dataset.step === code)
      ?? this.all.find((step) => step.querySelector(`[name="${code}"]`));
  }

  /**
   * @param {string[]} codes of questions that are to be asked again
   * @returns {HTMLElement | undefined} the first of them without an answer
   */
  findOpen(codes) {
    return this.all.find((step) => codes.includes(step.dataset.step ?? "") && this.asks(step)
      // When the first priority falls away, the second takes its place: that is asked all the same.
      && (step.dataset.step === "priority" || !isAnswered(step)));
  }

  /** @param {HTMLElement} step */
  asks(step) {
    return this.isAsked(step.dataset.step ?? "");
  }

  /**
   * Show a question.
   * @param {HTMLElement} step
   * @param {{quietly?: boolean}} [options] quietly: leave the focus and the scrolling alone
   */
  show(step, { quietly = false } = {}) {
    this.now.classList.remove("now");
    this.now = step;
    step.classList.add("now");
    this.form.classList.add("one");
    showProgress(this.all, step);
    this.onShow(step, quietly);
    if (quietly) return;
    ignoreSecondTap(step);
    const heading = step.querySelector("h2");
    if (heading !== null) heading.tabIndex = -1;
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0); // right after focus(): both force a layout, and nothing changes in between
  }
}

/**
 * Ignore taps for a moment: the second half of a double tap lands on the next question, and must not answer it.
 * @param {HTMLElement} step
 */
function ignoreSecondTap(step) {
  step.classList.add("fresh");
  setTimeout(() => step.classList.remove("fresh"), SETTLE_MS);
}

/**
 * Fill the bars as far as somebody has come: those of the four domains, and one for all that is asked after them.
 * @param {HTMLElement[]} steps
 * @param {HTMLElement} now
 */
function showProgress(steps, now) {
  const place = steps.indexOf(now);
  const lastTopic = steps.map((step) => step.dataset.domain !== undefined).lastIndexOf(true);
  for (const bar of document.querySelectorAll("[data-bars] i")) {
    if (!(bar instanceof HTMLElement)) continue;
    const { domain } = bar.dataset;
    const own = steps.filter((step, index) => (domain ? step.dataset.domain === domain : index > lastTopic));
    const done = own.filter((step) => steps.indexOf(step) <= place).length;
    bar.style.setProperty("--fill", String(done / own.length));
  }
}
