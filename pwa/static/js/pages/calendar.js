/** On the neutral page: marks the day of today, because the service worker may have kept the page on an earlier day. */

import "../device/clock.js";
import { LANGUAGE, WRITTEN } from "../device/words.js";

const TIME_ZONE = "Europe/Amsterdam";

const shown = document.querySelector("time");
const now = new Date(globalThis.gesprekClock.now());
// Canadian English writes dates as 2026-11-22.
const today = new Intl.DateTimeFormat("en-CA", { timeZone: TIME_ZONE }).format(now);
if (shown instanceof HTMLTimeElement && shown.dateTime !== today) {
  mark(shown.dateTime);
  shown.dateTime = today;
  const words = new Intl.DateTimeFormat(LANGUAGE === "en" ? "en-GB" : `${WRITTEN}-u-nu-latn`, {
    dateStyle: "full",
    timeZone: TIME_ZONE,
  });
  shown.textContent = words.format(now);
}

/** @param {string} before the day that is marked now, as 2026-11-22; the first table is its month */
function mark(before) {
  document.querySelector("td[aria-current]")?.removeAttribute("aria-current");
  const [year, month, day] = today.split("-").map(Number);
  const [firstYear, firstMonth] = before.split("-").map(Number);
  const table = document.querySelectorAll("table")[(year - firstYear) * 12 + month - firstMonth];
  const cells = [...(table?.querySelectorAll("td") ?? [])];
  cells.find((cell) => cell.textContent?.trim() === String(day))?.setAttribute("aria-current", "date");
}
