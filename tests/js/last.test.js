/** The button of the last step: when a press counts, and what is shown when. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

/** @type {import("../../pwa/static/js/check/last.js").LastStep} */
let last;
/** @type {Record<string, (event: any) => void>} */
let heard;
/** @type {Set<string>} classes of the button */
let classes;
/** @type {Set<string>} classes of the page */
let page;
/** @type {any} */
let button;
/** @type {any} */
let box;
let shares = 0;

beforeEach(async () => {
  new Phone().install();
  await new Phone().live();
  Object.assign(globalThis, { Element: HTMLElement, HTMLInputElement: HTMLElement, scrollTo: () => {} });
  const { LastStep } = await importAgain("js/check/last.js");
  heard = {};
  [classes, page, shares] = [new Set(), new Set(), 0];
  const list = (/** @type {Set<string>} */ names) => ({
    add: (/** @type {string} */ name) => names.add(name), remove: (/** @type {string} */ name) => names.delete(name),
    contains: (/** @type {string} */ name) => names.has(name),
    toggle: (/** @type {string} */ name, /** @type {boolean} */ on) => (on ? names.add(name) : names.delete(name)),
  });
  button = Object.assign(new HTMLElement(), { hidden: false, classList: list(classes), setAttribute: () => {} });
  button.closest = () => button;
  box = Object.assign(new HTMLElement(), { checked: false, sent: 0, dispatchEvent: () => { box.sent += 1; } });
  const found = { "[data-share]": button, "[name=not_shared][value=social]": box };
  const find = (/** @type {string} */ what) => found[/** @type {keyof typeof found} */ (what)] ?? null;
  document.querySelector = find;
  const form = {
    dataset: {}, parentElement: { classList: list(page) }, querySelector: find,
    addEventListener: (/** @type {string} */ type, /** @type {(event: any) => void} */ work) => { heard[type] = work; },
  };
  last = new LastStep(form, () => {});
  last.listen(() => { shares += 1; });
});

const press = () => heard.click({ target: button, preventDefault: () => {} });

test("it takes no taps for 0.7 s after the step came", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });

  last.arrive(true);
  context.mock.timers.tick(699);
  assert.ok(classes.has("fresh"), "no tap reaches an element of this class");

  context.mock.timers.tick(1);
  assert.ok(!classes.has("fresh"));
});

test("who comes back to the step waits once more", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  last.arrive(true);
  context.mock.timers.tick(500);

  last.arrive(false);
  last.arrive(true);
  context.mock.timers.tick(500);

  assert.ok(classes.has("fresh"));
});

test("a press while another is worked on shares nothing", () => {
  press();
  last.set({ isBusy: true });
  press();

  assert.equal(shares, 1);
});

test("what waits has the screen for itself, but only on this step", () => {
  last.arrive(true);
  last.set({ isOpen: false });
  assert.deepEqual([button.hidden, page.has("sent")], [true, true]);

  last.arrive(false);
  assert.ok(!page.has("sent"));
  last.arrive(true);
  assert.ok(page.has("sent"));

  last.set({ isOpen: true });
  assert.deepEqual([button.hidden, page.has("sent")], [false, false]);
});

test("a switch that is off is a box that is ticked", () => {
  const event = (/** @type {boolean} */ checked) => ({
    target: Object.assign(new HTMLElement(), { checked, dataset: { shares: "social" } }), stopPropagation: () => {},
  });

  heard.input(event(false));
  assert.deepEqual([box.checked, box.sent], [true, 1]);

  heard.input(event(true));
  assert.deepEqual([box.checked, box.sent], [false, 2]);
});
