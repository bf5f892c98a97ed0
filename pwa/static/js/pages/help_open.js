/**
 * Says on a card whether somebody is there now. The server gives the times at which it is open, for some days
 * ahead; the phone compares them with its clock, also without a network.
 */

import { WRITTEN, fillIn } from "../device/words.js";

const { now } = globalThis.gesprekClock;
const MINUTE_MS = 60_000;
const WEEK = 7 * 24 * 60;

/**
 * What the server knew about the days ahead.
 * @typedef {{ until: number, holidays: string[] }} Known
 *   until: up to which minute since 1970 the times go, as in a card's `data-open`; holidays: days as 2026-12-25
 */
/**
 * @typedef {{ isOpen: boolean, isAlways?: boolean, isDoubtful?: boolean, at?: number }} Opening
 *   isDoubtful: today is a holiday, of which nothing is known; at: the minute since 1970 when that changes
 */

/** @returns {number} whole minutes since 1970 */
export function thisMinute() {
  return Math.floor(now() / MINUTE_MS);
}

/**
 * @param {DOMStringMap} card the data of a card
 * @param {Known} known
 * @param {number} minute
 * @returns {Opening | null} null: nothing is known of that moment
 */
export function openingAt({ open = "", always }, { until, holidays }, minute) {
  if (always !== undefined) return { isOpen: true, isAlways: true };
  if (open === "" || minute >= until) return null;
  for (const [start, length] of open.split(" ").map((span) => span.split("+").map(Number))) {
    if (minute >= start + length) continue;
    if (minute >= start) return length < WEEK ? { isOpen: true, at: start + length } : { isOpen: true, isAlways: true };
    return { isOpen: false, isDoubtful: holidays.includes(dayOf(minute)), at: start };
  }
  return null;
}

/**
 * Write the sentence about this moment on a card.
 * @param {HTMLElement} card
 * @param {Known} known
 * @param {DOMStringMap} says the sentences
 */
export function sayOpening(card, known, { saysOpen = "", saysClosed = "", saysHoliday = "" }) {
  const place = card.querySelector("[data-moment]");
  if (!(place instanceof HTMLElement) || card.dataset.open === undefined) return;
  const opening = openingAt(card.dataset, known, thisMinute());
  place.hidden = opening === null;
  if (opening === null) return;
  const { isOpen, isDoubtful, at = 0 } = opening;
  const time = inWords(at, isOpen ? {} : { weekday: "long" });
  fillIn(place, isOpen ? saysOpen : isDoubtful ? saysHoliday : saysClosed, { time, day_and_time: time });
  place.classList.toggle("open", isOpen);
}

/**
 * @param {number} minute
 * @param {Intl.DateTimeFormatOptions} day
 * @returns {string} by the clock of the Netherlands, in the language of the page
 */
function inWords(minute, day) {
  const moment = new Date(minute * MINUTE_MS);
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    // Digits as the server writes them, in Arabic too.
    new Intl.DateTimeFormat(`${WRITTEN}-u-nu-latn`, { ...options, timeZone: "Europe/Amsterdam" }).format(moment);
  const time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return day.weekday ? `${format(day)} ${time}` : time;
}

/**
 * @param {number} minute
 * @returns {string} the day in the Netherlands, as 2026-12-25
 */
function dayOf(minute) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Amsterdam", year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(new Date(minute * MINUTE_MS));
  const part = (/** @type {string} */ type) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}
