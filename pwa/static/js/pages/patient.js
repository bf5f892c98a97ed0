/** Loaded by every page of the patient. */

import { watchExit } from "../leave/exit.js";
import { replaceForms } from "../leave/forms.js";
import { takeAlong } from "../draft/invitation.js";
import { whenKept } from "../device/ready.js";
import { replaceLinks } from "../device/history.js";
import { readInTab } from "../device/notes.js";
import { isTablet, roomCode } from "../device/tablet.js";
import { LANGUAGE } from "../device/words.js";

// The Dutch under each text, when it was chosen on this page or on one before. Its listener comes before that of the links,
// which would leave the page.
const under = () => import("../under/under.js");
if (readInTab("under")) add(under());
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.target.closest("[data-under]") === null) return;
  event.preventDefault();
  under().then(({ toggle }) => toggle()).catch(() => location.assign(`/${LANGUAGE}/offline`)); // which says that there is no network
});

watchExit();
replaceLinks();
replaceForms();
takeAlong();
roomCode(); // notes the code in the tab, because the address of the next page does not have it
if (isTablet()) add(import("../leave/idle.js"));

if (document.querySelector("[data-ear]")) add(import("../voice/door.js"));

// The check itself sends what waits there (check/sending.js). Where a code is shown, its sending is over, and leaves the
// phone at once: whoever goes on within seconds would be led back to the code.
const isOver = document.querySelector("[data-arrived], template[data-code-here]") !== null;
if (document.querySelector("[data-check]") === null) add((isOver ? Promise.resolve() : whenKept()).then(() => import("../send/pending.js")));

// Last the service worker, which serves the next visit only. Safari has no requestIdleCallback.
if ("keep" in document.body.dataset) {
  addEventListener("load", () => {
    const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 2000));
    whenIdle(() => { add(import("./keep.js")); });
  });
}

/**
 * Ignore a module that cannot be loaded: the network may have gone, and the page works without it.
 * @param {Promise<unknown>} module
 */
function add(module) {
  module.catch(() => {});
}
