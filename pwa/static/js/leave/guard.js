// Comes inline with every page of the patient, before anything is painted; no imports, no exports.
// After "leave quickly" the tab carries a mark: whoever goes back to one of our pages sees nothing
// of it and lands on the neutral page again. A page that is opened anew takes the mark away.
// It also brings the scripts that a page can wait for.
(() => {
  const root = document.documentElement;
  const { lang } = root; // as the server wrote it: programs that translate a page change it
  const MARK = "left";
  // Storage can be forbidden or full; the name of the tab then carries the mark.
  const hasLeft = () => {
    try { if (sessionStorage.getItem(MARK)) return true; } catch {}
    return window.name === MARK;
  };
  const away = () => {
    root.hidden = true;
    location.replace(`/${lang}/away`);
  };
  // Older browsers tell it by a number.
  const { type } = /** @type {PerformanceNavigationTiming | PerformanceNavigation} */ (
    performance.getEntriesByType("navigation")[0] || performance.navigation
  );
  if (hasLeft()) {
    if (type === "back_forward" || type === 2) away();
    else {
      window.name = ``; // an empty text in other quotes would be taken out of the page (web/page_cache.py)
      try { sessionStorage.removeItem(MARK); } catch {}
    }
  }
  // A page that the browser keeps in memory is kept hidden, so that not one frame of it shows.
  addEventListener("pagehide", () => { root.hidden = true; });
  addEventListener("pageshow", (event) => {
    if (event.persisted) hasLeft() ? away() : root.hidden = false;
  });
  // Three times Esc, and not one held down.
  /** @type {number[]} */
  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses = [...presses.slice(-2), event.timeStamp];
    if (presses[2] - presses[0] < 1500) /** @type {HTMLElement} */ (document.querySelector("[data-exit]")).click();
  });
  // Scripts that lie in a template come after the first frame: kept on the phone, they would be there
  // before it, and hold it up. Each in a task of its own: thirty at once take an old phone a while.
  const bring = () => {
    if (document.readyState === "loading") return requestAnimationFrame(bring);
    const late = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-late]"));
    for (const part of late ? [...late.content.children] : []) setTimeout(() => late.before(part));
  };
  requestAnimationFrame(bring);
  // Works before the scripts have come; they do it more thoroughly (leave/exit.js).
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[data-exit]"))) return;
    event.preventDefault();
    try { sessionStorage.setItem(MARK, "1"); } catch { window.name = MARK; }
    away();
  });
})();
