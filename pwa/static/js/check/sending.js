/**
 * The button that shares the answers, and the place that shows the state of the sending, with a way on for
 * each outcome, until the practice has the answers and the code is on the screen.
 */

import { comeBack, newUid, watchNetwork } from "../device/network.js";
import { leave } from "../device/history.js";
import { isTablet } from "../device/tablet.js";
import { Queue } from "../send/queue.js";
import { readAll, startAnew, wishedAlone } from "./share.js";
import { forget, goToCode, shareAnew } from "../send/received.js";
import { States, isPutAside, isThere, saidOf } from "../send/states.js";
import { LANGUAGE } from "../device/words.js";

const HERE = isTablet() ? "on_tablet" : "on_phone"; // the state before anything is shared: on a tablet nothing stays

export class Sharing {
  /**
   * @param {HTMLFormElement} form
   * @param {import("./selfcheck.js").SelfCheck} check
   */
  constructor(form, check) {
    this.form = form;
    this.check = check;
    this.place = /** @type {HTMLElement} */ (document.querySelector("[data-sending]"));
    this.queue = new Queue();
    this.states = new States(this.place);
    this.answers = ""; // those that wait, as readAll gives them; changed answers are another sending
    /** @type {string[]} names of the states to show as long as nothing waits */
    this.said = [HERE];
  }

  /** Share when the button is pressed, and go on with what was shared before. */
  begin() {
    this.check.last.listen(() => this.share());
    this.place.addEventListener("click", (event) => {
      const part = event.target instanceof Element ? event.target.closest("[data-do]") : null;
      if (part instanceof HTMLElement) this.act(part, event);
    });
    for (const type of ["input", "click"]) this.form.addEventListener(type, () => this.notice());
    this.states.bring();
    watchNetwork((options) => this.look(options));
  }

  async share() {
    const open = this.check.steps.findOpen(this.check.again); // asked again first, such as a priority that fell away
    if (open) return this.check.goTo(open.dataset.step ?? "");
    if (this.form.querySelector("[data-entry]") && await (await import("./entry.js").catch(() => null))?.lacksCode(this.form)) return;
    this.check.last.set({ isBusy: true });
    let isNew;
    try {
      isNew = await startAnew(this.form, this.check, this.queue);
      if (isNew) await this.send();
    } finally {
      this.check.last.set({ isBusy: false });
    }
    if (!isNew) await this.look({ isAsked: true }); // another tab has shared this list
    this.place.scrollIntoView({ block: "nearest" });
  }

  async send() {
    this.answers = readAll(this.form);
    this.states.show([["sending"]]);
    this.place.scrollIntoView({ block: "nearest" });
    this.tell(await this.queue.send(this.check.uid, { withCode: true, isAsked: true }));
  }

  /** @param {{isAsked: boolean, isPressed?: boolean}} options isPressed: a screen reader must hear the outcome, also when it is the same as before */
  async look({ isAsked, isPressed }) {
    this.check.last.complete();
    if (!this.check.last.isBusy) {
      const sending = await this.queue.find(this.check.uid);
      if (sending !== null) this.answers ||= readAll(this.form);
      if (sending !== null && isPressed) this.states.tryAgain(sending);
      else this.tell({ sending, answer: null });
      if (sending !== null) this.tell(await this.queue.send(this.check.uid, { withCode: true, isAsked }));
    }
    await this.queue.sendAll({ isAsked, but: this.check.uid });
  }

  /** @param {import("../send/queue.js").Result} result */
  tell({ sending, answer }) {
    this.check.last.set({ isOpen: sending === null || sending.state === "refused" });
    if (sending === null) return this.states.show(this.said.map((name) => [name]));
    if (sending.state === "received" && answer?.outcome === "received") {
      this.check.box.isOpen = false; // the draft is written no more; it stays until the code was shown
      return goToCode(sending, answer.code);
    }
    const also = [];
    if (sending.state === "waiting") also.push(...this.queue.isKept ? comeBack() : [this.queue.why === "full" ? "stay_full" : "stay"]);
    if (sending.state === "received" && answer !== null) also.push("code_later");
    this.states.show([...saidOf(sending), ...also.map((name) => /** @type {[string]} */ ([name]))]);
  }

  /** Call off the sending that waits when an answer was changed: it holds the answers before that. */
  notice() {
    if (this.answers !== "" && this.answers !== readAll(this.form)) this.stop("changed");
  }

  /**
   * Call off what waits.
   * @param {"cancelled" | "changed"} name of the state to show then
   */
  async stop(name) {
    this.answers = "";
    const mustStay = (/** @type {import("../send/stores.js").Sending} */ one) => isThere(one) || (name === "changed" && isPutAside(one));
    const was = await this.queue.remove(this.check.uid, (one) => !mustStay(one));
    if (was === null) return;
    if (mustStay(was)) return this.tell({ sending: was, answer: null }); // its code can be had by this uid alone
    const alone = this.form.querySelector("[name=talk_alone]");
    // The wish to talk alone is in no draft: of a sending from before this page was loaded, only its sealed body has it.
    if (alone instanceof HTMLInputElement && !this.queue.added.has(was.uid)) alone.checked ||= await wishedAlone(was);
    this.check.uid = newUid();
    this.check.keep();
    this.said = [was.state === "refused" ? HERE : name];
    if (was.mayBeThere || was.isUnderway) this.said.push("maybe");
    this.tell({ sending: null, answer: null });
  }

  /**
   * Do what the pressed button or link of a state is for.
   * @param {HTMLElement} part
   * @param {Event} event
   */
  async act(part, event) {
    event.preventDefault();
    switch (part.dataset.do) {
      case "cancel": return this.stop("cancelled");
      case "again": return this.share();
      case "anew": await shareAnew(this.queue, this.check.uid, part);
        this.answers = ""; // read them anew: shareAnew took the field reply_to out of the form
        return this.look({ isAsked: true, isPressed: true });
      case "now": case "code": return this.look({ isAsked: true, isPressed: true });
      case "question": return this.goToQuestion(part.dataset.field ?? "");
    }
    if (part instanceof HTMLAnchorElement) {
      this.check.box.isOpen = false;
      await forget(this.queue, { uid: this.check.uid, draft: this.check.box.key });
      leave(part.href);
    }
  }

  /** @param {string} field that the server refused */
  goToQuestion(field) {
    const step = this.form.querySelector(`[name="${CSS.escape(field)}"]`)?.closest("[data-step]");
    if (step instanceof HTMLElement) this.check.goTo(step.dataset.step ?? "");
    else if (field === "reply_to") leave(`/${LANGUAGE}/open`);
    else this.share();
  }
}
