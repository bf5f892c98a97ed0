// Stands inline in every page of the patient, before anything is painted; so it imports and exports nothing.
// After "leave quickly" the tab has a note ("left"): whoever goes back to one of our pages sees nothing of it
// and lands on the neutral page again. A page that is opened anew deletes the note.
// It also loads the scripts that a page can wait for (`data-late`).
(() => {
  const root = document.documentElement;
  const { lang } = root; // as the server wrote it: programs that translate a page change it
  const LEFT = "left";
  // Where sessionStorage is forbidden or full, the note is the name of the tab.
  const hasLeft = () => {
    try { if (sessionStorage.getItem(LEFT)) return true; } catch {}
    return window.name === LEFT;
  };
  const away = () => {
    root.hidden = true;
    location.replace(`/${lang}/away`);
  };
  // Older browsers have only performance.navigation, with a number: 2 is back or forward.
  const { type } = /** @type {PerformanceNavigationTiming | PerformanceNavigation} */ (
    performance.getEntriesByType("navigation")[0] || performance.navigation
  );
  if (hasLeft()) {
    if (type === "back_forward" || type === 2) away();
    else {
      window.name = ``; // web/page_cache.py would take an empty text in other quotes out of the page
      try { sessionStorage.removeItem(LEFT); } catch {}
    }
  }
  // Hide the page for the back/forward cache, so that not one frame of it shows before the note is read.
  addEventListener("pagehide", () => { root.hidden = true; });
  addEventListener("pageshow", (event) => {
    if (event.persisted) hasLeft() ? away() : root.hidden = false;
  });
  // Esc three times in 1.5 seconds leaves; a key that is held down counts once.
  /** @type {number[]} */
  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses = [...presses.slice(-2), event.timeStamp];
    if (presses[2] - presses[0] < 1500) /** @type {HTMLElement} */ (document.querySelector("[data-exit]")).click();
  });
  // The scripts in the template `data-late` are inserted after the first frame: from a cache they would be there
  // before it, and delay it. Each in a task of its own, because thirty at once block an old phone.
  const bring = () => {
    if (document.readyState === "loading") return requestAnimationFrame(bring);
    const late = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-late]"));
    for (const part of late ? [...late.content.children] : []) setTimeout(() => late.before(part));
  };
  requestAnimationFrame(bring);
  // Leaves as long as leave/exit.js is not loaded, which does it more thoroughly.
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[data-exit]"))) return;
    event.preventDefault();
    try { sessionStorage.setItem(LEFT, "1"); } catch { window.name = LEFT; }
    away();
  });
})();
