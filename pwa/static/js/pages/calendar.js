/** On the neutral page: the day that it is, when the page was kept on this phone on another one. */

import "../device/clock.js";
import { LANGUAGE } from "../device/words.js";

const TIME_ZONE = "Europe/Amsterdam";

const shown = document.querySelector("time");
const now = new Date(globalThis.gesprekClock.now());
// Written as 2026-11-22.
const today = new Intl.DateTimeFormat("en-CA", { timeZone: TIME_ZONE }).format(now);
if (shown instanceof HTMLTimeElement && shown.dateTime !== today) {
  mark(shown.dateTime);
  shown.dateTime = today;
  const words = new Intl.DateTimeFormat(LANGUAGE === "en" ? "en-GB" : `${LANGUAGE}-u-nu-latn`, {
    dateStyle: "full",
    timeZone: TIME_ZONE,
  });
  shown.textContent = words.format(now);
}

/** @param {string} before the day that is marked; the first month is that of this day */
function mark(before) {
  document.querySelector("td[aria-current]")?.removeAttribute("aria-current");
  const [year, month, day] = today.split("-").map(Number);
  const [firstYear, firstMonth] = before.split("-").map(Number);
  const table = document.querySelectorAll("table")[(year - firstYear) * 12 + month - firstMonth];
  const cells = [...(table?.querySelectorAll("td") ?? [])];
  cells.find((cell) => cell.textContent?.trim() === String(day))?.setAttribute("aria-current", "date");
}
