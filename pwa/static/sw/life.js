/** Install, activation and messages of the worker: it takes over at once, and no open page has to be loaded again. */
"use strict";
(() => {
  const { keep, takeOver, dropOldBuilds, leave, left } = self.gesprek;
  let keeping = Promise.resolve(); // the requests of pages to keep something, one after the other

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    // The browser unregisters a worker only after its install: when somebody leaves, `left` ends this before the last file.
    event.waitUntil(Promise.race([takeOver(), left]));
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil(dropOldBuilds().then(() => self.clients.claim()));
  });

  self.addEventListener("message", (event) => {
    if (event.data === "leave") event.waitUntil(leave());
    if (event.data?.type !== "keep") return;
    // Without a network, or with a full disk, what was kept before stays.
    keeping = keeping.then(() => keep(event.data.urls)).catch(() => {});
    event.waitUntil(keeping);
  });
})();
