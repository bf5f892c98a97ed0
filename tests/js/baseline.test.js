/** The linters report APIs and syntax that a baseline browser lacks; each sample was once not reported. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { ESLint } from "eslint";
import stylelint from "stylelint";

const SHEET = "pwa/static/css/patient/check.css";
const SCRIPT = "pwa/static/js/draft/draft.js";
const eslint = new ESLint();

/**
 * @param {string} code
 * @param {string} filePath path under which ESLint checks the code: it selects the rules
 * @returns what ESLint says of it
 */
async function lint(code, filePath) {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  return messages;
}

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

for (const [name, code] of Object.entries({
  "a subgrid": "ul { display: grid; grid-template-columns: subgrid; }",
  "a layer": "@layer base { p { margin: 0; } }",
  "a container": "@container (width > 20em) { p { margin: 0; } }",
  "a mixed colour": "p { color: color-mix(in srgb, red, blue); }",
  "a newer value": "p { overflow: clip; }",
  "a newer property": "p { accent-color: red; }",
  "a newer function": "p { inline-size: round(1.5px, 1px); }",
  "a newer unit": "p { block-size: 2lh; }",
  "a newer selector": "p:user-invalid { color: red; }",
})) {
  test(`a style sheet with ${name} is refused`, async () => {
    assert.notDeepEqual(await lint(code, SHEET), []);
  });
}

for (const [name, code] of Object.entries({
  "a function of all scripts": "structuredClone({});",
  "a function of a class": "AbortSignal.timeout(9);",
  "a function of a class that is older elsewhere": "Response.json({});",
  "a method of an element": "document.forms[0].requestSubmit();",
  "a method behind a question mark": "document.forms[0]?.requestSubmit();",
  "a method that is taken out": "const { requestSubmit } = document.forms[0]; requestSubmit();",
  "a static function of JavaScript": "Object.hasOwn({}, 'key');",
  "a class": "new CompressionStream('gzip');",
  "a class that few know": "new CloseWatcher();",
  "a static block": "class Box { static { Box.size = 1; } } new Box();",
  "a private name with in": "class Box { #size = 1; static is(box) { return #size in box; } } Box.is({});",
  "a look-behind": "/(?<=-)x/.exec('');",
  "the flag v": "/[\\p{L}--x]/v.exec('');",
  "import attributes": "import words from './words.json' with { type: 'json' }; words();",
  "using": "{ using box = open(); box.look(); }",
})) {
  test(`a script with ${name} is refused`, async () => {
    assert.notDeepEqual(await lint(code, SCRIPT), []);
  });
}

test("a script in the words of the baseline passes", async () => {
  const code = `
export const open = async (draft, wrong, form) => {
  const list = [...draft.list, { ...draft, at: draft.at ?? 0 }];
  wrong.id ||= list[list.length - 1]?.value;
  for (const part of form.querySelectorAll("[data-when]")) part.replaceChildren();
  return (await import("./keep.js")).box.show(form.dataset.show);
};
`;

  assert.deepEqual(await lint(code, SCRIPT), []);
});

test("what everybody needs is in the words of older browsers", async () => {
  assert.notDeepEqual(await lint("try { look(); } catch {}", "pwa/static/js/pages/open.js"), []);
  assert.deepEqual(await lint("try { look(); } catch {}", SCRIPT), []);
});

test("the type checker refuses newer methods of JavaScript's own objects, and knows our own by their names", () => {
  const folder = mkdtempSync(join(tmpdir(), "gesprek-types-"));
  const lines = [
    "export const last = [1].at(-1);",
    "export const found = [1].findLast(Boolean);",
    "export const sorted = [1].toSorted();",
    "export const few = new Set([1]).union(new Set([2]));",
    "export const both = Promise.withResolvers();",
    "export const draft = { at: (/** @type {number} */ place) => place }.at(1);",
    "export const now = globalThis.gesprekClock.nou();",
  ];
  const settings = { extends: resolve("tsconfig.json"), include: [], files: ["newer.js", resolve("types/phone.d.ts")] };
  writeFileSync(join(folder, "newer.js"), lines.join("\n"));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));

  const { stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", folder], { encoding: "utf-8" });
  rmSync(folder, { recursive: true });

  assert.deepEqual([...stdout.matchAll(/newer\.js\((\d+),/g)].map((found) => Number(found[1])), [1, 2, 3, 4, 5, 7]);
});
