/**
 * What the service worker keeps: the files of its build, and documents that a page asks it to keep. Those
 * come as one answer (a bundle) for a practice and a language, which the worker itself fetches without
 * cookies. So nothing personal can get into a cache, whatever a page or a person has open.
 *
 * A classic script and no module: Firefox has had modules in service workers only lately.
 */
"use strict";
(() => {
  const { build, files, late, languages, open, own } = self.gesprek;
  const { mark, passed } = self.gesprekClock;
  const FILES = "gesprek-files-";
  const DOCUMENTS = "gesprek-documents-";
  const KEPT_AT = "Gesprek-Kept-At"; // by the phone's own clock, with which it is compared later
  const BUNDLE = /^\/([a-z]{2,3})\/kept(?:\/([a-z0-9-]{3,60}))?$/;
  const DOCUMENT = /^\/([a-z]{2,3})\/(?:(?:p|check|help)\/([a-z0-9-]{3,60})(?:\/list)?|away|offline|own)$/;
  const MOST_PRACTICES = 3;
  const RENEWED_AFTER_MS = 60 * 60 * 1000;
  const match = { ignoreVary: true };

  /**
   * @param {string} address of a bundle
   * @returns {boolean} whether it is one of ours, in a language of ours
   */
  function isOurs(address) {
    return languages.includes(BUNDLE.exec(address)?.[1] ?? "");
  }

  /**
   * Fetch the documents of a practice in a language, and keep them.
   * @param {Cache} cache
   * @param {string} address of the bundle
   * @returns {Promise<boolean>} false when the server has another build; rejected without a network
   */
  async function renew(cache, address) {
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache", redirect: "error" });
    if (answer.status === 404) {
      await forget(cache, BUNDLE.exec(address)?.[2]);
      return true;
    }
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const bundle = await answer.json(); // rejected for the login page of a network, which is no JSON
    // Documents of another build need files that are not here.
    if (bundle.build !== build) return false;
    for (const { path, headers, body } of bundle.pages) {
      if (!DOCUMENT.test(path)) throw new Error(`${path} is not for everybody`);
      await cache.put(path, new Response(body, { headers: { ...headers, [KEPT_AT]: String(mark().wall) } }));
    }
    return true;
  }

  /**
   * @param {Response | undefined} answer
   * @returns {number} milliseconds since it was kept; Infinity if it is not kept, or the clock went back
   */
  function ageOf(answer) {
    return answer === undefined ? Infinity : passed({ wall: Number(answer.headers.get(KEPT_AT)) });
  }

  /**
   * @param {Cache} cache
   * @param {string} address of a bundle
   */
  async function ageOfBundle(cache, address) {
    return ageOf(await cache.match(address.replace(/\/kept$/, "/away").replace("/kept/", "/p/"), match));
  }

  /**
   * Keep the bundles that a page asks for, one after the other, to leave bandwidth for whatever the person does.
   * @param {string[]} addresses of bundles, the one of the page's own language first
   */
  async function keep(addresses) {
    const cache = await open(DOCUMENTS + build);
    for (const address of addresses.filter(isOurs)) {
      if (self.gesprek.isLeft) return;
      if (await ageOfBundle(cache, address) < RENEWED_AFTER_MS) continue;
      if (!await renew(cache, address)) {
        await self.registration.update();
        return;
      }
    }
    if (!self.gesprek.isLeft) await self.gesprek.keepHelp(cache, addresses[0]);
    await dropPractices(cache);
  }

  /**
   * @param {Request} request
   * @returns {string | undefined} the practice of a document
   */
  function slugOf(request) {
    return DOCUMENT.exec(new URL(request.url).pathname)?.[2];
  }

  /** Keep the documents of a few practices only: those that were asked for last. */
  async function dropPractices(/** @type {Cache} */ cache) {
    /** @type {Map<string, number>} */
    const ages = new Map();
    for (const request of await cache.keys()) {
      const slug = slugOf(request);
      if (slug) ages.set(slug, Math.min(ageOf(await cache.match(request, match)), ages.get(slug) ?? Infinity));
    }
    // Compared by "<", because Infinity - Infinity is no number.
    const oldest = [...ages].sort(([, one], [, other]) => (one < other ? -1 : 1)).slice(MOST_PRACTICES);
    for (const [slug] of oldest) await forget(cache, slug);
  }

  /**
   * @param {Cache} cache
   * @param {string | undefined} slug of the practice whose documents go
   */
  async function forget(cache, slug) {
    for (const request of await cache.keys()) {
      if (slug && slugOf(request) === slug) await cache.delete(request, match);
    }
  }

  /** Keep the files of this build: those that pages have loaded already, and those that came with the worker. */
  async function keepFiles() {
    const cache = await open(FILES + build);
    // The cache is there on an own phone (js/own/apart.js).
    await cache.addAll(await caches.has("gesprek-own") ? [...files, ...own] : files);
    const headers = { "Content-Type": "text/javascript", "X-Content-Type-Options": "nosniff" };
    for (const [path, script] of Object.entries(late)) await cache.put(path, new Response(script, { headers }));
  }

  /** Keep this build's documents of all that the build before kept; if one fails, the install of the worker fails. */
  async function takeOver() {
    const before = (await caches.keys()).filter((name) => name.startsWith(DOCUMENTS) && !name.endsWith(build)).pop();
    await keepFiles();
    if (before === undefined) return;
    const kept = (await (await open(before)).keys())
      .map((request) => /** @type {RegExpExecArray} */ (DOCUMENT.exec(new URL(request.url).pathname)));
    const cache = await open(DOCUMENTS + build);
    for (const address of new Set(kept.map((found) => `/${found[1]}/kept${found[2] ? `/${found[2]}` : ""}`))) {
      await renew(cache, address);
    }
    for (const [path] of kept) await self.gesprek.keepList(cache, path);
  }

  /** Drop what is older than the build before this one, whose pages may still be open. */
  async function dropOldBuilds() {
    const names = await caches.keys();
    for (const kind of [FILES, DOCUMENTS]) {
      const others = names.filter((name) => name.startsWith(kind) && !name.endsWith(build));
      for (const name of others.slice(0, -1)) await caches.delete(name);
    }
  }

  Object.assign(self.gesprek, { FILES, DOCUMENTS, KEPT_AT, RENEWED_AFTER_MS, ageOf, keep, takeOver, dropOldBuilds });
})();
