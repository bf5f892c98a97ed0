/**
 * On the neutral page: whatever could not be wiped in time is wiped now, and who pressed "done" reads
 * that it is so. A tablet of the practice goes back to its first page, for the next one.
 */

import { setLeft } from "../device/notes.js";
import { tabletStart } from "../device/tablet.js";
import { isClean, takePass, wipe } from "./wipe.js";

const DONE = "#done";
const READ_MS = 6000;
const IDLE_MS = 90_000;
const PATIENCE_MS = 4000;

const isDone = location.hash === DONE;
const start = tabletStart();

// Nobody who looks at the address needs to know.
if (isDone) history.replaceState(null, "", location.pathname);
setLeft(); // who left before the scripts had come has answers in the tab, on their way to the next page
// The worker has this page without asking the server; and until the page before was gone, an answer to it may have
// brought a pass.
takePass(location.pathname);
finish();

async function finish() {
  const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  await Promise.race([wipe(), patience]);
  const words = document.querySelector(await isClean() ? "[data-done]" : "[data-not-done]");
  if (isDone && words instanceof HTMLElement) words.hidden = false;
  if (start === "") return;
  let timer = setTimeout(goBack, isDone ? READ_MS : IDLE_MS);
  addEventListener("pointerdown", () => {
    clearTimeout(timer);
    timer = setTimeout(goBack, IDLE_MS);
  });
}

function goBack() {
  location.replace(start);
}
