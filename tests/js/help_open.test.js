/** Whether a door is open now, by the times that a card brings along and the clock of the phone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const NOON = Date.UTC(2026, 10, 23, 11) / 60_000; // a Monday, 12:00 in Utrecht
const DAY = 24 * 60;
const KNOWN = { until: NOON + 14 * DAY, holidays: ["2026-11-24"] };
// From 9 to 17, today and tomorrow.
const OPEN = `${NOON - 180}+480 ${NOON - 180 + DAY}+480`;

const phone = new Phone().install();
await phone.live();
location.pathname = "/nl/help/demo";
/** @type {typeof import("../../pwa/static/js/pages/help_open.js")} */
const { openingAt, sayOpening } = await importAgain("js/pages/help_open.js");

for (const [name, data, minute, opening] of /** @type {[string, DOMStringMap, number, object | null][]} */ ([
  ["open until it closes", { open: OPEN }, NOON, { isOpen: true, at: NOON + 300 }],
  ["closed from the minute on at which it closes", { open: OPEN }, NOON + 300, { isOpen: false, isDoubtful: false, at: NOON - 180 + DAY }],
  ["open from the minute on at which it opens", { open: OPEN }, NOON - 180, { isOpen: true, at: NOON + 300 }],
  ["on a holiday nobody knows", { open: `${NOON + 2 * DAY}+60` }, NOON + DAY, { isOpen: false, isDoubtful: true, at: NOON + 2 * DAY }],
  ["after the last time that is known, nothing", { open: OPEN }, NOON + 2 * DAY, null],
  ["after fourteen days, nothing", { open: `${NOON + 13 * DAY}+${4 * DAY}` }, NOON + 14 * DAY, null],
  ["day and night has no end", { always: "" }, NOON + 100 * DAY, { isOpen: true, isAlways: true }],
  ["a door that stays open for a week has none either", { open: `${NOON}+${8 * DAY}` }, NOON, { isOpen: true, isAlways: true }],
  ["without times nothing", {}, NOON, null],
])) {
  test(`openings: ${name}`, () => {
    assert.deepEqual(openingAt(data, KNOWN, minute), opening);
  });
}

test("the sentence has the time of the Netherlands, by the server's clock and in the page's language", () => {
  phone.time = NOON * 60_000;
  const { place, card } = cardWith(OPEN);

  sayOpening(card, KNOWN, { saysOpen: "Nu open, tot %(time)s", saysClosed: "Weer open: %(day_and_time)s" });

  assert.equal(place.said, "Nu open, tot 17:00");
  assert.equal(place.hidden, false);

  phone.time += 6 * 60 * 60_000;
  sayOpening(card, KNOWN, { saysOpen: "Nu open, tot %(time)s", saysClosed: "Weer open: %(day_and_time)s" });

  assert.equal(place.said, "Weer open: dinsdag 09:00");

  phone.time += 15 * DAY * 60_000;
  sayOpening(card, KNOWN, {});

  assert.equal(place.hidden, true);
});

/** @param {string} open */
function cardWith(open) {
  document.createElement = /** @type {any} */ (() => ({ textContent: "" }));
  const place = Object.assign(/** @type {any} */ (new HTMLElement()), {
    said: "", hidden: true, classList: { toggle: () => {} },
    replaceChildren(/** @type {(string | {textContent: string})[]} */ ...parts) {
      this.said = parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
    },
  });
  const card = /** @type {HTMLElement} */ (/** @type {unknown} */ ({ dataset: { open }, querySelector: () => place }));
  return { place, card };
}
