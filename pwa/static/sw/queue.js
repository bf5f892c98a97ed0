/**
 * Sends what waits when the browser says that there is a network (background sync), also when no page of ours
 * is open. It sends without cookies, so neither code nor link comes to this phone, which somebody else may pick
 * up next. A page sends the same again later, with the same id, and gets the code then.
 */
"use strict";
(() => {
  const { keepOnDisk, isOld } = self.gesprekKeepers;
  const { deliver } = self.gesprekSender;
  const { isDue } = self.gesprekTries;
  const TAG = "gesprek-queue"; // device/network.js asks for it

  self.addEventListener("sync", (event) => {
    if (event.tag === TAG) event.waitUntil(sendAll());
  });

  async function sendAll() {
    const database = await openIfThere();
    if (database === null) return;
    const stop = new AbortController();
    // Somebody leaves quickly, which deletes the database: send nothing more, and close it, so that it can be deleted.
    database.onversionchange = () => {
      stop.abort();
      database.close();
    };
    const keeper = keepOnDisk(async (mode, work) => work(database.transaction("queue", mode).objectStore("queue")));
    try {
      let isLeft = false;
      for (const one of await keeper.all()) {
        if (one.state !== "waiting" || await isOld(one)) continue;
        const { sending } = isDue(one, true)
          ? await deliver(keeper, one.uid, { credentials: "omit", signal: stop.signal })
          : { sending: one };
        isLeft ||= sending?.state === "waiting";
      }
      if (isLeft) throw new Error("not yet"); // then the browser fires this event again, later and later
    } finally {
      database.close();
    }
  }

  /** @returns {Promise<IDBDatabase | null>} null if there is none; makes none, because an empty one would be a trace too */
  function openIfThere() {
    return new Promise((resolve) => {
      const request = indexedDB.open("gesprek");
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onerror = () => resolve(null);
      request.onsuccess = () => {
        const isOurs = request.result.objectStoreNames.contains("queue");
        if (!isOurs) request.result.close();
        resolve(isOurs ? request.result : null);
      };
    });
  }
})();
