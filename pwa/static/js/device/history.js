/**
 * Keeps all our pages in one entry of the tab's history, so that Back finds none of them after "leave quickly".
 *
 * Inside the self-check there is a second entry on top, because the browser's Back would leave the check. With
 * it Back lands on the entry below; this script shows the previous question and goes forward to the top again.
 * It adds no new entry instead, because browsers skip entries that a page adds without a tap.
 */

const SETTLE_MS = 300;
const GONE_MS = 10_000;

let isLeaving = false;
let isUnloading = false;
let isGoingUp = false;
let isSteppingBack = false;
let goal = "";

// The browser may show this page again from its back/forward cache, with the variables as they were.
addEventListener("pageshow", () => {
  isLeaving = false;
  isSteppingBack = false;
});

// Chromium loses count of the entries when a page adds one after a reload was asked for: the history.back() of leave()
// would then end on the page before ours. A link tel: fires this event too, and the page stays; hence the timer.
addEventListener("beforeunload", () => {
  isUnloading = true;
  setTimeout(() => { isUnloading = false; }, GONE_MS);
});

/** @returns {boolean} whether the tab stands on the entry that catches Back */
function isOnTop() {
  return history.state !== null && history.state.isOnTop === true;
}

/** Put the entry that catches Back on top, once somebody has begun. */
export function enter() {
  if (!isOnTop() && !isGoingUp && !isLeaving && !isUnloading) history.pushState({ isOnTop: true }, "");
}

/**
 * Let the browser's Back go to the previous question.
 * @param {() => boolean} stepBack shows the previous question; false when there is none
 */
export function catchBack(stepBack) {
  addEventListener("popstate", () => {
    if (isLeaving) return;
    if (isOnTop()) {
      isGoingUp = false;
    } else if (stepBack()) {
      isGoingUp = true;
      history.forward();
      setTimeout(() => { isGoingUp = false; }, SETTLE_MS);
    } else {
      history.back();
    }
  });
}

/**
 * Replace this page by another one; neither Back nor Forward finds this one again. Of two calls the last
 * address counts: "leave quickly" may be pressed a moment after a link.
 * @param {string} address
 */
export function leave(address) {
  goal = address;
  if (isSteppingBack) return; // a second history.back() would go to the page before ours
  const go = () => {
    isSteppingBack = false;
    location.replace(goal);
  };
  if (!isOnTop()) {
    go();
    return;
  }
  isLeaving = true;
  isSteppingBack = true;
  // This entry on top remains, and Forward leads to it: give it the new address.
  history.replaceState(null, "", address);
  const timer = setTimeout(go, SETTLE_MS);
  addEventListener("popstate", () => {
    clearTimeout(timer);
    go();
  }, { once: true });
  history.back();
}

/** Make links between our pages replace the page that they are on (see leave). */
export function replaceLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isPlainClick(event)) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
    if (link.pathname.endsWith(".pdf")) return; // a file, which opens beside this page
    if (link.hash && link.pathname === location.pathname) {
      jump(event, link.hash);
      return;
    }
    event.preventDefault();
    leave(link.href);
  });
}

/**
 * Scroll to a place on this page. The browser's own jump would add an entry to the history, which the check
 * takes for Back, and replace the fragment of the address, which may name a draft.
 * @param {MouseEvent} event
 * @param {string} hash
 */
function jump(event, hash) {
  const place = document.getElementById(hash.slice(1));
  if (place === null) return;
  event.preventDefault();
  place.scrollIntoView();
  place.focus({ preventScroll: true });
}

/**
 * @param {MouseEvent} event
 * @returns {boolean} whether it asks for no new tab or window: main button, no modifier key
 */
function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
