/**
 * Says what becomes of a sending by a try, when it is time for the next one, and whose turn it is. Pages load it as a module
 * and the service worker by importScripts, so it imports and exports nothing.
 */

/** @typedef {import("./stores.js").Sending} Sending */
/** @typedef {import("../device/clock.js").Mark} Mark */
/** @typedef {import("./sender.js").Answer} Answer */

(() => {
  const { mark, now, passed, serverTime } = globalThis.gesprekClock; // device/clock.js comes first
  const FIRST_PAUSE_MS = 5_000;
  const LONGEST_PAUSE_MS = 600_000;
  const A_MINUTE_MS = 60_000;

  /**
   * @param {Sending} sending
   * @param {Answer} answer
   * @returns {Sending} as it is after this try
   */
  function settle(sending, answer) {
    const tries = sending.tries + 1;
    const mayBeThere = sending.mayBeThere || answer.mayBeThere === true;
    const seenAt = sending.seenAt ?? serverTime();
    const tried = { ...sending, tries, mayBeThere, seenAt, isUnderway: false };
    if (answer.outcome === "received") {
      const state = answer.hasCode || sending.isChange ? "received" : "without_code";
      return { ...tried, state, receivedAt: answer.receivedAt, phone: answer.phone };
    }
    if (answer.outcome === "refused") return { ...tried, state: "refused", status: answer.status, faults: answer.faults };
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
    const spread = 1 + Math.random() / 2; // random: phones that were refused at the same moment come back at different ones
    const { waitMs: asked = 0 } = answer;
    // At least as long as the server asked for (Retry-After), and at most half a minute longer.
    const waitMs = asked + Math.min(asked, A_MINUTE_MS) * (spread - 1);
    const againAt = asked > A_MINUTE_MS ? new Date(now() + waitMs).toISOString() : undefined;
    // "set_aside" is the practice's word, which a later try without an answer does not change.
    const why = sending.why === "set_aside" ? sending.why : answer.outcome;
    return { ...tried, triedAt: mark(), pauseMs: pause * spread, why, waitMs, againAt };
  }

  /**
   * @param {{triedAt?: Partial<Mark>, pauseMs?: number, waitMs?: number}} sending
   * @param {boolean} isAsked somebody pressed, or the network is back
   * @returns {boolean} whether it is time for another try
   */
  function isDue({ triedAt = {}, pauseMs = 0, waitMs = 0 }, isAsked) {
    return passed(triedAt) >= Math.max(waitMs, isAsked ? 0 : pauseMs);
  }

  /**
   * Do something with a sending while no other tab, nor the worker, does.
   * @template T
   * @param {string} uid
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async function inTurn(uid, work) {
    /** @type {Promise<T> | null} */
    let done = null;
    const begin = () => (done ??= work());
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), A_MINUTE_MS);
    try {
      return await navigator.locks.request(`gesprek ${uid}`, { signal: patience.signal }, begin);
    } catch {
      // Without a lock (not supported, or waited for too long) two may send: the server knows the second by its uid.
      return begin();
    } finally {
      clearTimeout(timer);
    }
  }

  globalThis.gesprekTries = { inTurn, isDue, settle };
})();
