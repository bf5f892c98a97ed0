/**
 * Completes the copy of a plan: with the style of its page, which the page of what this phone keeps does not bring, and with
 * the questions after the talk. Only an own phone keeps this script (own/apart.js).
 */

import { begin } from "./after.js";

const SHEETS = ["plan", "sides"].map((name) => new URL(`../../css/patient/${name}.css`, import.meta.url).href);
/** @type {Promise<void> | undefined} */
let dressing;

/** Complete the copy that is shown now. */
export async function complete() {
  dressing ??= dress();
  await dressing.catch(() => { dressing = undefined; });
  await begin();
}

async function dress() {
  const texts = await Promise.all(SHEETS.map(async (sheet) => (await fetch(sheet)).text()));
  // The policy of a page allows no further style element. One rule, so that nobody has to take the sheets apart.
  const [first] = document.styleSheets;
  first.insertRule(`@media all{${texts.join("")}}`, first.cssRules.length);
}
