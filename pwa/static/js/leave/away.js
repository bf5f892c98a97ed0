/**
 * On the neutral page: wipes what could not be wiped before leaving, and tells whoever pressed "done" whether
 * nothing is left. A tablet of the practice goes back to its first page, for the next person.
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

// `#done` in the address would tell others that somebody was on our pages before.
if (isDone) history.replaceState(null, "", location.pathname);
setLeft(); // whoever left before our scripts were loaded has answers in the tab, handed to the next page
// The pass is a cookie that only the server can delete, and the service worker may have answered with this page
// from its cache; also a late answer to the page before may have set the cookie again.
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
