/**
 * Sends one sending: posts it, checks the answer, and stores what became of it. Pages load it as a module and
 * the service worker by importScripts, so it imports and exports nothing.
 */

/** @typedef {import("./stores.js").Sending} Sending */
/** @typedef {import("./stores.js").Keeper} Keeper */
/**
 * @typedef {object} Answer
 * @property {"received" | "offline" | "portal" | "busy" | "set_aside" | "refused"} outcome portal: not our server answered
 * @property {boolean} [mayBeThere] the practice may have it, although no receipt says so
 * @property {string} [receivedAt] ISO 8601
 * @property {string} [phone] `data-own` of the pages of this list
 * @property {string | null} [code] null: the patient has one already, or a day has passed; absent: not told without cookies
 * @property {boolean} [hasCode] false when `code` was null
 * @property {number} [waitMs] by the header Retry-After; 0 without it
 * @property {number} [status] of a refusal (HTTP)
 * @property {Record<string, string>} [faults] name of the field to a sentence
 */
/**
 * @typedef {object} HowToSend
 * @property {RequestCredentials} credentials with "omit" neither cookie, code nor link reaches this phone
 * @property {AbortSignal} [signal]
 */
/** @typedef {{sending: Sending | null, answer: Answer | null}} Delivery */

(() => {
  // These are loaded before this script: device/clock.js, send/proof.js, send/tries.js.
  const { note } = globalThis.gesprekClock;
  const { isProven, unseal } = globalThis.gesprekKeys;
  const { inTurn, settle } = globalThis.gesprekTries;
  const PATIENCE_MS = 30_000;
  // Statuses with which our server, or the proxy right in front of it, answers a sending.
  const TOO_LARGE = 413;
  const LATER = [408, 425, 429];
  const LOG_IN_FIRST = 511;
  const SET_ASIDE = 423; // keeps waiting: the practice may bring the list back, and its code can be had by this uid alone

  /**
   * @param {Sending} sending
   * @param {HowToSend} options
   * @returns {Promise<Answer>} never rejected
   */
  async function post(sending, { credentials, signal }) {
    const patience = new AbortController();
    const stop = () => patience.abort();
    const timer = setTimeout(stop, PATIENCE_MS);
    signal?.addEventListener("abort", stop);
    try {
      const body = new URLSearchParams(await unseal(sending.uid, sending.sealed));
      if (!sending.isChange) body.delete("reply_to"); // was a change that its list took no more, and is sent as a new list
      if (sending.entryCode) body.set("entry_code", sending.entryCode);
      const response = await fetch(sending.address, {
        method: "POST",
        body,
        credentials,
        headers: { Accept: "application/json" },
        cache: "no-store",
        redirect: "manual", // the login page of a network (captive portal) must not get the answers
        signal: patience.signal,
      });
      const answer = await judge(sending.uid, response, await response.text());
      if (answer.outcome !== "portal") note(response);
      return answer;
    } catch {
      // Without any network nothing has left the phone; with one, perhaps only the server's answer is lost.
      return { outcome: "offline", mayBeThere: navigator.onLine };
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {string} uid
   * @param {Response} response
   * @param {string} text
   * @returns {Promise<Answer>}
   */
  async function judge(uid, response, text) {
    const { status } = response;
    const said = parse(text);
    if (response.ok) {
      if (!await isProven(uid, said)) return { outcome: "portal", mayBeThere: said !== null };
      const { received_at: receivedAt, phone, code } = said;
      return { outcome: "received", receivedAt, phone, code, hasCode: code !== null };
    }
    if (status === LOG_IN_FIRST) return { outcome: "portal" };
    if (status >= 500 || LATER.includes(status)) {
      const wait = Number(response.headers.get("Retry-After"));
      return { outcome: "busy", waitMs: wait > 0 ? wait * 1000 : 0, mayBeThere: status >= 500 && status !== 503 };
    }
    if (status === SET_ASIDE && said?.errors) return { outcome: "set_aside", mayBeThere: true };
    if (status === TOO_LARGE || said?.errors) return { outcome: "refused", status, faults: said?.errors ?? {} };
    return { outcome: "portal" };
  }

  /** @param {string} text */
  function parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  /**
   * Send once what is still to be sent; two tabs and the worker take turns, by a Web Lock.
   * @param {Keeper} keeper
   * @param {string} uid
   * @param {HowToSend} options
   * @returns {Promise<Delivery>}
   */
  function deliver(keeper, uid, options) {
    return inTurn(uid, async () => {
      const wantsCode = options.credentials !== "omit";
      const isOpen = (/** @type {Sending | null} */ one) => one?.state === "waiting" || (wantsCode && one?.state === "received");
      const sending = await keeper.change(uid, (one) => (isOpen(one) ? { ...one, isUnderway: one.state === "waiting" } : one));
      if (sending === null || !isOpen(sending)) return { sending, answer: null };
      if (sending.list !== undefined) await dropOlder(keeper, sending);
      const { code, ...answer } = await post(sending, options);
      const settled = await keeper.change(uid, (newest) => settle(newest, answer));
      return { sending: settled, answer: wantsCode ? { ...answer, code } : answer };
    });
  }

  /**
   * Take out older ticks about the same. The practice counts the one that arrives last, so a try of an older one that
   * is under way is waited for.
   * @param {Keeper} keeper
   * @param {Sending} tick
   */
  async function dropOlder(keeper, { list, about, sharedAt }) {
    for (const one of await keeper.all()) {
      if (one.list !== list || one.about !== about || one.sharedAt >= sharedAt) continue;
      await inTurn(one.uid, () => keeper.change(one.uid, () => null));
    }
  }

  globalThis.gesprekSender = { deliver };
})();
