/** What every page of the patient does. */

import { watchExit } from "../leave/exit.js";
import { replaceForms } from "../leave/forms.js";
import { takeAlong } from "../draft/invitation.js";
import { replaceLinks } from "../device/history.js";
import { isTablet, roomCode } from "../device/tablet.js";

watchExit();
replaceLinks();
replaceForms();
takeAlong();
roomCode(); // the next page has another address
if (isTablet()) add(import("../leave/idle.js"));

// The check itself sends what waits there (check/sending.js).
if (document.querySelector("[data-check]") === null) add(import("../send/pending.js"));

// Last of all what opens the next time without a network: nobody waits for that. iPhones know no "idle".
if ("keep" in document.body.dataset) {
  addEventListener("load", () => {
    const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 2000));
    whenIdle(() => { add(import("./keep.js")); });
  });
}

/**
 * Do without what does not come: the network may have gone in between, and the page works as it is.
 * @param {Promise<unknown>} module
 */
function add(module) {
  module.catch(() => {});
}
