/**
 * Names that browsers got after our baseline, as options of ESLint's own rules: no plugin knows that
 * `form.requestSubmit` is newer than `form.submit`. The data are MDN's. JavaScript's own objects
 * (`list.at`) are left to the type checker, which knows the types of variables.
 */

import bcd from "@mdn/browser-compat-data" with { type: "json" };
import browserslist from "browserslist";

/** @typedef {import("@mdn/browser-compat-data").CompatStatement} Compat */
/** @typedef {import("@mdn/browser-compat-data").BrowserName} BrowserName */
/** @typedef {import("@mdn/browser-compat-data").Identifier} Thing */

/**
 * Browserslist's name of a browser to MDN's names; a phone's version counts as the same browser, unless
 * browserslist has a name for it.
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
 * Interfaces with one object per page, and the name of that object in every script.
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
 * Options of `no-restricted-properties`: the name alone where every object with that property has it
 * since after the baseline; else the name with each such object.
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
      // A property of an interface that is newer itself is left out: `newerGlobals` forbids the interface.
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
 * Say whether every browser of the baseline supports something, without a prefix or a flag.
 * @param {Compat | undefined} compat
 */
function isKnown(compat) {
  return baseline.every(({ browser, version }) => [compat?.support[browser] ?? []].flat().some((one) =>
    !one.flags && !one.prefix && !one.alternative_name && !one.version_removed
    && parseFloat(String(one.version_added).replace("≤", "")) <= version));
}
