/** Finds faults in scripts, and what a browser of the baseline (package.json) does not know, in scripts and style sheets. */

import css from "@eslint/css";
import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";
import { newerGlobals, newerMembers } from "./scripts/newer_names.js";

/** @type {(...names: string[]) => string[]} */
const scripts = (...names) => names.map((name) => `pwa/static/js/${name}.js`);
/** @type {(...names: string[]) => string[]} */
const sheets = (...names) => names.map((name) => `pwa/static/css/${name}.css`);

// Only the practice's own computers load these two, and only our PDF renderer reads the sheets for paper.
const PRACTICE_SCRIPTS = scripts("practice/*");
const PRACTICE_SHEETS = sheets("practice/*");
const PAPER = sheets("paper/*");

// Names that are newer than the baseline or not in every browser, and why their use does no harm.
const HARMLESS = {
  BroadcastChannel: "used where it is there; another tab hears of it at its next look",
  connection: "asked for with ?.",
  databases: "asked for before use; without it nothing is known to be left over",
  font: "that of a canvas, which every browser has; that of other objects is newer",
  locks: "used where it is there; the server knows a sending that comes twice",
  print: "the button shows only where it is there",
  randomUUID: "share.js makes one itself where it is missing",
  requestIdleCallback: "a timer stands in",
  share: "the button shows only where it is there",
  sync: "asked for with ?.; the page sends as well",
};
// Properties of our own objects; newer ones of the web have the same names.
const OWN = ["address", "check", "take", "when"];
const PRACTICE_KNOWS = ["HTMLDialogElement", "autofocus", "getTransports", "print", "requestSubmit", "submitter"];

/**
 * @param {string[]} names newer ones that do no harm
 * @returns {import("eslint").Linter.RulesRecord}
 */
function restrictNewer(names) {
  const allowed = new Set([...OWN, ...Object.keys(HARMLESS), ...names]);
  return {
    "no-restricted-globals": ["error", ...newerGlobals(allowed)],
    "no-restricted-properties": ["error", ...newerMembers(allowed)],
  };
}

/** @type {import("eslint").Linter.Config[]} */
export default [
  { ignores: ["pwa/static/vendor/", ".venv/", "instance/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.js", "**/*.mjs"],
    rules: {
      ...js.configs.recommended.rules,
      "eqeqeq": "error",
      "no-empty": ["error", { allowEmptyCatch: true }],
      "no-undef": "off", // tsc reports names that are not defined
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: [...scripts("*/*"), "pwa/static/sw/*.js"],
    // The parser refuses newer syntax; newer methods of JavaScript's own objects are found by tsc (`lib`).
    languageOptions: { ecmaVersion: 2022 },
    plugins: { compat, "es-x": es },
    rules: {
      "compat/compat": "error",
      "es-x/no-class-static-block": "error",
      "es-x/no-private-in": "error",
      "es-x/no-regexp-lookbehind-assertions": "error",
      ...restrictNewer([]),
    },
    settings: { polyfills: ["BroadcastChannel", "navigator.connection", "navigator.locks"] },
  },
  { files: PRACTICE_SCRIPTS, rules: restrictNewer(PRACTICE_KNOWS) },
  // Older syntax, because the quick exit and the page that opens a link must work in any browser.
  { files: scripts("leave/guard"), languageOptions: { ecmaVersion: 2019, sourceType: "script" } },
  { files: scripts("device/link", "pages/open"), languageOptions: { ecmaVersion: 2018 } },
  {
    files: sheets("*/*"),
    ignores: [...PRACTICE_SHEETS, ...PAPER],
    plugins: { css },
    language: "css/css",
    rules: {
      "css/use-baseline": ["error", {
        available: 2021,
        allowProperties: [
          "color-scheme", // without it, bars and fields stay light
          "contain-intrinsic-size", "content-visibility", // faster where they are known
          "forced-color-adjust", // has an effect only where colours are forced
          "hyphens", // long words break anyway
          "outline", // older browsers draw it with square corners
          "resize", // a field that cannot be pulled larger can be scrolled
          "text-wrap", // lines of headings are less even without it
        ],
        allowPropertyValues: { "overflow-wrap": ["anywhere"] }, // older browsers use break-word of the body
        allowMediaConditions: ["forced-colors"],
        allowSelectors: ["focus-visible"], // no other selector in such a rule, so an older browser drops nothing else, and keeps its outline
      }],
    },
  },
];
