/**
 * Brings the scripts that only the end of the check needs. Who opens it for the first time is minutes away from there,
 * and the phone gets them with everything that it keeps (sw/README.md): packed together they are a third lighter.
 */

import { whenKept } from "../device/ready.js";
import { watchNetwork } from "../device/network.js";
import { pause } from "../device/painted.js";
import { isTablet } from "../device/tablet.js";
import { find, show, templateIn } from "../device/words.js";

export class Ending {
  /** @type {typeof import("./finish.js") | null} */
  scripts = null;
  /** @type {Promise<void> | null} */
  bringing = null;
  isWatching = false;

  /** @param {import("./selfcheck.js").SelfCheck} check */
  constructor(check) {
    this.check = check;
  }

  /** @param {{isFirst: boolean}} about isFirst: this phone has kept no answers, so nothing of it can be waiting to be sent */
  async begin({ isFirst }) {
    await pause(); // nobody shares before the first question is on the screen
    if (isFirst && !isTablet()) {
      // As States would: where the answers are is said from the first question on.
      const state = templateIn(document, "data-states")?.querySelector("[data-state=on_phone]");
      if (state && this.scripts === null) find("[data-sending]")?.replaceChildren(state.cloneNode(true));
      await whenKept();
    }
    this.bring();
  }

  /** Load the scripts and begin with them, unless that was done; without a network as soon as there is one. */
  bring() {
    this.bringing ??= import("./finish.js").then((scripts) => {
      if (!this.check.form.isConnected) return; // somebody left quickly meanwhile
      this.scripts = scripts;
      new scripts.Sharing(this.check.form, this.check).begin();
      this.check.update();
    }, () => {
      this.bringing = null;
      show("[data-lacking]");
      if (this.isWatching) return;
      this.isWatching = true;
      watchNetwork(async () => this.bring());
    });
  }

  /** @param {(code: string) => boolean} isAsked */
  showReview(isAsked) {
    this.scripts?.showReview(this.check.form, isAsked);
  }
}
