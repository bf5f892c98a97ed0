/** A list that the practice has lost, asked for by code or link: a phone that kept it can share it again. */

import { offerAnew } from "./anew.js";
import { allOwn } from "./lists.js";
import { leadToOwn } from "./lead.js";
import { find } from "../device/words.js";

offer();

async function offer() {
  const key = find("[data-lost]")?.dataset.lost;
  const list = (await allOwn()).find((own) => own.key.key === key);
  if (list) offerAnew(list);
  else await leadToOwn(); // by the code on the card, where the phone keeps the link
}
