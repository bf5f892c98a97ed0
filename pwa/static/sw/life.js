/** The worker's life: it takes over at once, and no page that is open has to be loaded again. */
"use strict";
(() => {
  const { keep, takeOver, dropOldBuilds } = self.gesprek;
  let keeping = Promise.resolve(); // one page after the other

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(takeOver());
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil(dropOldBuilds().then(() => self.clients.claim()));
  });

  self.addEventListener("message", (event) => {
    if (event.data?.type !== "keep") return;
    // Without a network, or with a full disk, what was kept before stays.
    keeping = keeping.then(() => keep(event.data.urls)).catch(() => {});
    event.waitUntil(keeping);
  });
})();
