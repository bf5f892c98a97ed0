/** Shows the link to the page `own`, of what this phone keeps, where it keeps something. */

import { allOwn } from "./lists.js";
import { REPLACED } from "../device/words.js";

leadToOwn();
document.addEventListener(REPLACED, leadToOwn);

async function leadToOwn() {
  const lists = await allOwn();
  const lead = document.querySelector("template[data-own-lead]");
  if (lead instanceof HTMLTemplateElement && lists.length > 0) lead.replaceWith(lead.content);
}
