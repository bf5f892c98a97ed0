/** On the page of a list that was taken back or erased: deletes what this phone kept of it, and says so. */

import { allOwn, dropOwn } from "./lists.js";
import { readPhoneId } from "./copy.js";
import { fillIn } from "../device/words.js";

dropGone();

async function dropGone() {
  const here = readPhoneId(document);
  const list = (await allOwn()).find(({ id }) => id === here?.id);
  const template = document.querySelector("template[data-own-gone]");
  if (!list || !(template instanceof HTMLTemplateElement)) return;
  await dropOwn(list.id);
  const words = template.content.querySelector("p");
  if (words) fillIn(words, template.dataset.text ?? "", { name: list.name });
  template.replaceWith(template.content);
}
