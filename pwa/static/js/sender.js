/**
 * One sending: post it, look hard at the answer, note what became of it. Pages and the service worker
 * run this same file, as a module there and by importScripts here, so it imports and exports nothing.
 */
(() => {
  /** @typedef {import("./keepers.js").Sending} Sending */
  /** @typedef {import("./keepers.js").Keeper} Keeper */
  /**
   * @typedef {object} Answer
   * @property {"received" | "offline" | "portal" | "busy" | "refused"} outcome
   * @property {boolean} [mayBeThere]
   * @property {string} [receivedAt]
   * @property {string} [phone]
   * @property {boolean} [hasCode]
   * @property {number} [waitMs]
   * @property {number} [status]
   * @property {Record<string, string>} [faults]
   */

  const { isProven, unseal } = /** @type {any} */ (globalThis).gesprekKeys; // uidkeys.js comes first
  const PATIENCE_MS = 30_000;
  const FIRST_PAUSE_MS = 5_000;
  const LONGEST_PAUSE_MS = 600_000;
  // Said by our server, or by the proxy right in front of it, about this very sending.
  const TOO_LARGE = 413;
  const LATER = [408, 425, 429];
  const LOG_IN_FIRST = 511;

  /**
   * @param {Sending} sending
   * @param {{credentials: RequestCredentials, signal?: AbortSignal}} options
   * @returns {Promise<Answer>} never rejected
   */
  async function post(sending, { credentials, signal }) {
    const patience = new AbortController();
    const stop = () => patience.abort();
    const timer = setTimeout(stop, PATIENCE_MS);
    signal?.addEventListener("abort", stop);
    try {
      const response = await fetch(sending.address, {
        method: "POST",
        body: new URLSearchParams(await unseal(sending.uid, sending.sealed)),
        credentials,
        headers: { Accept: "application/json" },
        cache: "no-store",
        redirect: "manual", // answers are not carried on to where a network wants its guests to log in
        signal: patience.signal,
      });
      return await judge(sending.uid, response, await response.text());
    } catch {
      // Without any network nothing has left the phone; otherwise only the answer may be lost.
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
      return { outcome: "received", receivedAt: said.received_at, phone: said.phone, hasCode: said.code !== null };
    }
    if (status === LOG_IN_FIRST) return { outcome: "portal" };
    if (status >= 500 || LATER.includes(status)) {
      const wait = Number(response.headers.get("Retry-After"));
      return { outcome: "busy", waitMs: wait > 0 ? wait * 1000 : 0, mayBeThere: status >= 500 && status !== 503 };
    }
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
   * @param {Sending} sending
   * @param {Answer} answer
   * @returns {Sending} as it is after this try
   */
  function settle(sending, answer) {
    const tries = sending.tries + 1;
    const mayBeThere = sending.mayBeThere || answer.mayBeThere === true;
    const tried = { ...sending, tries, mayBeThere, isUnderway: false };
    if (answer.outcome === "received") {
      const state = answer.hasCode || sending.isChange ? "received" : "without_code";
      return { ...tried, state, receivedAt: answer.receivedAt, phone: answer.phone };
    }
    if (answer.outcome === "refused") return { ...tried, state: "refused", status: answer.status, faults: answer.faults };
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
    const spread = 1 + Math.random() / 2; // phones that were sent away together do not come back together
    const notBefore = Date.now() + (answer.waitMs ?? 0) * spread;
    return { ...tried, why: answer.outcome, notBefore, nextTryAt: Date.now() + pause * spread };
  }

  /**
   * @param {Sending} sending
   * @param {boolean} isAsked somebody pressed, or the network is back
   * @returns {boolean} whether it is time for another try
   */
  function isDue(sending, isAsked) {
    const now = Date.now();
    return now >= (sending.notBefore ?? 0) && (isAsked || now >= (sending.nextTryAt ?? 0));
  }

  /**
   * Send once what is still to be sent; two tabs and the worker take turns.
   * @param {Keeper} keeper
   * @param {string} uid
   * @param {{credentials: RequestCredentials, signal?: AbortSignal}} options with "omit" neither cookie,
   *   code nor link reaches this phone
   * @returns {Promise<{sending: Sending | null, answer: Answer | null}>}
   */
  function deliver(keeper, uid, options) {
    return inTurn(uid, async () => {
      const wantsCode = options.credentials !== "omit";
      const isOpen = (/** @type {Sending | null} */ one) => one?.state === "waiting" || (wantsCode && one?.state === "received");
      const sending = await keeper.change(uid, (one) => (isOpen(one) ? { ...one, isUnderway: one.state === "waiting" } : one));
      if (sending === null || !isOpen(sending)) return { sending, answer: null };
      const answer = await post(sending, options);
      return { sending: await keeper.change(uid, (newest) => settle(newest, answer)), answer };
    });
  }

  /**
   * @template T
   * @param {string} uid
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async function inTurn(uid, work) {
    // Where there are no locks, the server knows the second one by its id.
    return navigator.locks ? navigator.locks.request(`gesprek ${uid}`, work) : work();
  }

  /** @type {any} */ (globalThis).gesprekSender = { deliver, isDue };
})();
