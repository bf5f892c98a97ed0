/**
 * On the start page of an invitation's link: shows when the appointment is, and with whom. That is asked of the server with
 * the token of the link and is only on this page: nothing is stored, and no cache keeps the answer to a form.
 */

import { find } from "../device/words.js";

/**
 * Ask for the appointment, and put it in the place of the practice's name.
 * @param {string} token
 * @returns {Promise<void>} rejected without a network
 */
export async function showAppointment(token) {
  const card = find("[data-appointment]");
  if (card === null) return;
  card.classList.add("asked"); // keeps room for three lines, so that nothing moves under a finger later
  const answer = await fetch(`${location.pathname}/appointment`, {
    method: "POST", body: new URLSearchParams([["invitation", token]]), credentials: "omit", cache: "no-store", redirect: "error",
  });
  if (!answer.ok) return;
  const { when, where } = await answer.json(); // rejected for the login page of a network, which is no JSON
  const [label, heading, place] = /** @type {HTMLElement[]} */ ([...card.children]);
  heading.textContent = when;
  place.textContent = where;
  for (const part of [label, place]) part.hidden = false;
}
