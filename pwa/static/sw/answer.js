/**
 * Which requests the worker answers, and how. It leaves alone whatever is not named here: forms that
 * are sent, the practice's side, the files of others.
 */
"use strict";
(() => {
  const { build, files, late, help, own, languages, FILES, DOCUMENTS, ageOf } = self.gesprek;
  const { registerRoute, setCatchHandler } = workbox.routing;
  const { CacheFirst, NetworkFirst, NetworkOnly } = workbox.strategies;
  const STATIC = /^\/static\/[^/]+\//;
  const OLD_MS = 7 * 24 * 60 * 60 * 1000;
  const PATIENCE_S = 3;
  const match = { ignoreSearch: true, ignoreVary: true };

  const neverKeep = { cacheWillUpdate: async () => null };
  // A copy older than a week may have an old phone number of the practice: ask the network first, if there is one.
  /** @type {workbox.Plugin} */
  const notOld = {
    cachedResponseWillBeUsed: async ({ cachedResponse }) => (ageOf(cachedResponse) < OLD_MS ? cachedResponse : null),
  };
  /** @type {workbox.Plugin} */
  const ofAnyBuild = {
    cachedResponseWillBeUsed: async ({ cachedResponse, request }) => cachedResponse ?? caches.match(request),
  };
  const documents = { cacheName: DOCUMENTS + build, matchOptions: match };
  const known = new Set([...files, ...Object.keys(late), ...help, ...own].map((path) => path.replace(STATIC, "")));

  // What only few people need is kept by the page that they choose it on (voice/ear_words.js, under/pages.js).
  const isKnown = (/** @type {string} */ name) => known.has(name) || /^(js\/(voice|under)|css)\//.test(name);

  registerRoute(
    ({ sameOrigin, url }) => sameOrigin && STATIC.test(url.pathname) && isKnown(url.pathname.replace(STATIC, "")),
    new CacheFirst({ cacheName: FILES + build, plugins: [neverKeep, ofAnyBuild] }),
  );

  /**
   * Answer a kind of page.
   * @param {RegExp} shape of the path
   * @param {workbox.Handler} handler
   */
  function onPages(shape, handler) {
    registerRoute(({ request, sameOrigin, url }) => sameOrigin && request.mode === "navigate" && shape.test(url.pathname), handler);
  }

  onPages(/^\/[a-z]{2,3}\/((p|check)\/[^/]+|own)$/, new CacheFirst({ ...documents, plugins: [neverKeep, notOld] }));
  // The list of help says what is open now, so its copy is only for when there is no network.
  onPages(/^\/[a-z]{2,3}\/help\/[^/]+$/, new NetworkFirst({
    ...documents, plugins: [neverKeep], networkTimeoutSeconds: PATIENCE_S,
  }));
  // The neutral page comes from the cache at once. The server is asked too, because only it can delete the pass (a cookie).
  onPages(/^\/[a-z]{2,3}\/away$/, async ({ event, request, url }) => {
    const left = fetch(request);
    event.waitUntil(left.catch(() => {}));
    return await caches.match(url.pathname, match) ?? left;
  });
  onPages(/^\/(?!practice(\/|$))/, new NetworkOnly());

  setCatchHandler(async ({ request, url }) => {
    if (request.mode !== "navigate") return Response.error();
    return await caches.match(url.pathname, match) ?? await begin(url) ?? await sayOffline(url) ?? Response.error();
  });

  /**
   * Find the page that the address of a poster leads to.
   * @param {URL} url
   */
  async function begin(url) {
    const slug = /^\/p\/([^/]+)$/.exec(url.pathname)?.[1];
    if (slug === undefined) return undefined;
    const path = await firstKept((language) => `/${language}/p/${slug}`);
    return path ? Response.redirect(path, 302) : undefined;
  }

  /**
   * Say that there is no network, in the language of the address or of the phone.
   * @param {URL} url
   */
  async function sayOffline(url) {
    const path = await firstKept((language) => `/${language}/offline`, url.pathname.split("/")[1]);
    return path ? caches.match(path, match) : undefined;
  }

  /**
   * @param {(language: string) => string} pathIn
   * @param {string[]} wanted languages to try before those of the phone
   * @returns {Promise<string | undefined>} the first document that is kept
   */
  async function firstKept(pathIn, ...wanted) {
    const ofPhone = navigator.languages.map((language) => language.split("-")[0]);
    for (const language of [...wanted, ...ofPhone, ...languages]) {
      if (await caches.match(pathIn(language), match)) return pathIn(language);
    }
    return undefined;
  }
})();
