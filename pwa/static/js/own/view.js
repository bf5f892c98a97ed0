/** Shows the copy that this phone keeps of a list, in the language in which it was read. */

import { begin } from "./ticks.js";
import { dayAndTime, fillIn, find, show } from "../device/words.js";

/**
 * @param {import("./lists.js").OwnList} list
 * @param {{isOffline: boolean}} options isOffline: say that there is no network, so this is not the newest
 */
export function showCopy({ name, copy }, { isOffline }) {
  const heading = find("[data-copy-name]");
  const kept = find("[data-copy-kept]");
  const content = find("[data-copy-content]");
  if (!copy || !heading || !kept || !content) return;
  fillIn(heading, "%(name)s", { name });
  fillIn(kept, kept.dataset.text ?? "", { time: dayAndTime(copy.keptAt) });
  show("[data-copy-offline]", isOffline);
  content.lang = copy.language;
  content.dir = copy.direction;
  const page = new DOMParser().parseFromString(copy.html + (copy.questions ?? ""), "text/html");
  bringPicturesHome(page);
  content.replaceChildren(...page.body.childNodes);
  if (isOffline) for (const part of ["[data-lists]", "[data-drop-all]"]) show(part, false); // else it may open in a moment
  show("[data-copy]");
  heading.focus();
  begin(); // the plan in the copy can be ticked; what is said waits for a network
  import("./whole.js").then(({ complete }) => complete()).catch(() => {}); // until then the questions are hidden
}

/** Take the copy off the screen; the lists come back. */
export function closeCopy() {
  find("[data-copy-content]")?.replaceChildren();
  show("[data-copy]", false);
  show("[data-lists]");
  show("[data-drop-all]", (find("[data-lists]")?.childElementCount ?? 0) > 1);
}

/**
 * Take the pictures of a copy from this build: those of the build that it was made in may be gone from the phone.
 * @param {Document} page
 */
function bringPicturesHome(page) {
  const here = new URL("../../", import.meta.url).pathname;
  for (const use of page.querySelectorAll("use")) {
    const address = use.getAttribute("href") ?? "";
    use.setAttribute("href", address.replace(/^\/static\/[^/]+\//, here));
  }
}
