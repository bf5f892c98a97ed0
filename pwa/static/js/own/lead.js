/** Leads to the page of what this phone keeps, where it keeps something. */

import { allOwn } from "./lists.js";

leadToOwn();

/** Show the way; a page that came in the place of another one asks for it again. */
export async function leadToOwn() {
  const lists = await allOwn();
  const lead = document.querySelector("template[data-own-lead]");
  if (lead instanceof HTMLTemplateElement && lists.length > 0) lead.replaceWith(lead.content);
}
