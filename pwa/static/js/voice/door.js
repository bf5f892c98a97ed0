/**
 * Shows the ears of a page where there is a voice, the server's or one of this phone; the press of one loads the by-ear mode,
 * and the mode stays on in this tab. No page keeps this script for use without a network: who listens keeps it (ear_words.js).
 */

import { readInTab } from "../device/notes.js";
import { LANGUAGE } from "../device/words.js";

const EAR = "ear";
const OWN_PRESSES = "[data-exit], [data-ear], .languages, .tiles"; // of the first tap: they do what they always do
const SPEAKER = '<svg class="icon" viewBox="0 0 24 24"><path d="M11 4.7a.7.7 0 0 0-1.2-.5L6.4 7.6a1.4 1.4 0 0 1-1 .4H3a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2.4a1.4 1.4 0 0 1 1 .4l3.4 3.4a.7.7 0 0 0 1.2-.5zM16 9a5 5 0 0 1 0 6m3.4 3.4a9 9 0 0 0 0-12.8"/></svg>'; // lucide: volume-2
const ears = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-ear]"));
const synthesis = /** @type {SpeechSynthesis | undefined} */ (globalThis.speechSynthesis);

for (const ear of ears) {
  ear.innerHTML = SPEAKER;
  ear.addEventListener("click", () => begin(ear));
  if ("first" in ear.dataset) beginAtOnce(ear);
}
show();
synthesis?.addEventListener?.("voiceschanged", show); // voices of the phone come late
if (readInTab(EAR) !== "") import("./ear.js").then(({ resume }) => resume());

/** @param {HTMLElement} ear */
async function begin(ear) {
  (await import("./ear.js")).begin(ear);
}

/**
 * Of a language that is only heard: its tile is its ear, and on its own pages the first tap is, because nobody reads there.
 * @param {HTMLElement} ear
 */
function beginAtOnce(ear) {
  /** @param {Event} event */
  const press = (event) => {
    event.preventDefault();
    event.stopPropagation();
    begin(ear);
  };
  ear.closest(".tile")?.querySelector("a")?.addEventListener("click", press);
  if (ear.dataset.ear !== LANGUAGE || readInTab(EAR) !== "") return;
  document.addEventListener("click", function first(event) {
    document.removeEventListener("click", first, true);
    if (!(/** @type {Element} */ (event.target).closest(OWN_PRESSES))) press(event);
  }, true);
}

function show() {
  const spoken = (synthesis?.getVoices() ?? []).filter((voice) => voice.localService).map(({ lang }) => lang.split(/[-_]/)[0]);
  for (const ear of ears) ear.hidden = !("sound" in ear.dataset || spoken.includes(ear.dataset.ear ?? ""));
}
