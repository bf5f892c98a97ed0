/**
 * The list of all help that the phone keeps: fetched after the page is shown, from the network or else from the
 * phone (sw/help.js). What somebody types is compared with it here and goes nowhere.
 */

import { searchCards } from "./help_search.js";

/**
 * @typedef {object} List
 * @property {string} said its date, in words
 * @property {boolean} isWhole whether it holds all the help of the practice
 * @property {import("./help_open.js").Known} known
 * @property {HTMLElement[]} cards
 * @property {(typed: string) => HTMLElement[] | null} search the cards that fit, the best first; null if no word says something
 */

/**
 * @param {string} address
 * @returns {Promise<List>} rejected without a network and a list that is kept
 */
export async function loadList(address) {
  const answer = await fetch(address, { credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const { said, isWhole, until, holidays, words, cards: html } = await answer.json();
  const page = new DOMParser().parseFromString(html, "text/html");
  const cards = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("article")].map((card) => document.adoptNode(card)));
  return { said, isWhole, known: { until, holidays }, cards, search: searchCards(cards, words) };
}
