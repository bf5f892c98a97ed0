/**
 * A list on paper that is typed in: beside each field stands in words what was typed. Without this module the
 * next page says the same.
 */

import { digit } from "../device/codes.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-paper]"));
const signs = /** @type {Record<string, string>} */ (JSON.parse(form.dataset.signs ?? "{}"));
const UNKNOWN = "?";
const topics = new Map([...form.querySelectorAll("[data-legend=signs]")].flatMap((row) => [...legendOf(row)]));

/**
 * @param {string} text
 * @returns {string} with the digits of any keyboard as 0-9, and its dashes as one
 */
function plain(text) {
  const written = [...text].map((sign) => (/\p{Nd}/u.test(sign) ? digit(sign) : sign)).join("");
  return written.replace(/[\p{Pd}\u2212\u2043\u0640]/gu, "-");
}

/**
 * @param {ParentNode} row
 * @returns {Map<string, string>} what each number stands for, in the order of the paper
 */
function legendOf(row) {
  const named = /** @type {HTMLElement[]} */ ([...row.querySelectorAll("[data-sign]")]);
  return new Map(named.map((item) => [item.dataset.sign ?? "", item.querySelector("[data-word]")?.textContent ?? ""]));
}

/**
 * @param {string} typed
 * @param {Map<string, string>} legend
 * @returns {string[]} a topic and how much for each sign
 */
function readSigns(typed, legend) {
  const lines = [...legend.values()];
  return [...typed].map((sign, place) => {
    const word = signs[sign === " " || sign === "." ? "-" : sign] ?? UNKNOWN;
    return `${lines[place] ?? UNKNOWN}: ${word}`;
  });
}

/**
 * @param {string} typed
 * @param {Map<string, string>} legend
 * @param {boolean} runTogether whether 13 is 1 and 3
 * @returns {string[]}
 */
function readNumbers(typed, legend, runTogether) {
  const [numbers] = typed.match(/^[\d\s,;.+/&،؛-]*/) ?? [""];
  const found = numbers.match(runTogether ? /\d/g : /\d+/g) ?? [];
  const words = typed.slice(numbers.length).trim();
  return [...found.map((number) => legend.get(String(Number(number))) ?? UNKNOWN), ...(words ? [`“${words}”`] : [])];
}

/** @param {Element} row */
function tell(row) {
  const field = row.querySelector("input[data-typed]");
  const output = row.querySelector("output");
  const legend = row.querySelector("p[id$=-legend]");
  if (!(field instanceof HTMLInputElement && output && legend instanceof HTMLElement && row instanceof HTMLElement)) return;
  const typed = plain(field.value);
  const kind = row.dataset.legend;
  const names = kind === "numbers" && row.hasAttribute("data-topics") ? new Map([...topics, ...legendOf(row)]) : legendOf(row);
  const said = kind === "signs" ? readSigns(typed, names) : readNumbers(typed, names, kind === "digits");
  const isEmpty = typed.trim() === "";
  output.textContent = isEmpty ? "" : said.join(" · ");
  output.hidden = isEmpty;
  legend.hidden = !isEmpty;
}

for (const row of form.querySelectorAll("[data-legend]")) {
  row.addEventListener("input", () => tell(row));
  tell(row);
}
