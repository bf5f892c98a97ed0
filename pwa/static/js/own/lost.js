/** On the page of a list that the practice has lost: a phone that keeps a copy of it offers to share it again. */

import { offerAnew } from "./anew.js";
import { allOwn } from "./lists.js";
import { REPLACED, find } from "../device/words.js";

offer();
document.addEventListener(REPLACED, offer);

async function offer() {
  const key = find("[data-lost]")?.dataset.lost;
  if (key === undefined) return;
  const lists = await allOwn();
  const list = lists.find((own) => own.key.key === key);
  const lead = document.querySelector("template[data-own-otherwise]");
  if (list) offerAnew(list);
  // The key that was typed may be the code of a list whose link this phone keeps: lead to the page of what it keeps.
  else if (lead instanceof HTMLTemplateElement && lists.length > 0) lead.replaceWith(lead.content);
}
