/** After a press on a button, a screen reader announces the result, also when it is the same text as before. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone, makeSending } from "./phone.js";

const UID = "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2";

/** @type {Phone} */
let phone;
/** @type {InstanceType<import("./phone.js").Page["Queue"]>} */
let queue;
/** @type {string[][]} the names of the states in the live region, after each change */
let said;
/** @type {(event: object) => void} */
let click;

beforeEach(async () => {
  phone = new Phone().install();
  const page = await phone.live();
  Object.assign(globalThis, { Element: HTMLElement, setInterval: () => 0 });
  queue = new page.Queue();
  await page.clock.ask();
  await queue.add(await makeSending(UID));
  said = [];
  const words = { querySelector: (/** @type {string} */ what) => ({ cloneNode: () => makeBlock(what) }) };
  const place = Object.assign(new HTMLElement(), {
    dataset: { sending: "demo" }, children: [], contains: () => false, matches: () => false, parentElement: null,
    querySelectorAll: () => [],
    replaceChildren: (/** @type {any[]} */ ...blocks) => {
      Object.assign(place, { children: blocks });
      said.push(blocks.map(({ title }) => title));
    },
    addEventListener: (/** @type {string} */ _type, /** @type {(event: object) => void} */ heard) => { click = heard; },
  });
  const template = Object.assign(new HTMLTemplateElement(), { content: words });
  const found = { "[data-sending]": place, "template[data-all-states]": template };
  document.querySelector = (/** @type {string} */ what) => found[/** @type {keyof typeof found} */ (what)] ?? null;
});

/** @param {string} what such as `[data-state="busy"]` */
function makeBlock(what) {
  const title = what.replace(/.*"(.+)".*/, "$1");
  return Object.assign(new HTMLElement(), { title, dataset: {}, querySelector: () => null, querySelectorAll: () => [] });
}

/**
 * A button in the message about the sending.
 * @param {string} name of the button's action
 */
function button(name) {
  const part = Object.assign(new HTMLElement(), { dataset: { do: name }, getAttribute: () => UID, querySelector: () => null });
  return Object.assign(part, { closest: () => part });
}

const press = (/** @type {string} */ name) => click({ target: button(name), preventDefault: () => {}, stopPropagation: () => {} });

/** @param {string} name of the state that must be announced last */
async function hears(name) {
  for (let turn = 0; turn < 200; turn += 1) {
    if (said.at(-1)?.includes(name)) return;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  assert.fail(`${name} was not said, but ${JSON.stringify(said)}`);
}

const PAGES = {
  "a page of the practice": () => importAgain("js/send/pending.js"),
  "the check": async () => {
    const { Sharing } = await importAgain("js/check/sending.js");
    const part = { setAttribute: () => {} };
    const form = { querySelector: (/** @type {string} */ what) => (what === "[data-share]" ? part : null), addEventListener: () => {} };
    const { LastStep } = await importAgain("js/check/last.js");
    const sharing = new Sharing(form, { uid: UID, keep: () => {}, last: new LastStep(form, () => {}) });
    sharing.answers = "as they were";
    sharing.begin();
  },
};

for (const [name, open] of Object.entries(PAGES)) {
  test(`on ${name} a list that is still put aside is told of again`, async () => {
    phone.practice.isAside = true;
    await open();
    await hears("set_aside");
    said = [];

    press("now");

    await hears("set_aside");
    assert.deepEqual(said.map(([first]) => first), ["sending", "set_aside"]);
  });

  test(`on ${name} a code that still needs a network is told of again`, async () => {
    await queue.send(UID, { withCode: true, isAsked: true });
    phone.isOnline = false;
    await open();
    await hears("received");
    press("code");
    await hears("code_later");
    said = [];

    press("code");

    await hears("code_later");
    assert.deepEqual(said, [[], ["received", "code_later"]]);
  });
}
