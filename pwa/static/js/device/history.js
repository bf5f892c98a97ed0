/**
 * The pages' place in the tab's history: one entry, so that "leave quickly" leaves nothing behind.
 *
 * Inside the self-check a second entry lies on top of it. Without it the browser's own Back would
 * leave the check; with it Back lands below, shows the previous question, and goes up again. Going
 * up adds no entry: browsers skip entries that a page adds without being touched.
 */

const SETTLE_MS = 300;

let isLeaving = false;
let isGoingUp = false;
let isSteppingBack = false;
let goal = "";

// A browser may keep a page in memory that was left, and show it again.
addEventListener("pageshow", () => {
  isLeaving = false;
  isSteppingBack = false;
});

/** @returns {boolean} whether the tab stands on the entry that catches Back */
function isOnTop() {
  return history.state !== null && history.state.isOnTop === true;
}

/** Put the entry that catches Back on top, once somebody has begun. */
export function enter() {
  if (!isOnTop() && !isGoingUp && !isLeaving) history.pushState({ isOnTop: true }, "");
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
 * Go to another page in the place of this one; neither Back nor Forward finds this one again. Of two
 * taps the last one counts: who leaves quickly may have gone to another page a moment before.
 * @param {string} address
 */
export function leave(address) {
  goal = address;
  if (isSteppingBack) return; // twice would lead behind this page
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
  // What Forward will find, if anybody tries.
  history.replaceState(null, "", address);
  const timer = setTimeout(go, SETTLE_MS);
  addEventListener("popstate", () => {
    clearTimeout(timer);
    go();
  }, { once: true });
  history.back();
}

/** Let links between our pages take the place of the page they are on. */
export function replaceLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isPlainClick(event)) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
    if (link.pathname.endsWith(".pdf")) return; // a file, not a page: this one stays open
    if (link.hash && link.pathname === location.pathname) {
      jump(event, link.hash);
      return;
    }
    event.preventDefault();
    leave(link.href);
  });
}

/**
 * Go to a place on this page. By itself the browser would add an entry to the history, which the check
 * takes for Back, and take the name of a draft out of the address.
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
 * @returns {boolean} whether nobody asked for a new tab or window
 */
function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
