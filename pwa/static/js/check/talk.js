/** What the step "For the talk itself" asks: not everything of everybody. */

import { isInvited } from "../draft/invitation.js";
import { LANGUAGE, show } from "../device/words.js";

const DUTCH = "nl";

/**
 * Ask for an interpreter in other languages than Dutch, unless one was wanted before the language was changed;
 * and how the practice knows whose list it is where it invited nobody.
 * @param {HTMLFormElement} form
 */
export function fitTalk(form) {
  const wanted = form.querySelector("[name=interpreter]:checked") !== null;
  show("[data-abroad]", LANGUAGE !== DUTCH || wanted);
  const known = form.querySelector("[name=known_as]");
  known?.closest(".field")?.toggleAttribute("hidden", isInvited(form));
  // Disabled as well, so that its value is neither read nor sent.
  known?.toggleAttribute("disabled", isInvited(form));
}
