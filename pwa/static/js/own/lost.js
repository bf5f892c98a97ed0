/** A list that the practice has lost, asked for by code or link: a phone that kept it can share it again. */

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
  // By the code on the card, where the phone keeps the link.
  else if (lead instanceof HTMLTemplateElement && lists.length > 0) lead.replaceWith(lead.content);
}
