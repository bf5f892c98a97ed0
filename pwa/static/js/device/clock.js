/**
 * Time on a phone whose own clock may be wrong, and may be put right at any moment. Pages load it as a
 * module and the service worker by importScripts, so it imports and exports nothing.
 *
 * Within one life of a page or worker, `performance.now` measures how long something lasts, because nobody
 * can set it. From one life to the next there is only the phone's clock (`Date.now`). So a wait ends at once
 * when that clock was put back, and nothing is deleted as too old by that clock alone: our server must have
 * told the time, in the header `Date` of its answers, both when the thing was made and now.
 */

/** @typedef {{wall: number, tick: number, life: number}} Mark a moment by three clocks (Date.now, performance.now and its timeOrigin), to measure from */
/**
 * @typedef {object} Dated
 * @property {number} at when it was made, by `now()` of that moment; it may have been wrong
 * @property {number} [seenAt] a server's time at which it was there already; absent: none is known
 */

(() => {
  const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
  const PATIENCE_MS = 2000;
  // If Date.now and performance.now differ by more than this since the server told the time, the phone slept or
  // its clock was set: then the server's time is not known any more.
  const DOUBT_MS = 60_000;

  /** @type {{server: number, mark: Mark} | null} */
  let witness = null;
  /** @type {Promise<void> | null} */
  let asking = null;

  /** @returns {Mark} this moment; it may be stored, to be compared in a later life of the page */
  function mark() {
    return { wall: Date.now(), tick: performance.now(), life: performance.timeOrigin };
  }

  /**
   * @param {Partial<Mark>} since
   * @returns {number} milliseconds since that mark, with those that the phone slept through; Infinity when the
   *   phone's clock was put back between two lives, so that no wait lasts longer
   */
  function passed({ wall = Infinity, tick = 0, life }) {
    const now = mark();
    const byWall = now.wall - wall;
    if (life === now.life) return Math.max(byWall, now.tick - tick);
    return byWall < 0 ? Infinity : byWall;
  }

  /**
   * Take the time from an answer of our server, which must come over the network and not from a cache.
   * @param {Response} answer
   */
  function note(answer) {
    // A web server may add a second `Date`; the browser joins both with a comma, and the first one is taken.
    const server = Date.parse(/^.*? GMT/.exec(answer.headers.get("Date") ?? "")?.[0] ?? "");
    if (!Number.isNaN(server)) witness = { server, mark: mark() };
  }

  /** @returns {number | undefined} the time by our server; undefined: not told in this life, or in doubt since */
  function serverTime() {
    if (witness === null) return undefined;
    const now = mark();
    const ticks = now.tick - witness.mark.tick;
    return Math.abs(now.wall - witness.mark.wall - ticks) > DOUBT_MS ? undefined : witness.server + ticks;
  }

  /** @returns {number} the server's time, else the phone's: to show and to sort by, not to decide what is too old */
  function now() {
    return serverTime() ?? Date.now();
  }

  /**
   * @param {number} before
   * @returns {number} now, and at least a millisecond after `before`, also when the clock was put back since
   */
  function after(before) {
    return Math.max(now(), before + 1);
  }

  /**
   * Ask our server for the time, when it has not said it in this life of the page.
   * @returns {Promise<number | undefined>} never rejected; undefined without a network
   */
  async function ask() {
    if (serverTime() !== undefined) return serverTime();
    asking ??= fetch("/sw.js", { method: "HEAD", cache: "no-store", credentials: "omit", redirect: "error" })
      .then(note, () => {}).finally(() => { asking = null; });
    await Promise.race([asking, new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); })]);
    return serverTime();
  }

  /**
   * Say whether something is older than a week: nothing that was not shared stays on the phone for longer.
   * @param {Dated} one
   * @returns {Promise<boolean>} true only if the server told the time both then and now
   */
  async function isOver({ at, seenAt }) {
    // Younger than a week by the phone's clock: the server need not be asked.
    if (serverTime() === undefined && Math.abs(Date.now() - at) <= WEEK_MS) return false;
    const server = await ask();
    return server !== undefined && seenAt !== undefined && server - seenAt > WEEK_MS;
  }

  globalThis.gesprekClock = { WEEK_MS, after, ask, isOver, mark, note, now, passed, serverTime };
})();
