/** The linters find what a browser of the baseline does not know; each sample is one that they once let through. */

import assert from "node:assert/strict";
import { test } from "node:test";
import stylelint from "stylelint";

const SHEET = "pwa/static/css/check.css";

for (const [name, code] of Object.entries({
  "two declarations on a line": "p { color: red; margin: 0; }",
  "nesting": ".card { & p { margin: 0; } }",
  "nesting without a sign": ".card { p { margin: 0; } }",
  "a range in a media query": "@media (width < 20em) { p { margin: 0; } }",
  "a selector by what is inside": "fieldset:has(:checked) { color: red; }",
  "a unit of the visible part": "main { min-block-size: 100dvh; }",
})) {
  test(`a style sheet with ${name} is refused`, async () => {
    const { results } = await stylelint.lint({ code, codeFilename: SHEET });

    assert.notEqual(results[0].warnings.length, 0);
  });
}

test("a style sheet in the words of the baseline passes", async () => {
  const code = `a:is(:hover, :focus) { inset: 0; }

@media (max-width: 15em) {
  [data-state="open"] {
    aspect-ratio: 1;
    inline-size: clamp(72px, 100vh - 568px, 148px);
  }
}
`;

  const { results } = await stylelint.lint({ code, codeFilename: SHEET });

  assert.deepEqual(results[0].warnings, []);
});
