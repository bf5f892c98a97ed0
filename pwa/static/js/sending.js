/** The button that shares: one sending at a time, and one true sentence about what became of it. */

import { leave } from "./place.js";
import { buildBody, newUid, send } from "./share.js";
import { show } from "./words.js";

/** @typedef {import("./share.js").Outcome} Outcome */
/**
 * @typedef {object} Sender what the self-check keeps of a sending
 * @property {string} uid
 * @property {import("./draft.js").DraftBox} box
 * @property {() => Promise<void>} keep
 */

/**
 * Share when the button is pressed.
 * @param {HTMLFormElement} form
 * @param {Sender} sender
 */
export function watchSharing(form, sender) {
  const button = form.querySelector("[data-share]");
  if (!(button instanceof HTMLButtonElement)) return;
  let lastBody = "";
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    // Other answers are another sending; the same ones stay the same, however often they are sent.
    if (lastBody !== "" && lastBody !== String(buildBody(form, sender.uid))) sender.uid = newUid();
    // A disabled button would lose the focus, and with it the place of somebody who cannot see.
    button.setAttribute("aria-disabled", "true");
    tell("sending");
    const outcome = await sendOnce(form, sender);
    lastBody = String(buildBody(form, sender.uid));
    button.removeAttribute("aria-disabled");
    tell(outcome);
    if (outcome === "received" || outcome === "without_code") await sender.box.drop();
    if (outcome === "received") leave(form.dataset.done ?? "/");
    button.hidden = outcome === "without_code";
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {Sender} sender
 * @returns {Promise<Outcome>}
 */
async function sendOnce(form, sender) {
  sender.keep(); // with the id, before it is used
  const address = form.dataset.shareAt ?? "";
  let answer = await send(address, buildBody(form, sender.uid));
  if (answer.outcome === "other_body") {
    // An earlier try did arrive, before a reload, and with other answers: these are newer.
    sender.uid = newUid();
    sender.keep();
    answer = await send(address, buildBody(form, sender.uid));
  }
  const faults = document.querySelector("[data-faults]");
  faults?.replaceChildren(...answer.sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  }));
  if (answer.outcome === "other_body") return "busy";
  // Whoever changes answers that were shared has a code already.
  const isChange = form.querySelector("input[name=reply_to]") !== null;
  return answer.outcome === "without_code" && isChange ? "received" : answer.outcome;
}

/** @param {Outcome | "sending"} state */
function tell(state) {
  for (const place of document.querySelectorAll("[data-outcome]")) {
    if (!(place instanceof HTMLElement)) continue;
    place.hidden = place.dataset.outcome !== state;
    if (!place.hidden) place.scrollIntoView({ block: "nearest" });
  }
  show("[data-faults]", state === "refused");
}
