/** The worker's life: it takes over at once, and no page that is open has to be loaded again. */
"use strict";
(() => {
  const { keep, takeOver, dropOldBuilds } = self.gesprek;

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
    event.waitUntil(keep(event.data.urls).catch(() => {}));
  });
})();
