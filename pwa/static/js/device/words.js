/** Small things that scripts do with the words on a page. */

import "./clock.js";

const { now } = globalThis.gesprekClock;
const away = document.querySelector("a[data-exit]"); // only the neutral page has no such link

/** @type {Intl.DateTimeFormatOptions} */
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** Name of the event on the document after leave/forms.js has put another page into it. */
export const REPLACED = "page-replaced";

/**
 * The language that this page was written in. It comes from an address that the server wrote: programs
 * that translate a page change `<html lang>`.
 */
export const LANGUAGE = (away instanceof HTMLAnchorElement ? away : location).pathname.split("/")[1];

/** The language in which the words of this page are: languages that are only heard have the Dutch pages. */
export const WRITTEN = ["rif", "ary"].includes(LANGUAGE) ? "nl" : LANGUAGE;

/**
 * Fill in a sentence; each value is isolated (`<bdi>`), because its text may run in the other direction.
 * @param {Element} place
 * @param {string} sentence with parts like `%(topic)s`
 * @param {Record<string, string>} values
 */
export function fillIn(place, sentence, values) {
  const parts = sentence.split(/%\((\w+)\)s/);
  place.replaceChildren(...parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const words = document.createElement("bdi");
    words.dir = "auto";
    words.textContent = values[part] ?? "";
    return words;
  }));
}

/**
 * Write words of ours as they stand inside a sentence.
 * @param {string} words
 * @returns {string} without the capital at their beginning, unless the first word is an abbreviation or the English "I"
 */
export function lowerFirst(words) {
  return /^(?!I[ '])\p{Lu}(?!\p{Lu})/u.test(words) ? words[0].toLocaleLowerCase(LANGUAGE) + words.slice(1) : words;
}

/**
 * What stands between the items of a list, before the last of several, and between two. As Intl.ListFormat has it, which
 * an old phone takes 50 ms to make at the tap that needs the first list; a test compares the two.
 * @type {Record<string, string[]>}
 */
const AND = { nl: [", ", " en "], en: [", ", ", and ", " and "], tr: [", ", " ve "], ar: [" و", " و"], es: [", ", " y "],
  fr: [", ", " et "], pl: [", ", " i "], fa: ["،\u200f ", "، و ", " و "], uk: [", ", " і "] };

/**
 * Write a list as people do in the language of the page.
 * @param {string[]} items
 * @returns {string}
 */
export function joinWords(items) {
  if (items.length < 2) return items.join("");
  const [comma, last, between = last] = AND[WRITTEN] ?? AND.en;
  return items.slice(0, -1).join(comma) + (items.length > 2 ? last : between) + items[items.length - 1];
}

/**
 * @param {string} [at] ISO 8601
 * @returns {string} the time, and the day when it is not today
 */
export function momentInWords(at) {
  if (at === undefined) return "";
  const moment = new Date(at);
  const isToday = moment.toDateString() === new Date(now()).toDateString();
  return dayAndTime(moment, isToday ? [TIME] : undefined);
}

/**
 * Write a moment in words that can be read aloud: no month in short, and nothing in between as Intl has it ("om", "at").
 * @param {Date | number} moment
 * @param {Intl.DateTimeFormatOptions[]} [parts]
 */
export function dayAndTime(moment, parts = [{ day: "numeric", month: "long" }, TIME]) {
  const locale = `${WRITTEN === "en" ? "en-GB" : WRITTEN}-u-nu-latn`;
  return parts.map((part) => new Intl.DateTimeFormat(locale, part).format(moment)).join(", ");
}

/**
 * Find the one part of the page that a script works with.
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function find(selector) {
  return document.querySelector(selector);
}

/**
 * Show or hide a part of the page.
 * @param {string} selector
 * @param {boolean} [isShown]
 */
export function show(selector, isShown = true) {
  const part = find(selector);
  if (part) part.hidden = !isShown;
}

/**
 * Find the contents of a template.
 * @param {Document} page
 * @param {string} name of the attribute that the template has
 * @returns {DocumentFragment | null}
 */
export function templateIn(page, name) {
  const template = page.querySelector(`template[${name}]`);
  return template instanceof HTMLTemplateElement ? template.content : null;
}

/**
 * Get the contents of a template of another page, from the network or else from a cache on the phone.
 * @param {string} address
 * @param {string} name
 * @returns {Promise<DocumentFragment | null>} never rejected; null: there is no such page or template
 */
export async function templateFrom(address, name) {
  try {
    const answer = await fetch(address).catch(() => globalThis.caches?.match(address, { ignoreVary: true }));
    return await readTemplate(answer, name)
      // The browser may have kept that page from a build that had no such template.
      ?? await readTemplate(await fetch(address, { cache: "no-cache" }), name);
  } catch {
    return null;
  }
}

/**
 * @param {Response | undefined} answer
 * @param {string} name
 * @returns {Promise<DocumentFragment | null>}
 */
async function readTemplate(answer, name) {
  // Only what begins with the template is parsed: the inline style before it would violate the CSP of this page.
  const part = new RegExp(`<template ${name}>[^]*`).exec(await answer?.text() ?? "")?.[0] ?? "";
  return templateIn(new DOMParser().parseFromString(part, "text/html"), name);
}
