/** The worker's life: it takes over at once, and no page that is open has to be loaded again. */
"use strict";
(() => {
  const { keep, takeOver, dropOldBuilds, leave, left } = self.gesprek;
  let keeping = Promise.resolve(); // one page after the other

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    // The browser takes the worker of who leaves off when this is over: not only when the last file has come.
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
