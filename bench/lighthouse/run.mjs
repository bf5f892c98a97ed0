/**
 * Runs Lighthouse on pages, one after the other in one browser, with its settings for a phone.
 * Reads {chrome, skip, pages: [{name, url, cookie}]} as JSON; writes a line of JSON for each page.
 */

import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const onlyCategories = ["performance", "accessibility", "best-practices", "seo"];
const { chrome, skip, pages } = JSON.parse(readFileSync(0, "utf-8"));
const browser = await launch({ chromePath: chrome, chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"] });

for (const { name, url, cookie } of pages) {
  const extraHeaders = cookie ? { Cookie: cookie } : undefined;
  const result = await lighthouse(url, { port: browser.port, logLevel: "error", extraHeaders, onlyCategories, skipAudits: skip });
  const { audits, categories, finalDisplayedUrl, runtimeError } = result.lhr;
  const scores = Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  const lost = Object.values(categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${id} ${audits[id].displayValue ?? ""}`.trim());
  const details = lost.map((id) => audits[id.split(" ")[0]].details?.items?.slice(0, 3)).filter(Boolean);
  console.log(JSON.stringify({ name, url: finalDisplayedUrl, scores, lost, details, error: runtimeError?.message }));
}
browser.kill();
