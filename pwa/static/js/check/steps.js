/** Shows one question of the form at a time. */

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

  /** @returns {HTMLElement | undefined} the question after this one */
  get following() {
    return this.all.slice(this.all.indexOf(this.now) + 1).find((step) => this.asks(step));
  }

  /**
   * @param {string} code
   * @returns {HTMLElement | undefined}
   */
  find(code) {
    return this.all.find((step) => step.dataset.step === code);
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
 * Fill the bars of the four domains as far as somebody has come.
 * @param {HTMLElement[]} steps
 * @param {HTMLElement} now
 */
function showProgress(steps, now) {
  const place = steps.indexOf(now);
  for (const bar of document.querySelectorAll("[data-bars] [data-domain]")) {
    if (!(bar instanceof HTMLElement)) continue;
    const own = steps.filter((step) => step.dataset.domain === bar.dataset.domain);
    const done = own.filter((step) => steps.indexOf(step) <= place).length;
    bar.style.setProperty("--fill", String(done / own.length));
  }
}
