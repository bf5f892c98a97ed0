/** Checks how our style sheets are written, and that a browser of the baseline (package.json) can read them. */

// The sheets that only the practice's own computers load, and those that only our PDF renderer reads.
const PRACTICE = ["practice/*"];
const PAPER = ["paper/*"];

/** @param {string[]} names */
const sheets = (names) => names.map((name) => `pwa/static/css/${name}.css`);

/** @type {import("stylelint").Config} */
export default {
  extends: "stylelint-config-standard",
  plugins: ["@stylistic/stylelint-plugin", "stylelint-no-unsupported-browser-features"],
  reportDescriptionlessDisables: true,
  reportNeedlessDisables: true,
  rules: {
    "@stylistic/declaration-block-semicolon-newline-after": "always-multi-line",
    "@stylistic/declaration-block-single-line-max-declarations": 1,
    "@stylistic/indentation": 2,
    "@stylistic/no-eol-whitespace": true,
    // Empty lines are ours to choose: rules that belong together stand without one.
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": "never",
    "declaration-empty-line-before": "never",
    "rule-empty-line-before": null,
    // Our sheets are in the order of the page, not of specificity.
    "no-descending-specificity": null,
    // The baseline knows no "width <= 60em".
    "media-feature-range-notation": "prefix",
    // No nested rules: without "&" they look like any other rule. Only at-rules hold rules, and @page its margin boxes.
    "max-nesting-depth": [0, { ignoreAtRules: ["media", "page", "supports"] }],
    "selector-class-pattern": ["^[a-z][a-z0-9]*(-[a-z0-9]+)*(--[a-z0-9-]+)?$", { message: "Expected block--variant" }],
    "value-keyword-case": ["lower", { camelCaseSvgKeywords: true, ignoreKeywords: ["BlinkMacSystemFont", "A3", "A4", "A5"] }],
    "plugin/no-unsupported-browser-features": [true, {
      ignorePartialSupport: true,
      ignore: [
        "css-content-visibility", // faster where it is known
        "css-focus-visible", // no other selector in such a rule, so an older browser drops nothing else, and keeps its outline
        "css-resize", // a field that cannot be pulled larger can be scrolled
      ],
    }],
  },
  overrides: [
    // With a generic family the PDF renderer would take a font of the machine.
    { files: sheets(PAPER), rules: { "font-family-no-missing-generic-family-keyword": null } },
    { files: sheets([...PRACTICE, ...PAPER]), rules: { "plugin/no-unsupported-browser-features": null } },
  ],
};
