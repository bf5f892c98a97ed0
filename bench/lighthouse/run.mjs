/**
 * Runs Lighthouse on pages, one after the other in one browser, with its settings for a phone:
 * the best of three runs.
 * Reads {chrome, skip, pages: [{name, url, cookie}]} as JSON; writes a line of JSON for each page.
 */

import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const TRIES = 3;
const onlyCategories = ["performance", "accessibility", "best-practices", "seo"];
const { chrome, skip, pages } = JSON.parse(readFileSync(0, "utf-8"));
const browser = await launch({ chromePath: chrome, chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"] });

/** @returns what one run found; a score is -1 when Lighthouse could not measure it */
async function audit({ name, url, cookie }) {
  const extraHeaders = cookie ? { Cookie: cookie } : undefined;
  const result = await lighthouse(url, { port: browser.port, logLevel: "error", extraHeaders, onlyCategories, skipAudits: skip });
  const { audits, categories, finalDisplayedUrl } = result.lhr;
  const scores = Object.fromEntries(Object.values(categories)
    .map(({ id, score }) => [id, score === null ? -1 : Math.round(score * 100)]));
  const lost = Object.values(categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${id} ${audits[id].displayValue ?? ""}`.trim());
  return { name, url: finalDisplayedUrl, scores, lost };
}

for (const page of pages) {
  let best = await audit(page);
  // Whatever else a machine does makes a page slower, never faster.
  for (let tries = 1; tries < TRIES && best.scores.performance < 100; tries += 1) {
    const again = await audit(page);
    if (again.scores.performance > best.scores.performance) best = again;
  }
  console.log(JSON.stringify(best));
}
browser.kill();
