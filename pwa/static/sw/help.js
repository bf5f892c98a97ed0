/**
 * Keeps the list of help of a practice, apart from its documents because it may be as big as all of them. Only in
 * the language of the page that asks; like everything here it is fetched without cookies.
 */
"use strict";
(() => {
  const { build, help, open, FILES, DOCUMENTS, KEPT_AT, RENEWED_AFTER_MS, ageOf } = self.gesprek;
  const { mark } = self.gesprekClock;
  const LIST = /^\/[a-z]{2,3}\/help\/[a-z0-9-]{3,60}\/list$/;
  const PATIENCE_S = 3;
  const match = { ignoreVary: true };

  workbox.routing.registerRoute(
    ({ sameOrigin, url }) => sameOrigin && LIST.test(url.pathname),
    new workbox.strategies.NetworkFirst({
      cacheName: DOCUMENTS + build, matchOptions: match, networkTimeoutSeconds: PATIENCE_S,
      plugins: [{ cacheWillUpdate: async () => null }],
    }),
  );

  /**
   * @param {Cache} cache
   * @param {string} path
   */
  async function keepList(cache, path) {
    if (!LIST.test(path) || ageOf(await cache.match(path, match)) < RENEWED_AFTER_MS) return;
    // The page has just fetched it, so the browser has it and only asks whether it is new.
    const answer = await fetch(path, { credentials: "omit", cache: "no-cache", redirect: "error" });
    if (!answer.ok) return;
    // With the scripts that find something in it; those that the page has loaded come from the browser's own cache.
    const files = await open(FILES + build);
    for (const file of help) if (await files.match(file) === undefined) await files.add(file);
    const headers = { "Content-Type": "application/json", "X-Content-Type-Options": "nosniff", [KEPT_AT]: String(mark().wall) };
    await cache.put(path, new Response(JSON.stringify(await answer.json()), { headers }));
  }

  /**
   * @param {Cache} cache
   * @param {string} bundle address of the documents of a practice
   */
  async function keepHelp(cache, bundle) {
    await keepList(cache, bundle.replace("/kept/", "/help/") + "/list");
  }

  Object.assign(self.gesprek, { keepHelp, keepList });
})();
