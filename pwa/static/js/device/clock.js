/**
 * Time on a phone whose own clock may be wrong, and may be put right at any moment. Pages load it as a
 * module and the service worker by importScripts, so it imports and exports nothing.
 *
 * Within one life of a page or worker, how long something lasts is told by a clock that nobody sets
 * (`performance.now`). Across lives there is only the phone's clock. So what waits for a moment does not
 * wait when that clock has gone back, and nothing is thrown away as too old on its word alone: our server
 * must have said the time then and now, in the header `Date` of its answers.
 */

/** @typedef {{wall: number, tick: number, life: number}} Mark a moment, to be told from later ones */
/**
 * @typedef {object} Dated
 * @property {number} at when it was made, by the best knowledge of that moment; it may have been wrong
 * @property {number} [seenAt] when it was there already by the server's time; absent: nobody knows
 */

(() => {
  const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
  const PATIENCE_MS = 2000;
  // Two clocks further apart than this since the server told the time: the phone slept, or was set.
  const DOUBT_MS = 60_000;

  /** @type {{server: number, mark: Mark} | null} */
  let witness = null;
  /** @type {Promise<void> | null} */
  let asking = null;

  /** @returns {Mark} this moment; it may be kept on the phone */
  function mark() {
    return { wall: Date.now(), tick: performance.now(), life: performance.timeOrigin };
  }

  /**
   * @param {Partial<Mark>} since
   * @returns {number} milliseconds that have passed, also those that the phone slept through; endless when
   *   the phone's clock was put back between two lives, so that nobody waits for it
   */
  function passed({ wall = Infinity, tick = 0, life }) {
    const now = mark();
    const byWall = now.wall - wall;
    if (life === now.life) return Math.max(byWall, now.tick - tick);
    return byWall < 0 ? Infinity : byWall;
  }

  /**
   * Take the time from an answer of our server; it must come over the network, and from no cache.
   * @param {Response} answer
   */
  function note(answer) {
    // A server may add the header that the application has set already; the browser joins the two.
    const server = Date.parse(/^.*? GMT/.exec(answer.headers.get("Date") ?? "")?.[0] ?? "");
    if (!Number.isNaN(server)) witness = { server, mark: mark() };
  }

  /** @returns {number | undefined} the time by our server; undefined: it has not said it lately */
  function serverTime() {
    if (witness === null) return undefined;
    const now = mark();
    const ticks = now.tick - witness.mark.tick;
    return Math.abs(now.wall - witness.mark.wall - ticks) > DOUBT_MS ? undefined : witness.server + ticks;
  }

  /** @returns {number} the best that is known: to be shown and put in order, and not to throw away by */
  function now() {
    return serverTime() ?? Date.now();
  }

  /**
   * @param {number} before
   * @returns {number} a moment that is later than one before, also when the clock was put back since
   */
  function after(before) {
    return Math.max(now(), before + 1);
  }

  /**
   * Ask our server for the time, when it has not said it in this life of the page.
   * @returns {Promise<number | undefined>} never rejected: without a network nobody knows
   */
  async function ask() {
    if (serverTime() !== undefined) return serverTime();
    asking ??= fetch("/sw.js", { method: "HEAD", cache: "no-store", credentials: "omit", redirect: "error" })
      .then(note, () => {}).finally(() => { asking = null; });
    await Promise.race([asking, new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); })]);
    return serverTime();
  }

  /**
   * Say whether something has been here for a week, as long as anything that was not shared may stay.
   * @param {Dated} one
   * @returns {Promise<boolean>} true only when the server has said the time at both ends
   */
  async function isOver({ at, seenAt }) {
    // The phone's clock sees nothing odd: then nobody needs to be asked.
    if (serverTime() === undefined && Math.abs(Date.now() - at) <= WEEK_MS) return false;
    const server = await ask();
    return server !== undefined && seenAt !== undefined && server - seenAt > WEEK_MS;
  }

  globalThis.gesprekClock = { WEEK_MS, after, ask, isOver, mark, note, now, passed, serverTime };
})();
