/**
 * What browsers have learnt since our baseline, for rules that ESLint has itself: no plugin knows that
 * `form.requestSubmit` is newer than `form.submit`. The data are MDN's. JavaScript's own objects
 * (`list.at`) are left to the type checker, which knows what a list is.
 */

import bcd from "@mdn/browser-compat-data" with { type: "json" };
import browserslist from "browserslist";

/** @typedef {import("@mdn/browser-compat-data").CompatStatement} Compat */
/** @typedef {import("@mdn/browser-compat-data").BrowserName} BrowserName */
/** @typedef {import("@mdn/browser-compat-data").Identifier} Thing */

/**
 * As browserslist and as MDN call them; a browser on phones is the same one unless it is listed itself.
 * @type {Record<string, BrowserName[]>}
 */
const NAMES = {
  safari: ["safari"],
  ios_saf: ["safari_ios"],
  chrome: ["chrome", "chrome_android"],
  firefox: ["firefox", "firefox_android"],
  samsung: ["samsunginternet_android"],
};
/**
 * Where an object has one name in every script.
 * @type {Record<string, string>}
 */
const OBJECTS = {
  Clipboard: "clipboard", Crypto: "crypto", Document: "document", History: "history", Location: "location",
  Navigator: "navigator", Performance: "performance", Window: "window",
};

const baseline = browserslist().flatMap((entry) => {
  const [name, version] = entry.split(" ");
  return NAMES[name].map((browser) => ({ browser, version: parseFloat(version) }));
});

const message = "Newer than the baseline (package.json).";

/**
 * Options of `no-restricted-globals`: classes and functions.
 * @param {Set<string>} allowed names that do no harm
 */
export function newerGlobals(allowed) {
  /** @type {Record<string, Thing>} */
  const things = bcd.api;
  return Object.entries(things)
    .filter(([name, thing]) => !isKnown(thing.__compat) && !allowed.has(name))
    .map(([name]) => ({ name, message }));
}

/**
 * Options of `no-restricted-properties`: a name alone where everything that has it is newer, else with
 * the object on which it is.
 * @param {Set<string>} allowed names that do no harm
 */
export function newerMembers(allowed) {
  /** @type {Record<string, Thing>} */
  const things = { ...bcd.api, ...bcd.javascript.builtins };
  /** @type {Map<string, {older: string[], newer: string[]}>} */
  const found = new Map();
  for (const [owner, thing] of Object.entries(things)) {
    for (const [key, member] of Object.entries(thing)) {
      const name = key.replace(/_static$/, "");
      if (!("__compat" in member) || !member.__compat || key.endsWith("_event") || !/^[a-z]\w*$/.test(name)) continue;
      const owners = found.get(name) ?? { older: [], newer: [] };
      // What only new things have nobody reaches without them.
      if (isKnown(member.__compat)) owners.older.push(owner);
      else if (isKnown(thing.__compat) && owner in bcd.api) owners.newer.push(owner);
      found.set(name, owners);
    }
  }
  return [...found].filter(([name]) => !allowed.has(name)).flatMap(([property, { older, newer }]) => {
    if (older.length === 0 && newer.length > 0) return [{ property, message }];
    return newer.map((owner) => ({ object: OBJECTS[owner] ?? owner, property, message }));
  });
}

/**
 * Say whether every browser of the baseline has something under its own name, without a switch.
 * @param {Compat | undefined} compat
 */
function isKnown(compat) {
  return baseline.every(({ browser, version }) => [compat?.support[browser] ?? []].flat().some((one) =>
    !one.flags && !one.prefix && !one.alternative_name && !one.version_removed
    && parseFloat(String(one.version_added).replace("≤", "")) <= version));
}
