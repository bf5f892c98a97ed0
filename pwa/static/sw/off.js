/**
 * The end of the service worker (GESPREK_OFFLINE=off): whoever still has one gets this in its place,
 * which drops what it kept and goes. Pages that are open stay as they are.
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
