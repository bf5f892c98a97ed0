/**
 * The whole service worker under GESPREK_OFFLINE=off: on phones that have one it takes its place, deletes its
 * caches and unregisters itself. Pages that are open stay as they are.
 */
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("gesprek-")).map((name) => caches.delete(name)));
    await self.registration.unregister();
  })());
});
