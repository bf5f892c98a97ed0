/**
 * Two places for what waits to be sent: this phone's database, and the memory of the page. Pages load
 * it as a module and the service worker by importScripts, so it imports and exports nothing.
 */

/**
 * @typedef {object} Sending
 * @property {string} uid however often it is sent, the server takes it as one sending by this id
 * @property {string} draft name of the draft that it was made from
 * @property {string} [list] of a tick of the plan, which has no draft: `data-own` of its page, without the generation
 * @property {string} [about] of a tick: which step, and what is said of it
 * @property {string} practice its name in addresses
 * @property {string} address path that it is posted to
 * @property {ArrayBuffer} sealed the body that is posted, encrypted (send/proof.js)
 * @property {boolean} isChange whether it changes answers that were shared before, for which there is a code already
 * @property {string} [entryCode] typed after the sending was refused without one
 * @property {"waiting" | "received" | "without_code" | "refused" | "expired"} state without_code: received, too late for a code
 * @property {number} sharedAt milliseconds since 1970, by `now()` of device/clock.js
 * @property {number} [seenAt] by the server's time, see device/clock.js
 * @property {number} tries that have ended
 * @property {boolean} isUnderway whether a try goes on, or broke off
 * @property {boolean} mayBeThere an answer was lost: the practice may have it
 * @property {"offline" | "portal" | "busy" | "set_aside"} [why] reason why it waits
 * @property {import("../device/clock.js").Mark} [triedAt] the last try
 * @property {number} [pauseMs] until the next try by itself; sooner when the network has come back
 * @property {number} [waitMs] not sooner than this: the server asked for it
 * @property {string} [againAt] the moment (ISO 8601) when waitMs is over, if that is more than a minute
 * @property {string} [receivedAt] ISO 8601, from the receipt
 * @property {string} [phone] `data-own` of the pages of this list
 * @property {number} [status] of a refusal (HTTP)
 * @property {Record<string, string>} [faults] name of the field to a sentence that says what is wrong
 */
/**
 * @typedef {object} Keeper
 * @property {() => Promise<Sending[]>} all
 * @property {(sending: Sending) => Promise<unknown>} put
 * @property {(uid: string, how: (was: Sending) => Sending | null) => Promise<Sending | null>} change
 *   read, apply `how` and write in one transaction; null and no write for a uid that was taken out
 */

(() => {
  const { isOver } = globalThis.gesprekClock; // device/clock.js comes first

  /**
   * @param {import("../../vendor/idb-keyval.js").UseStore} useStore
   * @returns {Keeper}
   */
  function keepOnDisk(useStore) {
    return {
      all: () => useStore("readonly", (store) => done(store.getAll(), (result) => result)),
      put: (sending) => useStore("readwrite", (store) => done(store.put(sending, sending.uid), () => null)),
      change: (uid, how) => useStore("readwrite", (store) => {
        /** @type {Sending | null} */
        let next = null;
        const request = store.get(uid);
        request.onsuccess = () => {
          if (request.result === undefined) return;
          next = how(request.result);
          if (next === null) store.delete(uid);
          else store.put(next, uid);
        };
        return done(request, () => next);
      }),
    };
  }

  /**
   * @template R, T
   * @param {IDBRequest<R>} request
   * @param {(result: R) => T} give
   * @returns {Promise<T>} when it is on the disk, not before
   */
  function done(request, give) {
    const transaction = /** @type {IDBTransaction} */ (request.transaction);
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(give(request.result));
      transaction.onabort = () => reject(transaction.error);
    });
  }

  /** @returns {Keeper} */
  function keepInMemory() {
    /** @type {Map<string, Sending>} */
    const kept = new Map();
    return {
      all: async () => [...kept.values()],
      put: async (sending) => kept.set(sending.uid, sending),
      change: async (uid, how) => {
        const was = kept.get(uid);
        const next = was === undefined ? null : how(was);
        if (next === null) kept.delete(uid);
        else kept.set(uid, next);
        return next;
      },
    };
  }

  /**
   * @param {Pick<Sending, "sharedAt" | "seenAt">} sending
   * @returns {Promise<boolean>} whether it is older than a week, as long as a draft may stay: then it is not sent any more
   */
  function isOld({ sharedAt, seenAt }) {
    return isOver({ at: sharedAt, seenAt });
  }

  globalThis.gesprekKeepers = { keepOnDisk, keepInMemory, isOld };
})();
