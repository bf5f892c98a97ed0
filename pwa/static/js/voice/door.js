/**
 * Shows the ears of a page where there is a voice, the server's or one of this phone; the press of one loads the by-ear mode,
 * and the mode stays on in this tab. No page keeps this script for use without a network: who listens keeps it (ear_words.js).
 */

import { readInTab } from "../device/notes.js";

const EAR = "ear";
const SPEAKER = '<svg class="icon" viewBox="0 0 24 24"><path d="M11 4.7a.7.7 0 0 0-1.2-.5L6.4 7.6a1.4 1.4 0 0 1-1 .4H3a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2.4a1.4 1.4 0 0 1 1 .4l3.4 3.4a.7.7 0 0 0 1.2-.5zM16 9a5 5 0 0 1 0 6m3.4 3.4a9 9 0 0 0 0-12.8"/></svg>'; // lucide: volume-2
const ears = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-ear]"));
const synthesis = /** @type {SpeechSynthesis | undefined} */ (globalThis.speechSynthesis);

for (const ear of ears) {
  ear.innerHTML = SPEAKER;
  ear.addEventListener("click", async () => (await import("./ear.js")).begin(ear));
}
show();
synthesis?.addEventListener?.("voiceschanged", show); // voices of the phone come late
if (readInTab(EAR) !== "") import("./ear.js").then(({ resume }) => resume());

function show() {
  const spoken = (synthesis?.getVoices() ?? []).filter((voice) => voice.localService).map(({ lang }) => lang.split(/[-_]/)[0]);
  for (const ear of ears) ear.hidden = !("sound" in ear.dataset || spoken.includes(ear.dataset.ear ?? ""));
}
